"""Parts of the command line that are loaded when they are asked for: each brings in much."""

from importlib import import_module
from typing import Any


def loaded(place: str) -> Any:  # noqa: ANN401 - whatever is there
    """What `module:name` names, in this folder."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"router.cli.{module}"), name)
