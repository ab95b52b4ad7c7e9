"""Keys that are right, but stand at another place than they belong to."""

from itertools import takewhile
from typing import cast

from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF
from router.language.quoting import quoted
from router.language.shape.places import LISTS, NAMES, NEXT, Step, place_of, way_down
from router.language.shape.spot import Spot, in_column
from router.language.tree.nodes import Entry, Mapping, Scalar, Sequence


def unknown_words(spot: Spot, key: str) -> str:
    """The message for a key that nothing knows at this place."""
    match spot.place:
        case "action":
            return f"unknown action {quoted(key)}"
        case "file":
            return f"unknown key {quoted(key)}"
        case "address":
            return f"unknown key {quoted(key)} in {spot.key.text if spot.key else 'from'}"
        case place:
            return f"unknown key {quoted(key)} in {NAMES[place]}"


def misplaced(spot: Spot, entry: Entry) -> tuple[Diagnostic, str] | None:
    """A key that is right at another place: inside this one, or around it."""
    key = entry.key.text
    message = unknown_words(spot, key)
    if way := _emptied_for(spot, key) or way_down(spot.place, key):
        hint, fix = f"it belongs under {quoted(way[0])}", _wrapped(spot, entry, way)
        if is_emptied(spot, way[0]):
            column = entry.key.span.column + 2
            hint = f"it belongs under {quoted(way[0])}: start it in column {column}"
            fix = _outdented(spot, entry, column)
        if way == ("rules",) and (column := _rule_column(spot)):
            hint = f"{key} is a key of a rule: start it in column {column}"
            fix = _outdented(spot, entry, column)
            if key == "name":
                hint = "the next rule starts with a dash, below the dash of the rule before"
                fix = _as_rule(spot, entry, column)
        return spot.finding("unknown-key", message, entry.key.span, (hint,), fix), way[0]
    for depth in range(len(spot.path) - 1, -1, -1):
        place, node = place_of(spot.start, spot.path[:depth]), spot.nodes[depth]
        if not isinstance(node, Mapping):
            continue
        fix = ""
        if key in KEYS_OF.get(place, ()):
            hint = f"{key} is a key of {NAMES[place]}: start it in column {node.span.column}"
            fix = _outdented(spot, entry, node.span.column)
        elif way := way_down(place, key):
            hint = f"{key} belongs under {quoted(way[-1])}"
        else:
            continue
        return spot.finding("unknown-key", message, entry.key.span, (hint,), fix), ""
    return None


def is_emptied(spot: Spot, step: Step) -> bool:
    """Whether a key is empty because what belongs below it stands beside it."""
    keys = spot.node
    if not isinstance(keys, Mapping) or not isinstance(step, str):
        return False
    value = keys.get(step)
    if not isinstance(value, Scalar) or value.text or not value.plain:
        return False
    strays = (
        entry.key.text
        for entry in keys.entries
        if entry.key.text not in KEYS_OF.get(spot.place, ())
    )
    return any(_leads_to(spot.place, step, key) for key in strays)


def _emptied_for(spot: Spot, key: str) -> tuple[str, ...]:
    """The key beside this one that is empty and takes it: `text` below `forward:`, say."""
    # Asked of the known keys: a file may well have a hundred thousand others.
    takers = (step for step in KEYS_OF.get(spot.place, ()) if key in _keys_below(spot.place, step))
    return next(((step,) for step in takers if is_emptied(spot, step)), ())


def _leads_to(place: str, step: str, key: str) -> bool:
    return way_down(place, key)[:1] == (step,) or key in _keys_below(place, step)


def _keys_below(place: str, step: str) -> tuple[str, ...]:
    return KEYS_OF.get(NEXT.get((place, step), ""), ())


def _as_rule(spot: Spot, name: Entry, column: int) -> str:
    """A rule whose keys stand at the margin, from its name on, as an item of `rules`."""
    keys = cast("Mapping", spot.node).entries
    below = takewhile(lambda entry: entry.key.text in KEYS_OF["rule"], keys[keys.index(name) :])
    last = max(entry.value.span.end_line for entry in below)
    lines = [spot.line(number) for number in range(name.key.span.line, last + 1)]
    shift = " " * (column - 1)
    return "\n".join([f"{shift[:-2]}- {lines[0]}", *(shift + line for line in lines[1:])])


def _rule_column(spot: Spot) -> int:
    """The column in which the keys of the file's last rule start, 0 without one."""
    rules = spot.node.get("rules") if isinstance(spot.node, Mapping) else None
    return rules.items[-1].span.column if isinstance(rules, Sequence) and rules.items else 0


def _outdented(spot: Spot, entry: Entry, column: int) -> str:
    line = spot.line(entry.key.span.line)
    alone = not line[: entry.key.span.column - 1].strip()
    return in_column(spot.source, entry.key.span.line, column) if alone else ""


def _wrapped(spot: Spot, entry: Entry, way: tuple[str, ...]) -> str:
    """`keyword: hours` as `text: {keyword: hours}`; an action as an item of `actions`."""
    start, end = entry.key.span, entry.value.span
    if start.line != end.end_line or spot.is_flow():
        return ""
    line = spot.line(start.line)
    before, inner = line[: start.column - 1], line[start.column - 1 : end.end_column - 1]
    if way[-1] in LISTS:
        return f"{before}{way[-1]}:\n{' ' * (len(before) + 2)}- {inner}"
    for step in reversed(way):
        inner = f"{step}: {{{inner}}}"
    return (before + inner + line[end.end_column - 1 :]).rstrip()
