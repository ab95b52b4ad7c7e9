"""Findings: a user's mistake as a value, with its place and what to write instead."""

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
    to paste, without the line's own indent lost, "" when there is none.
    """

    code: str
    message: str
    span: Span
    severity: Severity = Severity.ERROR
    hints: tuple[str, ...] = ()
    fix: str = ""
    related: tuple[Related, ...] = ()


def sort_key(finding: Diagnostic) -> tuple[str, int, int, str]:
    """Order of a report: by file, line, column, then code."""
    span = finding.span
    return (span.file, span.line, span.column, finding.code)
