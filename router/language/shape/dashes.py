"""A list where keys belong, and keys where a list belongs: dashes to take out or to add."""

from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.shape.places import NAMED
from router.language.shape.spot import Spot, replaced
from router.language.tree.nodes import Mapping, Sequence


def as_keys(spot: Spot, items: Sequence, key: str) -> tuple[str, str]:
    """What to write, and the hint, where keys belong and items of a list stand."""
    if key == "match" and len(items.items) > 1:
        first = spot.line(items.span.line)
        hint = "if one of them is enough, write any above them, and if all must hold, all"
        return f"{first[: items.span.column - 1]}any:\n{first}", hint
    return _without_dash(spot, items), "take the dashes out"


def _without_dash(spot: Spot, items: Sequence) -> str:
    """The first line of a list without its dash, its key deeper than the list's own key."""
    first, column = items.items[0], items.span.column - 1
    line = spot.line(items.span.line).rstrip()
    if not isinstance(first, Mapping) or first.span.line > items.span.line:
        return ""
    names = [entry.key.text for entry in first.entries[:1]]
    in_braces = line[first.span.column - 1 :].startswith("{")
    if in_braces or not names or (names == ["name"] and spot.place in NAMED):
        return ""
    beside = spot.key is not None and spot.key.span.column > column
    if len(first.entries) > 1 or beside:
        return f"{line[:column]} {line[column + 1 :]}"
    return line[:column] + line[column + 1 :].lstrip()


def dash_missing(spot: Spot, keys: Mapping) -> Diagnostic:
    """`actions:` with its actions below it, but without dashes."""
    first = keys.entries[0]
    hints = ("each item of a list starts with a dash and a blank",)
    if first.key.text.startswith("-"):
        fix = replaced(spot.source, first.key.span, f"- {first.key.text[1:].lstrip()}")
        message = f"{quoted(first.key.text)} has no blank behind its dash"
        return spot.finding("missing-space", message, first.key.span, hints, fix)
    # Every action is an item of its own; the keys of a rule or a match are one item together.
    starts = keys.entries if spot.key and spot.key.text == "actions" else (first,)
    lines = [spot.line(entry.key.span.line).rstrip() for entry in starts]
    column = first.key.span.column - 1
    # With other keys below it, the first one stays in its column, if there is room for the dash.
    around = spot.key.span.column + 1 if spot.key else column
    room = 2 if len(keys.entries) > len(starts) and column >= around else 0
    fix = "\n".join(f"{line[: column - room]}- {line[column:]}" for line in lines)
    what = spot.key.text if spot.key else ""
    message = f"{quoted(first.key.text)} has no dash, but {quoted(what)} is a list"
    return spot.finding("missing-dash", message, first.key.span, hints, fix)
