"""`not: staff`: people or texts right behind `not`, without the key that says which."""

import re
from collections.abc import Sequence
from typing import Final

from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF, as_flow_value
from router.language.numbers import looks_like_number
from router.language.shape.names_as_items import LONGEST_FIX
from router.language.shape.spot import Spot, replaced, written
from router.language.tree.nodes import Mapping, Node, Scalar
from router.language.tree.nodes import Sequence as Items

_NONE_OF_THEM: Final = "write any if none of them may hold, and all if not all of them at once"

_NAME = re.compile(r"[^\W\d_][\w-]*")
_OTHER_WORDS = frozenset(("", "everything", "nothing", *KEYS_OF["match"]))


def denied_values(spot: Spot, items: Sequence[Node]) -> Diagnostic | None:
    """The finding for a text, or a list of these items, that stands right behind `not`."""
    if spot.place != "match" or spot.key is None or spot.key.text != "not":
        return None
    node = spot.node
    values = [item.text for item in items if isinstance(item, Scalar)]
    if len(values) < len(items) or not _OTHER_WORDS.isdisjoint(values):
        return None
    said = ", ".join(as_flow_value(value) for value in values)
    if len(values) > 1:
        said = f"[{said}]"
    # Which names there are is not known yet: a single word is likely one.
    people = all(map(_is_somebody, values))
    fix = f"{'from' if people else 'text'}: {said}"
    if isinstance(node, Scalar) or spot.is_flow():
        fix = f"{{{fix}}}"
    kind = "a text" if isinstance(node, Scalar) else "a list"
    return spot.finding(
        "wrong-kind",
        f"{spot.what} takes {spot.takes.words}, not {kind}",
        node.span,
        ("write {from: …} for who sends the text, {text: …} for what it says",),
        replaced(spot.source, node.span, fix),
    )


def denied_matches(spot: Spot, items: Items) -> Diagnostic | None:
    """The finding for a list of matches that stands right behind `not`, in brackets or dashes."""
    if spot.place != "match" or spot.key is None or spot.key.text != "not":
        return None
    several = len(items.items) > 1
    if not all(isinstance(item, Mapping) for item in items.items):
        return None
    if not spot.is_flow():
        return _below_any(spot, items, spot.key) if several else None
    if several:
        hint, inner = _NONE_OF_THEM, f"{{any: {written(spot.source, items.span)}}}"
    else:
        hint, inner = "take the brackets out", written(spot.source, items.items[0].span)
    fix = replaced(spot.source, items.span, inner)
    return _no_list(spot, hint, fix)


def _below_any(spot: Spot, items: Items, key: Scalar) -> Diagnostic:
    """The list with `any:` above it; deeper, where its dashes stand below the `n` of `not`."""
    column, depth = items.span.column - 1, 0
    if column < key.span.column:
        column, depth = key.span.column + 1, key.span.column + 1 - column
    last = items.span.end_line if depth else items.span.line
    lines = [spot.line(number).rstrip() for number in range(items.span.line, last + 1)]
    below = "\n".join(" " * depth + line for line in lines if line)
    fits = len(lines) <= LONGEST_FIX
    return _no_list(spot, _NONE_OF_THEM, f"{' ' * column}any:\n{below}" if fits else "")


def _no_list(spot: Spot, hint: str, fix: str) -> Diagnostic:
    message = f"{spot.what} takes {spot.takes.words}, not a list"
    return spot.finding("wrong-kind", message, spot.node.span, (hint,), fix)


def _is_somebody(value: str) -> bool:
    digits = any(char.isdigit() for char in value)
    return bool(_NAME.fullmatch(value)) or (digits and looks_like_number(value))
