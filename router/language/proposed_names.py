"""Names that findings propose for rules: none that a rule has already, in whichever file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from router.language.diagnostics import Diagnostic
from router.language.lines import as_value
from router.language.syntax import RuleFile, rule_name


def with_free_names(
    findings: Sequence[Diagnostic], files: Iterable[RuleFile]
) -> Sequence[Diagnostic]:
    """The findings of all files; a name that is taken, or was proposed before, gets a number."""
    if not any(finding.proposed for finding in findings):
        return findings
    return [*_numbered(findings, {rule_name(rule) for file in files for rule in file.rules})]


def _numbered(findings: Sequence[Diagnostic], taken: set[str]) -> Iterator[Diagnostic]:
    for finding in findings:
        name = free = finding.proposed
        if not name:
            yield finding
            continue
        numbers = count(2)
        while free in taken:
            free = f"{name} ({next(numbers)})"
        taken.add(free)
        old, new = (f"name: {as_value(one)}\n" for one in (name, free))
        yield replace(finding, proposed=free, fix=finding.fix.replace(old, new, 1))
