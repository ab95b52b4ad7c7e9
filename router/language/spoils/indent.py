"""Lines that stand in the wrong column: tabs, keys and list items out of line, missing dashes."""

import re

from router.language.lines import Line, moved, read_line
from router.language.quoting import listed, quoted
from router.language.spoils.dashes import (
    dash_before_first,
    first_dash_missing,
    first_line_missing,
    key_with_dash,
    lacks_dash,
    missing_dash,
)
from router.language.spoils.headings import key_missing, list_key_missing
from router.language.spoils.levels import Level, best, open_levels
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.tree.events import Trouble

_TABBED = re.compile(r"[ \-]*\t[ \-\t]*")
_MISFITS = (
    "did not find expected '-' indicator",
    "did not find expected key",
    "did not find expected <document start>",
    "block sequence entries are not allowed in this context",
    "mapping values are not allowed in this context",
)
SHOWN_LINES = 5

_LONGEST_KEY = 20
"""Characters of a key that are quoted where two keys are."""


def tab_indent(trouble: Trouble) -> Mended | None:
    """Tabs before the first character of a line; all such lines of the file in one finding."""
    lines = trouble.lines
    above = next((n for n in range(trouble.line - 1, -1, -1) if lines[n].strip()), trouble.line)
    suspects = (trouble.line, trouble.context[0], above)
    number = next((at for at in suspects if _TABBED.match(lines[at])), -1)
    if number < 0:
        return None
    tabbed = [at for at, line in enumerate(lines) if _TABBED.match(line) and line.strip()]
    first = lines[number]
    column = first.index("\t")
    width = len(first[column:]) - len(first[column:].lstrip("\t"))
    hint = "indent with blanks, two for each step"
    others = [str(at + 1) for at in tabbed if at != number]
    if others:
        shown = others[:SHOWN_LINES] + (["more"] if len(others) > SHOWN_LINES else [])
        hint += f"; the same in line {listed(shown, 'and')}"
    mended = _without_tabs(lines, tabbed) if others else {number: _in_line(trouble, number)}
    message = "this line is indented with a tab"
    wrong = Wrong("tab-indent", message, hint)
    return Mended(mistake(trouble, (number, column, width), wrong, _fix(mended)), mended)


def _without_tabs(lines: tuple[str, ...], tabbed: list[int]) -> dict[int, str]:
    """These lines with their indentation in blanks, a step of two for each tab.

    Items that would then stand left of the key they are below go one step below it.
    """
    mended: dict[int, str] = {}
    behind, column = (-1, ""), 0
    for at in tabbed:
        lead = _lead(lines[at])
        mended[at] = lead.expandtabs(2) + lines[at][len(lead) :]
        line = read_line(mended[at])
        above = read_line(mended.get(at - 1, lines[max(0, at - 1)]))
        is_first = above.key and not above.value and line.indent < above.key_column
        if line.dashes and (is_first or behind == (at, lead)):
            column = above.key_column + 2 if is_first else column
            mended[at] = moved(mended[at], column)
            behind = (at + 1, lead)
    return mended


def _lead(line: str) -> str:
    found = _TABBED.match(line)
    return found[0] if found else ""


def _in_line(trouble: Trouble, number: int) -> str:
    """The line in the column where the lines above want it."""
    line = read_line(trouble.lines[number].replace("\t", "  "))
    lines = map(read_line, reversed(trouble.lines[:number]))
    above = next(filter(_says, lines), read_line(""))
    levels = open_levels(trouble.lines, number)
    is_beside = line.dashes and any(level.is_list and level.takes(line.key) for level in levels)
    if above.key and not above.value and not is_beside:
        return moved(line.text, above.key_column + 2)
    level = best(levels, line)
    return moved(line.text, level.column if level else 0)


def _says(line: Line) -> bool:
    """Whether more than a remark stands there."""
    return line.text.strip()[:1] not in ("", "#")


def misfit(trouble: Trouble) -> Mended | None:
    """A key or list item that fits none of the open columns, or lacks its dash."""
    text = trouble.lines[trouble.line]
    line = read_line(text)
    in_braces = line.dashes and line.value.startswith("{")
    if not trouble.problem.startswith(_MISFITS):
        return None
    if trouble.column > line.value_column and not in_braces:
        return None
    levels = open_levels(trouble.lines, trouble.line)
    if line.dashes:
        return _item(trouble, line, levels)
    exact = next((level for level in levels if level.column == line.indent), None)
    if exact and exact.is_list and lacks_dash(exact, line, levels):
        return missing_dash(trouble, trouble.line, line.indent)
    return _stray_key(trouble, line, levels) if line.key else None


def _stray_key(trouble: Trouble, line: Line, levels: list[Level]) -> Mended | None:
    if trouble.problem.endswith("<document start>"):
        return _first_line_deeper(trouble, line)
    known = (
        dash_before_first(trouble, line)
        or _first_out_of_line(trouble, line)
        or first_dash_missing(trouble, line)
        or key_missing(trouble, line, levels)
    )
    if known:
        return known
    level = best(levels, line)
    if level and line.key in level.keys:
        # The key is there already: a second item begins here, out of line and without its dash.
        items = next((other for other in levels if other.is_list and line.key in other.keys), None)
        if items:
            return missing_dash(trouble, trouble.line, items.column)
    if level is None or level.column == line.indent:
        return _first_line_deeper(trouble, line)
    return _out_of_line(trouble, line, level)


def _first_out_of_line(trouble: Trouble, line: Line) -> Mended | None:
    """The first line below a key out of line, found at the next, which stands two blanks deeper."""
    says = [at for at in range(trouble.line) if _says(read_line(trouble.lines[at]))]
    read = {at: read_line(trouble.lines[at]) for at in says}
    parents = (at for at in reversed(says) if read[at].indent < line.indent)
    parent = next((at for at in parents if read[at].key and not read[at].value), trouble.line)
    below = [at for at in says if at > parent]
    column = read[parent].key_column + 2 if below else -1
    first = read[below[0]] if below else line
    alone = sum(read[at].indent == first.indent for at in below) == 1
    is_wrong = line.indent == column != first.indent
    if first.dashes or not first.key or not alone or not is_wrong:
        return None
    message = f"{quoted(first.key, _LONGEST_KEY)} starts in column {first.indent + 1}, but "
    message += f"{quoted(line.key, _LONGEST_KEY)} below in column {column + 1}"
    hint = "what belongs together starts in the same column"
    place = (below[0], first.indent, len(first.key))
    wrong = Wrong("wrong-indent", message, hint)
    return on_one_line(trouble, place, wrong, moved(first.text, column))


def _out_of_line(trouble: Trouble, line: Line, level: Level) -> Mended:
    what = "-" if line.dashes else line.key
    beside = "the dashes" if line.dashes else quoted(level.keys[-1], _LONGEST_KEY)
    message = f"{quoted(what, _LONGEST_KEY)} starts in column {line.indent + 1}, but {beside} "
    message += f"above in column {level.column + 1}"
    hint = "what belongs together starts in the same column"
    mended = {trouble.line: moved(line.text, level.column)}
    below = range(trouble.line + 1, len(trouble.lines))
    for at in below if _takes_along(trouble, line, level) else ():
        # What stands below it, deeper, goes with it.
        text = trouble.lines[at].rstrip()
        depth = len(text) - len(text.lstrip(" "))
        if text and (
            depth <= line.indent or (depth == level.column and _is_beside(text, line, level))
        ):
            break
        mended[at] = moved(text, max(0, depth + level.column - line.indent)) if text else ""
    place = (trouble.line, line.indent, len(what))
    return Mended(
        mistake(trouble, place, Wrong("wrong-indent", message, hint), _fix(mended)), mended
    )


def _takes_along(trouble: Trouble, line: Line, level: Level) -> bool:
    """Whether what stands below a line has to go with it, or stands well below its new column."""
    lines = map(read_line, trouble.lines[trouble.line + 1 :])
    below = next(filter(_says, lines), line)
    if line.dashes and line.key:
        return below.indent != line.key_column + level.column - line.indent
    return below.indent < level.column + (not below.dashes)


def _is_beside(text: str, line: Line, level: Level) -> bool:
    """Whether a deeper line does not stand below this one: it has its value, or is an item too."""
    other = read_line(text)
    if line.dashes or other.dashes or not other.key:
        return bool(line.dashes and other.dashes)
    return level.takes(other.key) or bool(line.value and line.value[0] not in "|>#")


def _fix(mended: dict[int, str]) -> str:
    """The corrected lines one below the other, when they are few; else the first."""
    lines = [mended[at] for at in sorted(mended) if mended[at]]
    return "\n".join(lines if len(lines) <= SHOWN_LINES else lines[:1])


def _first_line_deeper(trouble: Trouble, line: Line) -> Mended | None:
    """The first key of the file is indented and the next is not."""
    number = trouble.value_line
    first = next((n for n, text in enumerate(trouble.lines) if read_line(text).key), number)
    text = trouble.lines[first]
    start = read_line(text)
    if start.indent <= line.indent:
        return None
    message = f"{quoted(start.key)} starts in column {start.indent + 1}, but {quoted(line.key)} "
    message += f"below in column {line.indent + 1}"
    hint = "what belongs together starts in the same column"
    fix = moved(text, line.indent)
    place = (first, start.indent, len(start.key))
    return on_one_line(trouble, place, Wrong("wrong-indent", message, hint), fix)


def _item(trouble: Trouble, line: Line, levels: list[Level]) -> Mended:
    known = first_line_missing(trouble, line) or key_with_dash(trouble, line, levels)
    if known:
        return known
    lists = [level for level in levels if level.is_list and level.takes(line.key)]
    lists = [level for level in lists if level.column != line.indent]
    if lists:
        level = min(lists, key=lambda level: abs(level.column - line.indent))
        return _out_of_line(trouble, line, level)
    if known := list_key_missing(trouble, line, levels):
        return known
    what = f"- {line.key}" if line.key else "-"
    message = f"{quoted(what)} is a list item, but no list is open here"
    hint = "a list belongs under a key of its own, such as actions or rules"
    place = (trouble.line, line.indent, len(what))
    return Mended(mistake(trouble, place, Wrong("misplaced-dash", message, hint)), {})


def no_key(trouble: Trouble) -> Mended | None:
    """A line that starts with a colon."""
    line = read_line(trouble.lines[trouble.line])
    if line.key or not line.value.startswith(": "):
        return None
    message = "no key stands before this colon"
    hint = "write the key, such as name or match"
    place = (trouble.line, line.value_column, 1)
    return Mended(mistake(trouble, place, Wrong("no-key", message, hint)), {trouble.line: ""})
