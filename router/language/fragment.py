"""The place of a part of a value, and the author's line with that part mended."""

from router.core.position import Span
from router.language.source import SourceText


def place_of(part: str, occurrence: int, within: Span, source: SourceText) -> Span:
    """Where the part stands in the source for the n-th time (from 0) inside a value's span.

    The whole span when it does not stand there as such (an escape, a fold over two lines).
    """
    for number in range(within.line, within.end_line + 1):
        line = source.lines[number - 1] if number <= len(source.lines) else ""
        at = within.column - 1 if number == within.line else 0
        end = within.end_column - 1 if number == within.end_line else len(line)
        while (at := line.find(part, at, end)) >= 0:
            if occurrence == 0:
                return Span(within.file, number, at + 1, number, at + 1 + len(part))
            occurrence -= 1
            at += len(part)
    return within


def place_in(value: str, offset: int, length: int, within: Span, source: SourceText) -> Span:
    """Where `value[offset:offset + length]` stands in the source of that value."""
    part = value[offset : offset + length]
    if not part.strip():
        return within
    return place_of(part, value.count(part, 0, offset), within, source)


def mended_line(old: str, new: str, within: Span, source: SourceText) -> str:
    """The source line with `old` (inside the span) replaced, to paste; "" when it is not there."""
    if not old or within.line != within.end_line:
        return ""
    line = source.lines[within.line - 1]
    at = line.find(old, within.column - 1, within.end_column - 1)
    return "" if at < 0 else line[:at] + new + line[at + len(old) :]
