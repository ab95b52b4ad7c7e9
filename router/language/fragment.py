"""The place of a part of a value, and the author's line with that part mended."""

from functools import lru_cache

from router.core.position import Span
from router.language.source import SourceText

LONGEST_LINE = 5_000
"""Characters of a line that is still mended."""


def place_of(part: str, occurrence: int, within: Span, source: SourceText) -> Span:
    """Where the part stands in the source for the n-th time (from 0) inside a value's span.

    The whole span when it does not stand there as such (an escape, a fold over two lines).
    """
    for number in range(within.line, within.end_line + 1):
        line = source.lines[number - 1] if number <= len(source.lines) else ""
        at = within.column - 1 if number == within.line else 0
        end = within.end_column - 1 if number == within.end_line else len(line)
        columns = _columns(part, line, at, end)
        if occurrence < len(columns):
            column = columns[occurrence] + 1
            return Span(within.file, number, column, number, column + len(part))
        occurrence -= len(columns)
    return within


@lru_cache(maxsize=64)  # a text with thousands of mistakes asks for each of them
def _columns(part: str, line: str, at: int, end: int) -> tuple[int, ...]:
    """Where the part stands in a line, from one column (from 0) to another."""
    found: list[int] = []
    while (at := line.find(part, at, end)) >= 0:
        found.append(at)
        at += len(part)
    return tuple(found)


def place_in(value: str, offset: int, length: int, within: Span, source: SourceText) -> Span:
    """Where `value[offset:offset + length]` stands in the source of that value."""
    part = value[offset : offset + length]
    if not part.strip():
        return within
    return place_of(part, value.count(part, 0, offset), within, source)


def mended_line(old: str, new: str, within: Span, source: SourceText) -> str:
    """The source line with `old` (inside the span) replaced, to paste; "" when it is not there.

    Nobody pastes a line beyond all measure, and one for each of its mistakes is a lot of text.
    """
    if not old or within.line != within.end_line:
        return ""
    line = source.lines[within.line - 1]
    if len(line) > LONGEST_LINE:
        return ""
    at = line.find(old, within.column - 1, within.end_column - 1)
    return "" if at < 0 else line[:at] + new + line[at + len(old) :]
