"""Two lines that have become one, because the end of the first was deleted."""

import re
from dataclasses import dataclass

from router.language.key_places import NAMED_KEYS
from router.language.lines import (
    EVERYDAY_KEYS,
    KEYS_OF,
    KNOWN_KEYS,
    NOTE_KEYS,
    TEXT_KEYS,
    Line,
    read_line,
)
from router.language.quoting import quoted
from router.language.spoils.levels import Level, key_around, open_levels
from router.language.spoils.mended import Mended, Wrong, mistake
from router.language.tree.events import Trouble

_BEGINNING = re.compile(r"(?<=[^\s-])(?P<blanks> +)(?P<dash>- +)?(?P<key>[\w-]+):(?P<rest> .*)?$")
_FREE = TEXT_KEYS | NOTE_KEYS
"""Keys whose values are free texts, in which a word and a colon may well stand."""
_FLAG = re.compile(r"yes|no|true|false|everything|nothing|[\[{].*[\]}]")


@dataclass(frozen=True, slots=True)
class _Second:
    """Where the second line begins (`at`, from 0), its key, and the column it belongs in."""

    at: int
    key: str
    column: int


def two_lines(trouble: Trouble) -> Mended | None:
    """`match: everything    actions:`, or `- name: Hours    match:`."""
    text = trouble.lines[trouble.line].rstrip()
    line = read_line(text)
    second = _first_below(trouble, line) or _next_key(trouble, line) if line.value else None
    if second is None:
        return None
    message = f"two lines are one here: {quoted(second.key)} begins a line of its own"
    hint = f"start a new line before it, and write it in column {second.column + 1}"
    fix = f"{text[: second.at].rstrip()}\n{' ' * second.column}{text[second.at :]}"
    place = (trouble.line, second.at, len(text) - second.at)
    # There is no line to read the second one from: the rule is left out.
    return Mended(mistake(trouble, place, Wrong("two-keys", message, hint), fix), {})


def _first_below(trouble: Trouble, line: Line) -> _Second | None:
    """`people:  ann: …`, or `match:  from: …` with further keys below: the first of those."""
    inner, below = read_line(line.value), _below(trouble)
    are_names = line.key in NAMED_KEYS
    is_deeper = below is not None and below.key != "" and below.indent > line.key_column
    is_known = inner.key in KNOWN_KEYS and line.key not in TEXT_KEYS - {"text"}
    if not inner.key or inner.dashes or not (are_names or (is_known and is_deeper)):
        return None
    column = line.key_column + 2
    if below is not None and is_deeper and inner.value:
        column = below.indent
    return _Second(line.value_column, inner.key, column)


def _next_key(trouble: Trouble, line: Line) -> _Second | None:
    """A key behind a value, in the column it had on a line of its own, or that wants one."""
    levels = open_levels(trouble.lines, trouble.line + 1)
    at = line.value_column + 1
    while line.key and (found := _BEGINNING.search(line.text, at)):
        at = found.start() + 1
        if not _is_whole(line.text[line.value_column : found.start()]):
            continue
        column = _column(trouble, line, levels, found)
        if column is not None:
            return _Second(found.end("blanks"), found["key"], column)
    return None


def _is_whole(value: str) -> bool:
    """Whether all that was opened in the first of the two lines is closed there."""
    pairs = (("[", "]"), ("{", "}"))
    closed = all(value.count(one) == value.count(other) for one, other in pairs)
    return closed and value.count('"') % 2 == 0


def _column(trouble: Trouble, line: Line, levels: list[Level], found: re.Match[str]) -> int | None:
    """The column of the second line; None when it is no line."""
    key, blanks, is_item = found["key"], len(found["blanks"]), found["dash"] is not None
    if key_around(trouble.lines, trouble.line) == "people":
        # `+1 555 000 1111bob: …`: the digits are the end of a number, and no part of a name.
        return None if key[0].isdigit() else line.indent
    fitting = [one for one in levels if one.is_list == is_item and one.takes(key)]
    exact = next((one.column for one in fitting if one.column == blanks), None)
    if exact is not None:
        return exact
    if is_item:
        level = next((one for one in fitting if _is_alike(key, one)), None)
        return level.column if level else None
    level = next((one for one in fitting if key not in one.keys), None)
    if level is None or (key in EVERYDAY_KEYS and line.key in _FREE):
        return None
    rest, below = (found["rest"] or "").strip(), _below(trouble)
    heads = not rest and below is not None and below.indent > level.column
    is_closed = line.text[: found.start()].endswith(("}", "]", '"'))
    is_sure = heads or is_closed or line.key not in _FREE or _FLAG.fullmatch(rest)
    return level.column if is_sure else None


def _is_alike(key: str, items: Level) -> bool:
    """Whether the items of a list begin with this key, or are actions as it is one."""
    return key in items.keys or {key, *items.keys} <= {*KEYS_OF["action"]}


def _below(trouble: Trouble) -> Line | None:
    """The next line that says anything."""
    below = (
        text for text in trouble.lines[trouble.line + 1 :] if text.strip()[:1] not in ("", "#")
    )
    return next(map(read_line, below), None)
