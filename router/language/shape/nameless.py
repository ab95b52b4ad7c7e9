"""A rule or test without its name: where the name goes, and one that the author may want."""

from dataclasses import replace

from router.language.diagnostics import Diagnostic
from router.language.lines import FIRST_KEYS, as_value, read_line
from router.language.shape.places import TAKES
from router.language.shape.spot import Spot
from router.language.tree.nodes import Mapping, Node, Scalar, Sequence

_FIRST_KEYS = dict(FIRST_KEYS.values()) | {"sent": "to"}
_KINDS = {"example": "an example", "sent": "a message"}
_LONGEST_NAME = 30
"""Characters of a text that is proposed as a name."""


def without_name(spot: Spot, keys: Mapping, missing: list[str]) -> Diagnostic | None:
    """The finding for an item that begins with another key; None where that is not the mistake.

    Its dash stands before the key, or went away with the line "- name: …".
    """
    first, key = keys.entries[0].key, _FIRST_KEYS.get(spot.place, "")
    if missing != [key] or spot.is_flow() or not spot.is_item:
        return None
    before, rest = _cut(spot.line(first.span.line), first.span.column - 1)
    margin = " " * len(before)
    kind = _KINDS.get(spot.place, f"a {spot.place}")
    message = f'this {kind.partition(" ")[2]} has no "{key}"'
    if not before.strip():
        above = read_line(spot.line(first.span.line - 1))
        if above.dashes and above.value[:1] in ("", "#"):
            # Below a dash that stands alone, the name can be added as any other key.
            return None
        message = f'{kind} begins here, but its line "- {key}: …" is missing'
        before = f"{margin[:-2]}- "
    hint = f"{kind} begins with its {key}; {first.text} goes below it, in column "
    name = _name(spot, keys) if spot.place == "rule" else ""
    line = f"name: {as_value(name)}" if name else TAKES[spot.place, key].example
    fix = f"{before}{line}\n{margin}{rest}"
    hints = (f"{hint}{first.span.column}",)
    finding = spot.finding("missing-key", message, first.span, hints, fix)
    return replace(finding, proposed=name)


def _cut(line: str, column: int) -> tuple[str, str]:
    return line[:column], line[column:].rstrip()


def _name(spot: Spot, keys: Mapping) -> str:
    """What the rule is for, in the words of its match, unless another rule is called so."""
    match = keys.get("match")
    text = _first_text(match.get("text")) if isinstance(match, Mapping) else ""
    name = text[:1].upper() + text[1:]
    return name if name and name not in spot.taken else f"Rule in line {keys.span.line}"


def _first_text(node: Node | None) -> str:
    """The first text that stands there, when it can be a name."""
    while not isinstance(node, Scalar):
        if isinstance(node, Sequence) and node.items:
            node = node.items[0]
        elif isinstance(node, Mapping) and node.entries:
            node = node.entries[0].value
        else:
            return ""
    text = " ".join(node.text.split())
    sound = len(text) <= _LONGEST_NAME and text.isprintable() and any(map(str.isalpha, text))
    return text if sound else ""
