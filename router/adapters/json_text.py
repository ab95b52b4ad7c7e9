"""Values as JSON text, for what is written of every message."""

import json
from collections.abc import Callable
from json import encoder as standard
from typing import Any


def encoder(
    separators: tuple[str, str], default: Callable[[Any], Any] | None
) -> Callable[[Any], str]:
    """What turns values into plain ASCII JSON as `json.JSONEncoder` does, without its preparations.

    `separators` stand behind an item and behind a key; `default` is asked what to write instead of
    a value that JSON does not know, and without it TypeError is raised. Values have no cycles.
    """
    usual = json.JSONEncoder(separators=separators, default=default, check_circular=False)
    # The standard library makes this anew for each text, which takes as long as a row's writing.
    make: Any = getattr(standard, "c_make_encoder", None)
    if make is None:
        return usual.encode
    pieces = make(
        None, usual.default, standard.encode_basestring_ascii, None, usual.key_separator,
        usual.item_separator, False, False, True,
    )  # fmt: skip
    return lambda value: "".join(pieces(value, 0))
