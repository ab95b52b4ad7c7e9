"""The rows of a CSV file, cell by cell, each with its place in the file.

Own reading rather than `csv`: a finding needs the line and column of a cell. Quotes as in
RFC 4180: a cell in quotes may hold separators, line breaks and, doubled, quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from router.language.source import SourceText

SEPARATORS = (",", ";", "\t")
"""What spreadsheets put between cells; in much of Europe that is a semicolon."""
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, without quotes and the blanks around it, and where it begins, from 1."""

    text: str
    line: int
    column: int

    @property
    def width(self) -> int:
        """How many characters of its line it takes, at least one."""
        return min(max(len(self.text), 1), _SHOWN)


@dataclass(frozen=True, slots=True)
class UnclosedQuote:
    """A quote that opens a cell and is never closed: all that follows it is part of the cell."""

    line: int
    column: int


Row = tuple[Cell, ...]


def read_rows(source: SourceText) -> Iterator[Row | UnclosedQuote]:
    """Every row, blank ones included; an unclosed quote comes last."""
    lines, first = source.lines, 0
    separator = ""
    if lines and (found := _SEPARATOR_LINE.fullmatch(lines[0].strip(' "'))):
        separator, first = found[1], 1
    at = first
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        separator = separator or _separator(lines[at])
        if '"' not in lines[at]:
            yield _plain_row(lines[at], at, separator)
            at += 1
            continue
        scan = _Scan(lines, at, separator)
        row = scan.row()
        yield row
        if isinstance(row, UnclosedQuote):
            return
        at = scan.line + 1


def _separator(header: str) -> str:
    """The separator that the first row has most of, outside quotes."""
    bare = re.sub(r'"[^"]*("|$)', "", header)
    return max(SEPARATORS, key=bare.count)


def _plain_row(line: str, at: int, separator: str) -> Row:
    cells = []
    column = 1
    for part in line.split(separator):
        text = part.strip()
        # Blanks before the text move its place; a blank cell stands where it begins.
        offset = part.index(text) if text else 0
        cells.append(Cell(text, at + 1, column + offset))
        column += len(part) + 1
    return tuple(cells)


class _Scan:
    """A walk over one row that has quotes in it; `line` is where it is, from 0."""

    __slots__ = ("column", "line", "lines", "separator")

    def __init__(self, lines: tuple[str, ...], line: int, separator: str) -> None:
        self.lines = lines
        self.line = line
        self.column = 0
        self.separator = separator

    def row(self) -> Row | UnclosedQuote:
        """The cells up to the end of the row."""
        cells: list[Cell] = []
        while True:
            cell = self._cell()
            if isinstance(cell, UnclosedQuote):
                return cell
            cells.append(cell)
            if self.column >= len(self.lines[self.line]):
                return tuple(cells)
            self.column += 1
            if self.column == len(self.lines[self.line]):
                return (*cells, Cell("", self.line + 1, self.column))

    def _cell(self) -> Cell | UnclosedQuote:
        """The cell that begins here; afterwards the walk stands on the separator behind it."""
        line = self.lines[self.line]
        start = self.column + len(line[self.column :]) - len(line[self.column :].lstrip(" "))
        if line[start : start + 1] == '"':
            return self._quoted(start)
        end = line.find(self.separator, self.column)
        self.column = len(line) if end < 0 else end
        text = line[start : self.column].strip()
        return Cell(text, self.line + 1, min(start, self.column) + 1)

    def _quoted(self, start: int) -> Cell | UnclosedQuote:
        opened, line = self.line, self.lines[self.line]
        pieces: list[str] = []
        at = start + 1
        while True:
            end = line.find('"', at)
            if end < 0:
                pieces.append(line[at:] + "\n")
                self.line += 1
                if self.line == len(self.lines):
                    return UnclosedQuote(opened + 1, start + 1)
                line, at = self.lines[self.line], 0
                continue
            pieces.append(line[at:end])
            if line[end + 1 : end + 2] != '"':
                break
            pieces.append('"')
            at = end + 2
        # What stands between the closing quote and the separator belongs to nothing.
        after = line.find(self.separator, end + 1)
        self.column = len(line) if after < 0 else after
        text = "".join(pieces)
        blanks = text[: len(text) - len(text.lstrip())]
        if not text.strip() or "\n" not in blanks:
            inside = start + 2 if text.strip() else start + 1
            return Cell(text.strip(), opened + 1, inside + len(blanks) * bool(text.strip()))
        below, _, last = blanks.rpartition("\n")
        return Cell(text.strip(), opened + 2 + below.count("\n"), len(last) + 1)
