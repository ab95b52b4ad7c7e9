"""The numbers of one column of a CSV file, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from router.core.actions import NumberTarget
from router.core.address import Address
from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.numbers import NumberProblem, advice_for, looks_like_number, read_number
from router.language.quoting import listed, quoted
from router.language.source import SourceFile, SourceText, decode
from router.language.suggest import nearest
from router.language.tables.rows import Cell, Row, UnclosedQuote, read_rows

MAX_CSV_BYTES = 16_000_000
MOST_TOLD = 50
"""Bad numbers of one column that are each told: whoever has more has the wrong column."""
MOST_NAMED = 8
_PHONES = ("phone", "number", "mobile", "cell", "tel", "telephone", "phone-number", "handy")
_SYNONYMS = dict.fromkeys(_PHONES, _PHONES)
_SAVE = 'in your spreadsheet, save it again as "CSV UTF-8"'


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """What a column holds: each number once, in order.

    `findings` has what is wrong with the file and the column; `source` the file's text, None when
    it is none; `missing` says that the file has no such column.
    """

    targets: tuple[NumberTarget, ...]
    findings: tuple[Diagnostic, ...]
    source: SourceText | None
    missing: "MissingColumn | None" = None


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """Which columns there are (`hint`), which is likely meant ("" for none), and where they are."""

    hint: str
    likely: str
    header: Span


@lru_cache(maxsize=16)
def read_column(file: SourceFile, column: str, country: str) -> CsvColumn:
    """Read the numbers of a column; kept, for most reloads change another file."""
    source = decode(file, MAX_CSV_BYTES, "a CSV file")
    if not isinstance(source, SourceText):
        return CsvColumn((), tuple(_not_text(finding) for finding in source), None)
    rows = read_rows(source)
    header = next((row for row in rows if isinstance(row, UnclosedQuote) or _is_full(row)), ())
    if isinstance(header, UnclosedQuote):
        return CsvColumn((), (_unclosed(header, source),), source)
    at = _column_at(header, column, source)
    if isinstance(at, MissingColumn):
        return CsvColumn((), (), source, at)
    if isinstance(at, Diagnostic):
        return CsvColumn((), (at,), source)
    return _Reading(source, country).read(rows, at, header[at])


def _is_full(row: Row) -> bool:
    return any(cell.text for cell in row)


def _not_text(finding: Diagnostic) -> Diagnostic:
    hints = (_SAVE,) if finding.code in ("not-utf-8", "not-text") else finding.hints
    return Diagnostic(finding.code, finding.message, finding.span, hints=hints)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _column_at(header: Row, column: str, source: SourceText) -> int | MissingColumn | Diagnostic:
    """Where the column of this name stands, from 0; capitals and blanks do not count."""
    wanted = _folded(column)
    found = [at for at, cell in enumerate(header) if _folded(cell.text) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        first, second = header[found[0]], header[found[1]]
        return Diagnostic(
            code="csv-column",
            message=f"two columns are called {quoted(second.text)}",
            span=_span(second, source),
            hints=("give one of them another name",),
            related=(Related("the first one", _span(first, source)),),
        )
    names = [cell.text for cell in header if cell.text]
    if not names:
        return _no_number(source, column, "its file is empty")
    quotes = [quoted(name) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        quotes.append(f"{len(names) - MOST_NAMED} more")
    hint = f"its columns are {listed(quotes, 'and')}"
    if len(names) == 1:
        hint = f"its only column is {quotes[0]}"
    if any(map(looks_like_number, names)):
        hint = f"its first line must name the columns: write {column} above the numbers"
    likely = nearest(column, names, _SYNONYMS) or ""
    return MissingColumn(hint, likely, _span(header[0], source))


def _no_number(source: SourceText, column: str, why: str) -> Diagnostic:
    return Diagnostic(
        code="empty-list",
        message=f"this list has no number: {why}",
        span=Span(source.name, 1, 1, 1, 2),
        hints=(f"write the numbers below {quoted(column)}, one a line",),
    )


def _unclosed(found: UnclosedQuote, source: SourceText) -> Diagnostic:
    return Diagnostic(
        code="csv-quote",
        message="the quote that opens here is never closed",
        span=Span(source.name, found.line, found.column, found.line, found.column + 1),
        hints=('close it, or write it twice, "", where a quote itself is meant',),
    )


def _span(cell: Cell, source: SourceText) -> Span:
    return Span(source.name, cell.line, cell.column, cell.line, cell.column + cell.width)


class _Reading:
    """One column on its way from cells to numbers."""

    __slots__ = ("country", "findings", "gaps", "source", "targets", "untold")

    def __init__(self, source: SourceText, country: str) -> None:
        self.source = source
        self.country = country
        self.targets: dict[Address, NumberTarget] = {}
        self.findings: list[Diagnostic] = []
        self.gaps: list[Cell] = []
        self.untold = 0

    def read(self, rows: Iterator[Row | UnclosedQuote], at: int, header: Cell) -> CsvColumn:
        """The numbers below a header cell."""
        for row in rows:
            if isinstance(row, UnclosedQuote):
                self.findings.append(_unclosed(row, self.source))
            elif at < len(row) and row[at].text:
                self._number(row[at])
            elif _is_full(row):
                self.gaps.append(row[at] if at < len(row) else row[-1])
        if not self.targets and not self.findings:
            why = f"the column {quoted(header.text)} is empty"
            self.findings.append(_no_number(self.source, header.text, why))
        elif self.gaps:
            self.findings.append(self._about_gaps(self.gaps))
        if self.untold:
            last = self.findings[MOST_TOLD - 1]
            words = f"{self.untold:,} more cells of this column are no numbers"
            self.findings[MOST_TOLD - 1] = Diagnostic(
                last.code, last.message, last.span, hints=(*last.hints, words)
            )
        return CsvColumn(tuple(self.targets.values()), tuple(self.findings), self.source)

    def _number(self, cell: Cell) -> None:
        read = read_number(cell.text, self.country)
        if isinstance(read, Address):
            self.targets.setdefault(read, NumberTarget(read))
        elif len(self.findings) < MOST_TOLD:
            self.findings.append(self._bad(cell, read))
        else:
            self.untold += 1

    def _bad(self, cell: Cell, problem: NumberProblem) -> Diagnostic:
        return Diagnostic(
            code="bad-number",
            message=problem.words,
            span=_span(cell, self.source),
            hints=(_hint(cell.text, problem),),
            fix=self._mended(cell, problem.fix),
        )

    def _mended(self, cell: Cell, fix: str) -> str:
        line = self.source.lines[cell.line - 1]
        start = cell.column - 1
        if not fix or line[start : start + len(cell.text)] != cell.text:
            return ""
        return line[:start] + fix + line[start + len(cell.text) :]

    def _about_gaps(self, gaps: Sequence[Cell]) -> Diagnostic:
        count = len(gaps)
        rows = "this row has" if count == 1 else f"this row and {count - 1:,} more have"
        return Diagnostic(
            code="csv-gap",
            message=f"{rows} no number",
            span=_span(gaps[0], self.source),
            severity=Severity.WARNING,
            hints=("write it, or take the row out: nobody there gets a text",),
        )


def _hint(written: str, problem: NumberProblem) -> str:
    mantissa, exponent, _ = written.casefold().partition("e+")
    if exponent and mantissa.replace(".", "").replace(",", "").isdigit():
        return "your spreadsheet shortened it: format the column as text, and type it again"
    return advice_for(
        problem,
        several="several numbers stand in several rows",
        country="name your country in the rule file that names this list: country: US",
    )
