"""Several keys side by side that belong below the same key: the lines that put them there."""

from typing import cast

from router.language.key_places import LISTS
from router.language.lines import KEYS_OF, as_flow_value
from router.language.quoting import quoted
from router.language.shape.places import way_down
from router.language.shape.spot import Spot, written
from router.language.tree.nodes import Entry, Mapping, Scalar

MOST_KEYS = 50
"""Keys at one place that are put together: beyond that, it is another kind of file."""


def gathered(spot: Spot, entry: Entry, way: tuple[str, ...]) -> tuple[str, str] | None:
    """A hint and the line (or lines) for one of several keys that go the same way down.

    Pasted together, the lines of all of them mend the place. None for a key that goes alone, and
    where one of them has a value of several lines.
    """
    keys = cast("Mapping", spot.node)
    if len(keys.entries) > MOST_KEYS or keys.get(way[0]) is not None:
        return None
    known = KEYS_OF[spot.place]
    strange = [one for one in keys.entries if one.key.text not in known]
    together = [one for one in strange if way_down(spot.place, one.key.text) == way]
    if len(together) < 2 or any(one.key.span.line != one.value.span.end_line for one in together):
        return None
    if spot.is_flow():
        hint = f"it belongs under {quoted(way[0])}"
        return None if way[-1] in LISTS else (hint, _in_braces(spot, together, way))
    return _in_lines(spot, together, entry, way)


def _in_lines(
    spot: Spot, together: list[Entry], entry: Entry, way: tuple[str, ...]
) -> tuple[str, str] | None:
    """The same for keys without braces, each on a line of its own."""
    hint = f"it belongs under {quoted(way[0])}"
    lines = [one.key.span.line for one in together]
    if lines == [*range(lines[0], lines[0] + len(lines))]:
        return hint, _below(spot, together[0], entry, way)
    if way[-1] in LISTS:
        return None
    if entry != together[0]:
        first = f"{quoted(together[0].key.text)} in line {lines[0]}"
        return f"{hint}, beside {first}: take it out here", ""
    line = spot.line(lines[0])
    return hint, f"{line[: entry.key.span.column - 1]}{_wrapped(spot, together, way)}"


def _in_braces(spot: Spot, together: list[Entry], way: tuple[str, ...]) -> str:
    """The line of braces with these keys in braces of their own, where the first of them stood."""
    first, *others = together
    line = spot.line(first.key.span.line)
    if any(one.key.span.line != first.key.span.line for one in others):
        return ""
    for one in reversed(others):
        before = line[: one.key.span.column - 1].rstrip().removesuffix(",")
        line = before + line[one.value.span.end_column - 1 :]
    before, behind = line[: first.key.span.column - 1], line[first.value.span.end_column - 1 :]
    return (before + _wrapped(spot, together, way) + behind).rstrip()


def _wrapped(spot: Spot, together: list[Entry], way: tuple[str, ...]) -> str:
    """`text: {keyword: all, contains: x}`."""
    inner = ", ".join(f"{one.key.text}: {_value(spot, one)}" for one in together)
    for step in reversed(way):
        inner = f"{step}: {{{inner}}}"
    return inner


def _value(spot: Spot, entry: Entry) -> str:
    value = entry.value
    if isinstance(value, Scalar) and value.plain:
        return as_flow_value(value.text)
    return written(spot.source, value.span)


def _below(spot: Spot, first: Entry, entry: Entry, way: tuple[str, ...]) -> str:
    """The line of a key deeper than it stood; the first one has the keys it belongs to above."""
    column = first.key.span.column - 1
    line = spot.line(entry.key.span.line).rstrip()
    dash = "- " if way[-1] in LISTS else ""
    moved = f"{' ' * (column + 2 * len(way))}{dash}{line[column:]}"
    if entry != first:
        return moved
    above = [f"{' ' * (column + 2 * depth)}{step}:" for depth, step in enumerate(way)]
    return "\n".join([line[:column] + above[0].lstrip(), *above[1:], moved])
