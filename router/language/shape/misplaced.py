"""Keys that are right, but stand at another place than they belong to."""

from collections.abc import Iterator
from itertools import takewhile
from typing import cast

from router.language.diagnostics import Diagnostic
from router.language.key_places import LISTS, NEXT
from router.language.lines import KEYS_OF, as_flow_value
from router.language.quoting import quoted
from router.language.shape.gathered import gathered
from router.language.shape.places import NAMES, Step, place_of, way_down
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
    if beside := _beside(spot, entry, message):
        return beside
    if way := _emptied_for(spot, key) or way_down(spot.place, key):
        alone = f"it belongs under {quoted(way[0])}", _wrapped(spot, entry, way)
        hint, fix = gathered(spot, entry, way) or alone
        taken = cast("Mapping", spot.node).get(way[0]) is not None and way != ("rules",)
        if taken:
            hint, fix = f"it belongs under {' in '.join(map(quoted, reversed(way)))}", ""
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
            if spot.line(node.span.line)[node.span.column - 1] == "{":
                hint = f"{key} is a key of {NAMES[place]}: write it between the braces there"
            fix = _outdented(spot, entry, node.span.column)
        elif way := way_down(place, key):
            hint = f"{key} belongs under {quoted(way[-1])}"
        else:
            continue
        return spot.finding("unknown-key", message, entry.key.span, (hint,), fix), ""
    return None


def _beside(spot: Spot, entry: Entry, message: str) -> tuple[Diagnostic, str] | None:
    """A key that belongs below one that stands beside it and has a value: `at`, say."""
    # Asked of the known keys: a file may well have a hundred thousand others.
    steps = {*_steps_to(spot.place, entry.key.text)} if spot.place != "file" else ()
    takers = [
        one
        for one in (cast("Mapping", spot.node).entries if steps else ())
        if one.key.text in steps and not is_emptied(spot, one.key.text)
    ]
    if not takers:
        return None
    above = [one for one in takers if one.key.span.line < entry.key.span.line]
    taker = above[-1] if above else takers[0]
    value, name = taker.value, quoted(taker.key.text)
    last = value.items[-1] if isinstance(value, Sequence) and value.items else value
    line = spot.line(last.span.line)
    if isinstance(last, Scalar):
        hint = f"it belongs to {name}, in place of {quoted(last.text)}"
        return spot.finding("unknown-key", message, entry.key.span, (hint,)), ""
    if line[last.span.column - 1 :].startswith(("{", "[")):
        hint = f"it belongs to {name}: write it between the braces there, in line {last.span.line}"
        return spot.finding("unknown-key", message, entry.key.span, (hint,)), ""
    column = last.span.column
    is_next = last.span.end_line < entry.key.span.line and _only_remarks(
        spot, last.span.end_line + 1, entry.key.span.line
    )
    fix = ""
    if taker.key.text == "actions":
        column = value.span.column
        fix = f"{' ' * (column - 1)}- {spot.line(entry.key.span.line).strip()}" if is_next else ""
        hint = f"it belongs to {name}, with a dash in column {column}"
    else:
        fix = _outdented(spot, entry, column) if is_next else ""
        hint = f"it belongs to {name}: start it in column {column}, below that key"
    return spot.finding("unknown-key", message, entry.key.span, (hint,), fix), ""


def _only_remarks(spot: Spot, start: int, end: int) -> bool:
    lines = (spot.line(number).strip() for number in range(start, end))
    return all(line[:1] in ("", "#") for line in lines)


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
    takers = (step for step in _steps_to(spot.place, key) if is_emptied(spot, step))
    return next(((step,) for step in takers), ())


def _leads_to(place: str, step: str, key: str) -> bool:
    return way_down(place, key)[:1] == (step,) or key in _keys_below(place, step)


def _steps_to(place: str, key: str) -> Iterator[str]:
    """The keys of a place that take another one below them."""
    return (step for step in KEYS_OF.get(place, ()) if key in _keys_below(place, step))


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
    if start.line != end.end_line:
        return ""
    if spot.is_flow() and (way[-1] in LISTS or _another_goes(spot, entry, way)):
        return ""
    line = spot.line(start.line)
    before, inner = line[: start.column - 1], line[start.column - 1 : end.end_column - 1]
    if way[-1] in LISTS:
        return f"{before}{way[-1]}:\n{' ' * (len(before) + 2)}- {inner}"
    value = entry.value
    if isinstance(value, Scalar) and value.plain:
        # A comma or a brace in it would mean something between braces.
        inner = f"{entry.key.text}: {as_flow_value(value.text)}"
    for step in reversed(way):
        inner = f"{step}: {{{inner}}}"
    return (before + inner + line[end.end_column - 1 :]).rstrip()


def _another_goes(spot: Spot, entry: Entry, way: tuple[str, ...]) -> bool:
    """Whether a key beside this one, on the same line, belongs below the same key."""
    others = (one.key.text for one in cast("Mapping", spot.node).entries if one != entry)
    return any(way_down(spot.place, key)[:1] == way[:1] for key in others)
