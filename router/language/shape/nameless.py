"""A rule or test without its name: where the name goes, and one that the author may want."""

from router.language.diagnostics import Diagnostic
from router.language.lines import as_value, read_line
from router.language.shape.places import TAKES
from router.language.shape.spot import Spot
from router.language.tree.nodes import Mapping, Node, Scalar, Sequence

_LONGEST_NAME = 30
"""Characters of a text that is proposed as a name."""


def without_name(spot: Spot, keys: Mapping, missing: list[str]) -> Diagnostic | None:
    """The finding for an item that begins with another key; None where that is not the mistake.

    Its dash stands before the key, or went away with the line "- name: …".
    """
    first = keys.entries[0].key
    if missing != ["name"] or spot.is_flow():
        return None
    before, rest = _cut(spot.line(first.span.line), first.span.column - 1)
    margin = " " * len(before)
    message = f'this {spot.place} has no "name"'
    if not before.strip():
        above = read_line(spot.line(first.span.line - 1))
        if above.dashes and above.value[:1] in ("", "#"):
            # Below a dash that stands alone, the name can be added as any other key.
            return None
        message = f'a {spot.place} begins here, but its line "- name: …" is missing'
        before = f"{margin[:-2]}- "
    hint = f"a {spot.place} begins with its name; {first.text} goes below it, in column "
    fix = f"{before}name: {_name(spot, keys)}\n{margin}{rest}"
    return spot.finding("missing-key", message, first.span, (f"{hint}{first.span.column}",), fix)


def _cut(line: str, column: int) -> tuple[str, str]:
    return line[:column], line[column:].rstrip()


def _name(spot: Spot, keys: Mapping) -> str:
    """What the rule is for, in the words of its match, unless another rule is called so."""
    if spot.place != "rule":
        return read_line(TAKES[spot.place, "name"].example).value
    match = keys.get("match")
    text = _first_text(match.get("text")) if isinstance(match, Mapping) else ""
    for name in (text[:1].upper() + text[1:], read_line(TAKES["rule", "name"].example).value):
        if name and name not in spot.taken:
            return as_value(name)
    return f"Rule in line {keys.span.line}"


def _first_text(node: Node | None) -> str:
    """The first text that stands there, when it can be a name."""
    while not isinstance(node, Scalar):
        if isinstance(node, Sequence) and node.items:
            node = node.items[0]
        elif isinstance(node, Mapping) and node.entries:
            node = node.entries[0].value
        else:
            return ""
    text = node.text.strip()
    sound = len(text) <= _LONGEST_NAME and text.isprintable() and any(map(str.isalpha, text))
    return text if sound else ""
