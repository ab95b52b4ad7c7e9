"""Which CSV file each list takes its numbers from: always one beside the rule files."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from router.core.actions import NumberTarget
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.fragment import mended_line
from router.language.numbers import country_code
from router.language.quoting import quoted
from router.language.source import SourceFile, SourceText, base_name
from router.language.suggest import nearest
from router.language.syntax import RuleFile
from router.language.tables.columns import CsvColumn, MissingColumn, read_column
from router.language.tree.nodes import Scalar
from router.language.written.times import CsvSource

CSV_ENDING = ".csv"


@dataclass(frozen=True, slots=True)
class CsvLists:
    """What came of the lists that stand in CSV files.

    `numbers` has those of each list, by the place of its `csv:` value; None for one with a
    finding. `used` are the files that are named, in file-name order; `sources` the texts of those
    with findings.
    """

    numbers: Mapping[Scalar, tuple[NumberTarget, ...] | None] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    used: tuple[SourceFile, ...] = ()
    sources: Mapping[str, SourceText] = field(default_factory=dict)


def is_csv(file: SourceFile) -> bool:
    """Whether a file of the folder is a CSV file, and no rule file."""
    return file.name.lower().endswith(CSV_ENDING)


def read_csv_lists(
    files: Sequence[RuleFile],
    csv_files: Sequence[SourceFile],
    default_country: str,
    sources: Mapping[str, SourceText],
) -> CsvLists:
    """Read every list that stands in a CSV file; those that no list names are left alone."""
    by_name = {_plain(base_name(file.name)): file for file in csv_files}
    numbers: dict[Scalar, tuple[NumberTarget, ...] | None] = {}
    findings: dict[Diagnostic, None] = {}
    used: dict[str, SourceFile] = {}
    texts: dict[str, SourceText] = {}
    for file in files:
        country = file.country.text if file.country else default_country
        for csv in (written.csv for written in file.lists if written.csv):
            named = by_name.get(_plain(csv.file.text.strip()))
            if named is None:
                numbers[csv.file] = None
                findings[_not_found(csv.file, by_name, sources[file.name])] = None
                continue
            used[named.name] = named
            column = _read(named, csv, country)
            wrong = [*column.findings]
            if column.missing:
                wrong.append(_no_column(csv.column, column.missing, sources[file.name]))
            numbers[csv.file] = None if any(map(_is_error, wrong)) else column.targets
            findings.update(dict.fromkeys(wrong))
            if column.source and wrong:
                texts[named.name] = column.source
    in_order = tuple(used[name] for name in sorted(used))
    return CsvLists(numbers, tuple(findings), in_order, texts)


def _read(file: SourceFile, csv: CsvSource, country: str) -> CsvColumn:
    # A country nobody knows has a finding of its own.
    known = country if country and country_code(country) else ""
    return read_column(file, csv.column.text.strip(), known)


def _is_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR


def _no_column(written: Scalar, missing: MissingColumn, source: SourceText) -> Diagnostic:
    likely = missing.likely
    return Diagnostic(
        code="csv-column",
        message=f"{base_name(missing.header.file)} has no column {quoted(written.text)}",
        span=written.span,
        hints=(f"did you mean {quoted(likely)}? {missing.hint}" if likely else missing.hint,),
        fix=mended_line(written.text, likely, written.span, source) if likely else "",
        related=(Related("the columns stand here", missing.header),),
    )


def _plain(name: str) -> str:
    """A file's name as typed on any machine: some write é as two characters."""
    return unicodedata.normalize("NFC", name)


def _not_found(
    written: Scalar, by_name: Mapping[str, SourceFile], source: SourceText
) -> Diagnostic:
    name = written.text.strip()
    if "/" in name or "\\" in name:
        alone = base_name(name)
        return Diagnostic(
            code="csv-outside",
            message=f"{quoted(name)} is a path, and a CSV file lies beside the rule files",
            span=written.span,
            hints=("put the file into the rules folder and write its name alone",),
            fix=mended_line(written.text, alone, written.span, source) if alone else "",
        )
    likely = nearest(name, by_name, synonyms={}) or by_name.keys() & {f"{name}{CSV_ENDING}"}
    meant = likely if isinstance(likely, str) else "".join(likely)
    return Diagnostic(
        code="csv-missing",
        message=f"no file called {quoted(name)} lies beside the rule files",
        span=written.span,
        hints=(f"did you mean {quoted(meant)}?",) if meant else (_advice(name),),
        fix=mended_line(written.text, meant, written.span, source) if meant else "",
    )


def _advice(name: str) -> str:
    if name.startswith((".", "_")):
        return 'files whose names begin with "." or "_" are left out: give it another name'
    if not name.lower().endswith(CSV_ENDING):
        return "in your spreadsheet, save the table as CSV UTF-8: the file's name ends in .csv"
    return "put the file into the rules folder, beside this one"
