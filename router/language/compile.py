"""The files of a rules folder into a rule set, or into findings: a façade of pure steps.

bytes → text (`source`) → tree (`yamltree`) → shape (`schema`) → syntax (`parse`) → checks → rule
set (`lower`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from router.core.position import Span
from router.engine.ruleset import RuleSet
from router.language.checks import OF_THE_SET
from router.language.collecting import uncollected
from router.language.diagnostics import (
    Diagnostic,
    Severity,
    sort_key,
    without_consequences,
)
from router.language.lower import lower, rule_set_id
from router.language.parts import KeptParts, rules_of, tests_of
from router.language.proposed_names import with_free_names
from router.language.reach.findings import reachability
from router.language.reading import Reading
from router.language.ruletests import RuleTests
from router.language.shape.sound_parts import told_of_parts
from router.language.source import SourceFile, SourceText
from router.language.tables.lists import is_csv
from router.language.whole import CompileOptions, WholeSet, joined, make_names, unread_parts

__all__ = ["CompileOptions", "Compiled", "compile_rules"]

Lowered = Callable[[RuleSet, RuleTests], None]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of a folder.

    `rule_set` is None exactly when one of the `findings` (sorted by place) is an error. `sources`
    has the text of every file that is text, by name, for showing the findings' lines. `tests` are
    those of the rule set: nobody has run them yet.
    """

    rule_set: RuleSet | None
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    tests: RuleTests = field(default_factory=RuleTests)


def compile_rules(
    files: Sequence[SourceFile],
    options: CompileOptions,
    kept: KeptParts | None = None,
    lowered: Lowered = lambda _rule_set, _tests: None,
) -> Compiled:
    """Compile every rule file of a folder, in the order given; raises nothing.

    Of the CSV files among them only those count that a list names.
    What is `kept` of the last set with these options is not made again, and then is of this one.
    `lowered` is told of a rule set, with its tests, before the long look for rules that never fire,
    which may still find that it is none.
    """
    with uncollected():
        return _compile(files, options, kept or KeptParts(), lowered)


def _compile(
    files: Sequence[SourceFile], options: CompileOptions, kept: KeptParts, lowered: Lowered
) -> Compiled:
    rule_files = [file for file in files if not is_csv(file)]
    readings = kept.read.all(rule_files)
    structure = with_free_names(
        [finding for reading in readings for finding in reading.findings],
        (reading.syntax for reading in readings if reading.syntax),
    )
    names = _names(readings, options, [*filter(is_csv, files)])
    parts = kept.parts([reading.syntax for reading in readings if reading.syntax], names)
    whole = joined(names, [part.whole for part in parts])
    meaning = [finding for part in parts for finding in part.findings]
    meaning.extend(finding for check in OF_THE_SET for finding in check(whole))
    meaning = [*told_of_parts(meaning, (rule.rule for rule in whole.rules))]
    findings = [*structure, *without_consequences(structure, meaning)]
    if not _has_error(findings):
        findings.extend(_without_rules(whole, rule_files))
    rule_set, tests = None, RuleTests()
    if not _has_error(findings):
        set_id = rule_set_id([*rule_files, *whole.csv.used])
        rule_set = lower(whole, set_id, rules_of(parts))
        tests = tests_of(parts, names)
        lowered(rule_set, tests)
    findings.extend(reachability(whole, rule_set, findings, kept.reach))
    findings.sort(key=sort_key)
    if rule_set is None or _has_error(findings):
        return Compiled(None, tuple(findings), whole.sources)
    return Compiled(rule_set, tuple(findings), whole.sources, tests)


def _has_error(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _names(
    readings: Sequence[Reading], options: CompileOptions, csv_files: Sequence[SourceFile]
) -> WholeSet:
    """What the files share, with what the broken parts of the set may have said."""
    unread = unread_parts(
        texts=(
            reading.source.text if reading.source else None
            for reading in readings
            if not reading.complete
        ),
        names=(name for reading in readings for name in reading.unsound_names),
    )
    sources = {reading.source.name: reading.source for reading in readings if reading.source}
    files = [reading.syntax for reading in readings if reading.syntax]
    return make_names(files, options, sources, unread, csv_files)


def _without_rules(whole: WholeSet, files: Sequence[SourceFile]) -> Iterator[Diagnostic]:
    if whole.rules:
        return
    name = files[0].name if files else whole.options.folder
    yield Diagnostic(
        code="no-rules",
        message="no file of this folder has a rule" if files else "this folder has no rule file",
        span=Span(name, 1, 1, 1, 2),
        hints=(
            "a rule file ends in .yaml or .yml, and its name does not begin with . or _",
            "write rules: and below it - name: …, match: … and actions: …",
        ),
    )
