"""Backslashes between double quotes that mean nothing there, or half a character."""

import re

from router.language.quoting import quoted
from router.language.spoils.inside import closing_quote
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.tree.events import Trouble

_ESCAPES = ("found unknown escape", "did not find expected hexdecimal", "found invalid Unicode")
_HALVES = re.compile(
    r"(?<!\\)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    r"|\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


def bad_escape(trouble: Trouble) -> Mended | None:
    r"""`"\d"`: between double quotes a backslash must be followed by one of a few letters."""
    if not trouble.problem.startswith(_ESCAPES):
        return None
    at = trouble.lines[trouble.line].rfind("\\", 0, trouble.column + 1)
    line = trouble.lines[trouble.line]
    if halves := _HALVES.match(line, at):
        return _in_halves(trouble, line, halves)
    what = quoted(line[at : at + 2])
    message = f"{what} has no meaning between double quotes"
    hint = "between single quotes a backslash is just a backslash"
    place = (trouble.line, at, 2)
    begin = trouble.context[1]
    end = closing_quote(line, begin) if trouble.context[0] == trouble.line else -1
    if end < 0:
        return Mended(mistake(trouble, place, Wrong("bad-escape", message, hint)), {})
    fix = with_single_quotes(line, begin, end)
    return on_one_line(trouble, place, Wrong("bad-escape", message, hint), fix)


def _in_halves(trouble: Trouble, line: str, halves: re.Match[str]) -> Mended:
    r"""`"\ud83d\ude00"`: the two halves in which other programs write an emoji, or one alone."""
    fix = _HALVES.sub(lambda found: _whole(found[0]), line)
    shown, char = quoted(halves[0]), _whole(halves[0])
    message = f"{shown} is how other programs write {quoted(char)}"
    hint = "write the character itself"
    if not char:
        message = f"{shown} is half of a character"
        hint = "write the character itself, such as 😀, or take this out"
    place = (trouble.line, halves.start(), len(halves[0]))
    return on_one_line(trouble, place, Wrong("bad-escape", message, hint), fix)


def _whole(halves: str) -> str:
    """The character whose halves these are; "" for a half alone."""
    units = bytes.fromhex(halves[2:6] + halves[8:12])
    return units.decode("utf-16-be") if len(units) == 4 else ""


def with_single_quotes(line: str, begin: int, end: int) -> str:
    """The line with single quotes in place of the double ones at these columns (from 0)."""
    inner = line[begin + 1 : end].replace('\\"', '"').replace("'", "''")
    return f"{line[:begin]}'{inner}'{line[end + 1 :]}"
