"""A heading whose line went away, put back: what a search for one edit tries.

`lists:` with nothing behind its colon is such a line; so are `- forward:` and `match:`. Without it,
what stood below it belongs to what stands above it, and is found wrong there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.language.key_places import LISTS, NAMED_KEYS, NEXT
from router.language.lines import KEYS_OF, KNOWN_KEYS, Line, read_line
from router.language.quoting import quoted

_NAMED = ("lists", "people", "schedules", "rotas")
"""The headings of names; what is written behind a name, the reading tells apart."""
_OWN_NAMES = {"schedules": ("schedule", "office-hours"), "rotas": ("rota", "on-call")}
"""By the heading, what has a name of its own below it, and such a name."""
_STEP = 2
"""Columns that what stands below a heading is mostly indented by."""
_LONGEST_KEY = 20


@dataclass(frozen=True, slots=True)
class HeadingSlip:
    """The line to add above another, and what to say of that: a message, a hint and a width.

    `column` (from 0) is where that stands, if not where the other line begins.
    """

    line: str
    message: str
    hint: str
    width: int
    column: int = -1


def heading_slips(read: Sequence[Line], at: int) -> Iterator[HeadingSlip]:
    """The headings that may be missing right above a line (from 0), the likeliest first."""
    line = read[at]
    key = line.key or (read_line(line.value.lstrip("{ ")).key if line.dashes else "")
    above = [one for one in reversed(read[:at]) if one.text.strip()[:1] not in ("", "#")]
    if not key or (above and _is_heading_of(above[0], line)):
        return
    names = key not in KNOWN_KEYS and not line.dashes and _begins_anew(read, at)
    for column in _columns(line, above):
        beside = _beside(above, column)
        for place, step in _NAMES if names else _steps_to(key, is_item=bool(line.dashes)):
            if step not in beside and beside <= {*KEYS_OF[place]} and (column or place == "file"):
                yield _slip(line, column, step)
        if (named := _named(key, above, column)) and named[1] not in beside:
            yield _slip_of_name(line, column, *named)
    column = line.indent - 2 * _STEP
    if not line.dashes and column >= 0:
        for step in KEYS_OF["action"]:
            if key in KEYS_OF[step]:
                yield _slip(line, column, step, dash="- ")


_NAMES = tuple(("file", step) for step in _NAMED)


def _steps_to(key: str, *, is_item: bool) -> list[tuple[str, str]]:
    """The headings below which a key may stand, or an item that begins with it."""
    return [
        (place, step)
        for (place, step), below in NEXT.items()
        if key in KEYS_OF.get(below, ())
        and place != "action"
        and is_item == (step in LISTS or step in ("all", "any"))
        and step not in NAMED_KEYS
    ]


def _is_heading_of(one: Line, line: Line) -> bool:
    """Whether a line is the heading of the one below it, which then lacks none."""
    return bool(one.key) and one.value[:1] in ("", "#") and line.indent == one.key_column + _STEP


def _begins_anew(read: Sequence[Line], at: int) -> bool:
    """Whether a gap or a remark is above a line, a heading or nothing: a name alone is no sign."""
    if at == 0:
        return True
    one = read[at - 1]
    is_apart = one.text.strip()[:1] in ("", "#")
    return is_apart or one.indent == 0


def _columns(line: Line, above: Sequence[Line]) -> list[int]:
    """The columns in which its heading may have begun: two to the left, or where others did."""
    depth = line.indent if line.dashes else line.indent - 1
    columns = [line.indent - _STEP] if line.indent >= _STEP else []
    for one in above:
        if one.key_column <= depth:
            columns.append(one.key_column)
            depth = one.indent - 1
    if line.dashes and not columns:
        columns.append(line.indent)
    return list(dict.fromkeys(columns))


def _beside(above: Sequence[Line], column: int) -> set[str]:
    """The keys above a line that begin in a column, up to where that begins."""
    found: set[str] = set()
    for one in above:
        if one.key_column < column and (column or one.text):
            break
        if one.key and one.key_column == column:
            found.add(one.key)
            if one.dashes:
                break
    return found


def _named(key: str, above: Sequence[Line], column: int) -> tuple[str, str] | None:
    """What has a name of its own in a column, where the key is one below it, and such a name."""
    around = next((one.key for one in above if one.key_column < column), "")
    kind, name = _OWN_NAMES.get(around, ("", ""))
    return (kind, name) if key in KEYS_OF.get(kind, ()) else None


def _slip_of_name(line: Line, column: int, kind: str, name: str) -> HeadingSlip:
    message = f"{quoted(line.key)} stands here without the name of a {kind} above it"
    hint = f"write the name on a line above it, in column {column + 1}: your own in place of {name}"
    return HeadingSlip(f"{' ' * column}{name}:", message, hint, len(line.key))


def _slip(line: Line, column: int, step: str, dash: str = "") -> HeadingSlip:
    what = line.key or line.value
    what = quoted(f"- {what}" if line.dashes else what, _LONGEST_KEY)
    message = f'{what} stands here without the key "{step}" above it'
    hint = f"write {dash}{step}: on a line above it, in column {column + 1}"
    width = max(1, len(line.text) - line.indent if line.dashes else len(line.key))
    return HeadingSlip(f"{' ' * column}{dash}{step}:", message, hint, width)
