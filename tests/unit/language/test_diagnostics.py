"""Findings: their order, and what is not said twice."""

from router.core.position import Span
from router.language.diagnostics import Diagnostic, sort_key, without_consequences


def finding(code: str, line: int, column: int = 1, file: str = "a.yaml") -> Diagnostic:
    return Diagnostic(code, "words", Span(file, line, column, line, column + 1))


def test_findings_go_by_file_line_and_column() -> None:
    findings = [
        finding("x", 1, file="b.yaml"),
        finding("x", 10),
        finding("x", 9, 2),
        finding("b", 9),
        finding("a", 9),
    ]

    ordered = sorted(findings, key=sort_key)

    assert ordered == [findings[4], findings[3], findings[2], findings[1], findings[0]]


def test_a_later_finding_on_a_line_already_spoken_of_is_left_out() -> None:
    kept = finding("unknown-key", 3)

    later = without_consequences([finding("needs-quotes", 2)], [finding("unknown-key", 2, 7), kept])

    assert later == (kept,)


def test_the_same_line_of_another_file_is_another_line() -> None:
    other = finding("unknown-key", 2, file="b.yaml")

    assert without_consequences([finding("needs-quotes", 2)], [other]) == (other,)
