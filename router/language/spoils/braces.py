"""Texts between brackets and braces whose quotes went wrong, or that need some."""

import re

from router.language.lines import CURLY
from router.language.spoils.inside import Part, begins_key, closing_quote, parts_inside
from router.language.spoils.mended import Mended
from router.language.spoils.quotes import behind_quote, curly_value, needs_quotes, not_closed
from router.language.tree.events import Trouble, read_events

_BREAKS = re.compile(r"[{}\[]|:(?= |$)")
"""What a text between brackets or braces cannot hold without quotes."""


def text_inside(trouble: Trouble) -> Mended | None:
    """The first text on the line, up to the trouble, that is not read as it was meant."""
    for number in dict.fromkeys((trouble.context[0], trouble.line)):
        line = trouble.lines[number]
        if number != trouble.line and not isinstance(read_events("", (line,)), Trouble):
            continue  # where something began that goes wrong further down
        for part in parts_inside(line):
            if number == trouble.line and part.column > trouble.column:
                break
            if found := _look(trouble, number, part):
                return found
    return None


def _look(trouble: Trouble, number: int, part: Part) -> Mended | None:
    value = trouble.lines[number][part.column : part.end].rstrip()
    if value.startswith(('"', "'")):
        return _in_quotes(trouble, number, part, value)
    found = _BREAKS.search(value)
    if not found or not part.is_text():
        return None
    if value[0] in CURLY:
        return curly_value(trouble, number, part.column, value)
    why = "holds a colon" if found[0] == ":" else f'holds "{found[0]}"'
    why = why if found.start() else f'starts with "{found[0]}"'
    return needs_quotes(trouble, number, part.column, why)


def _in_quotes(trouble: Trouble, number: int, part: Part, value: str) -> Mended | None:
    closing = closing_quote(value, 0)
    rest = value[closing + 1 :]
    if closing < 0:
        return not_closed(trouble, number, part.column, part.column + len(value))
    if not rest or begins_key(rest.lstrip()):
        return None
    whole = rest == value[0] or (rest[0].isalnum() and value.endswith(value[0]))
    if part.opened == "[" and not whole:
        # Two items without a comma between them.
        return None
    return behind_quote(trouble, number, part.column, value)
