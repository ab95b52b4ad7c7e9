"""A source line as a terminal shows it, and the carets below a stretch of it."""

import unicodedata
from dataclasses import dataclass

from router.core.position import Span
from router.engine.wording import visible

TAB = 4
"""Tabs are shown as blanks up to the next multiple of this."""
WIDEST = 100
"""Cells of a source line that are shown; a longer line is cut around the carets."""
BEFORE = 60
"""Cells that are kept before the carets of a line that is cut."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line and, below it, its carets: both one line of a terminal, without control characters."""

    line: str
    carets: str


def cells(char: str) -> int:
    """How many cells of a terminal a visible character takes (Unicode TR 11 and categories)."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def underline(line: str, span: Span) -> Shown:
    """The line of the span's start with carets under the span, at least one.

    A span over several lines is underlined to the end of its first.
    """
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    # Whatever is further away is cut off below, so it need not be measured.
    first = max(0, start - 2 * WIDEST)
    line, start, end = line[first : start + 2 * WIDEST], start - first, end - first
    pieces, before, width, at = [], 0, 0, 0
    for number, char in enumerate(line):
        piece = " " * (TAB - at % TAB) if char == "\t" else visible(char)
        size = len(piece) if char == "\t" else cells(piece)
        pieces.append((piece, size))
        at += size
        if number < start:
            before += size
        elif number < end:
            width += size
    return _cut(pieces, before, max(width, 1), cut_off=first > 0)


def _cut(pieces: list[tuple[str, int]], before: int, width: int, *, cut_off: bool) -> Shown:
    """Leave out what is too far left or right of the carets."""
    total = sum(size for _, size in pieces)
    skip = max(0, before - BEFORE) if before + width > WIDEST or cut_off else 0
    if skip == 0 and total <= WIDEST:
        return Shown("".join(piece for piece, _ in pieces).rstrip(), " " * before + "^" * width)
    text, at, seen = "", 0, 0
    for piece, size in pieces:
        at += size
        if at <= skip:
            seen = at
        elif at - skip <= WIDEST:
            text += piece
    left = "…" if skip > 0 else ""
    right = "…" if total - skip > WIDEST else ""
    offset = before - seen + len(left)
    shown = min(width, WIDEST - (before - seen))
    return Shown(left + text.rstrip() + right, " " * offset + "^" * max(shown, 1))
