"""Values as JSON for programs, which may as well be looked at in a terminal."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_ORDERS = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON may hold as it is, but ends a line, is an order to some terminals or turns the reading
direction. Escaped, it is the same text to a program."""


def json_line(fields: Mapping[str, Any]) -> str:
    """An object as one line, whatever a reader takes for the end of a line."""
    return _escaped(json.dumps(fields, ensure_ascii=False)) + "\n"


def json_array(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The objects as a JSON array, piece by piece, one a line."""
    comma = "["
    for fields in objects:
        yield comma + "\n  " + json_line(fields).rstrip("\n")
        comma = ","
    yield "[]\n" if comma == "[" else "\n]\n"


def json_page(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """An object, or a few, for people to read too: indented, with a line end."""
    return _escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _escaped(written: str) -> str:
    return _ORDERS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
