"""Findings: a user's mistake as a value, with its place and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from router.core.position import Span


class Severity(Enum):
    """An error keeps the set from being taken; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding, with the words that lead to it."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `code` is stable and has a heading in docs/errors.md; `message` is one line of at most 100
    characters; `hints` are further lines, shown with `=`; `fix` is the corrected source line(s)
    to paste, without the line's own indent lost, "" when there is none. `proposed` is the name
    that the fix gives a rule, for which other files have to be asked; "" for none.
    """

    code: str
    message: str
    span: Span
    severity: Severity = Severity.ERROR
    hints: tuple[str, ...] = ()
    fix: str = ""
    related: tuple[Related, ...] = ()
    proposed: str = ""


def sort_key(finding: Diagnostic) -> tuple[str, int, int, str]:
    """Order of a report: by file, line, column, then code."""
    span = finding.span
    return (span.file, span.line, span.column, finding.code)


def without_consequences(
    first: Iterable[Diagnostic], later: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """The later findings on lines that no first finding speaks of.

    What cannot be read rightly is misunderstood further on: a value cut in two gives an unknown
    key. The author mends the line once, and sees what is left of it then.
    """
    spoken_of = {(finding.span.file, finding.span.line) for finding in first}
    return tuple(
        finding for finding in later if (finding.span.file, finding.span.line) not in spoken_of
    )
