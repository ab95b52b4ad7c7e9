from dataclasses import replace

import pytest

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceText
from router.render.summary import report, verdict

ERROR = Diagnostic("unknown-key", 'unknown key "x"', Span("rules/a.yaml", 1, 1, 1, 2))
WARNING = Diagnostic("doubt", "a doubt", Span("rules/a.yaml", 1, 1, 1, 2), Severity.WARNING)
SOURCES = {"rules/a.yaml": SourceText("rules/a.yaml", "x: 1")}


def test_a_folder_without_findings_is_one_line() -> None:
    assert report((), {}, 5, 13) == "5 files, 13 rules: no findings.\n"


def test_the_findings_come_first_with_their_lines() -> None:
    shown = report((ERROR,), SOURCES, 1, None)
    assert shown == (
        'rules/a.yaml:1:1: error: unknown key "x" [unknown-key]\n'
        "  |\n1 | x: 1\n  | ^\n\n1 file: 1 error. Examples and tests are run when it is mended.\n"
    )


def test_a_folder_without_a_file_is_not_counted() -> None:
    nothing = "No rule file is here, so there was nothing to check.\n"
    assert report((), {}, 0, None) == nothing
    assert report((ERROR,), SOURCES, 0, None).endswith(f"\n\n{nothing}")


def test_it_is_said_once_that_examples_have_not_been_run() -> None:
    failed = replace(ERROR, code="failed-test")
    waiting = "Examples and tests are run when they are mended."

    assert report((ERROR, ERROR), SOURCES, 1, None).endswith(f"1 file: 2 errors. {waiting}\n")
    assert report((failed,), SOURCES, 1, None).endswith("\n1 file: 1 error.\n")
    assert report((WARNING,), SOURCES, 1, 3).endswith("\n1 file, 3 rules: 1 warning.\n")


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([], "no findings"),
        ([ERROR], "1 error"),
        ([WARNING, WARNING], "2 warnings"),
        ([WARNING, ERROR, ERROR], "2 errors, 1 warning"),
    ],
)
def test_the_verdict_counts_each_severity(findings: list[Diagnostic], words: str) -> None:
    assert verdict(findings) == words
