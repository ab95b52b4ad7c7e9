"""Every file under `tests/cases`: its findings, how they speak, and that the mending mends."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from router.app.gate import Gate
from router.language.compile import CompileOptions, compile_rules
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile
from tests.cases import ERRORS, GOOD, cases, compile_case, expected, shown

BROKEN = cases(ERRORS)
FINE = cases(GOOD)
BANNED = re.compile(
    r"(?<!\.)\b(strings?|dicts?|dictionar\w+|mappings?|arrays?|objects?|propert\w+|schemas?|nulls?"
    r"|tokens?|scalars?|pars\w+|re2|yaml|json|libyaml|jsonschema|traceback|invalid|integers?"
    r"|booleans?|sequences?|nodes?|streams?|regexp?s? engine)\b",
    re.IGNORECASE,
)


def ids(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


def outside_quotes(text: str) -> str:
    """The words of a finding that are ours: without what it quotes of the file."""
    return re.sub(r'".*?"', "…", text)


@pytest.mark.parametrize("case", BROKEN, ids=ids(BROKEN))
def test_a_broken_file_gives_exactly_these_findings(case: Path) -> None:
    assert shown(compile_case(case)) == expected(case).read_bytes().decode()


@pytest.mark.parametrize("case", FINE, ids=ids(FINE))
def test_a_good_file_gives_no_finding(case: Path) -> None:
    compiled = compile_case(case)

    assert shown(compiled) == ""
    assert compiled.rule_set is not None


def test_every_expected_output_has_its_case() -> None:
    assert {path.stem for path in ERRORS.glob("*.out")} == set(ids(BROKEN))


@pytest.mark.parametrize("case", BROKEN, ids=ids(BROKEN))
def test_findings_speak_in_words_of_the_page(case: Path) -> None:
    findings = compile_case(case).findings

    assert findings
    for finding in findings:
        for words in (finding.message, *finding.hints):
            assert not BANNED.search(outside_quotes(words)), words
            assert words.isprintable()
        assert len(finding.message) <= 100, finding.message
        assert finding.span.line >= 1
        assert finding.span.column >= 1


def replaces_its_line(finding: Diagnostic, findings: Iterable[Diagnostic]) -> bool:
    """Whether the fix stands for the whole line of the finding, and no other one's lines have it.

    Where a block is to be moved, its lines are shown with what else is wrong in them mended.
    """
    line = finding.span.line
    shown = any(one.span.line < line < one.span.line + len(one.fix.split("\n")) for one in findings)
    return (
        bool(finding.fix) and not shown
        and "\n" not in finding.fix and finding.code != "missing-key"
    )  # fmt: skip


def count(findings: Iterable[Diagnostic], code: str) -> int:
    return sum(finding.code == code for finding in findings)


@pytest.mark.parametrize("case", BROKEN, ids=ids(BROKEN))
def test_pasting_the_corrected_line_takes_the_finding_away(case: Path) -> None:
    if case.is_dir():
        pytest.skip("one file at a time")
    compiled = compile_case(case)
    source = compiled.sources.get(case.name)
    for finding in compiled.findings:
        if not replaces_its_line(finding, compiled.findings):
            continue
        assert source is not None
        lines = list(source.lines)
        # Of a line that stands there twice, both are marked, and are written as one.
        twice = finding.code == "duplicate-key"
        end = finding.span.end_line if twice else finding.span.line
        lines[finding.span.line - 1 : end] = [finding.fix]
        file = SourceFile(case.name, "\n".join(lines).encode())
        again = compile_rules([file], CompileOptions()).findings
        assert count(again, finding.code) < count(compiled.findings, finding.code), finding


SLIPPED = [
    case for case in BROKEN if case.name.startswith(("block-of-", "one-sign-", "swapped-lines-"))
]
QUOTED = [case for case in BROKEN if case.name.startswith("quote-mark-before-")]


@pytest.mark.parametrize("case", SLIPPED + QUOTED, ids=ids(SLIPPED + QUOTED))
def test_one_slip_passes_with_the_corrected_lines_in_place_of_as_many(case: Path) -> None:
    compiled = compile_case(case)
    (finding,) = compiled.findings
    fix, lines = finding.fix.split("\n"), list(compiled.sources[case.name].lines)
    lines[finding.span.line - 1 : finding.span.line - 1 + len(fix)] = fix
    file = SourceFile(case.name, "\n".join(lines).encode())
    assert Gate(CompileOptions())((file,)).findings == ()


JOINED = [case for case in BROKEN if case.name.startswith("one-line-of-")]


@pytest.mark.parametrize("case", JOINED, ids=ids(JOINED))
def test_two_lines_in_one_pass_with_the_corrected_lines_in_its_place(case: Path) -> None:
    compiled = compile_case(case)
    (finding,) = compiled.findings
    lines = list(compiled.sources[case.name].lines)
    lines[finding.span.line - 1] = finding.fix
    file = SourceFile(case.name, "\n".join(lines).encode())
    assert Gate(CompileOptions())((file,)).findings == ()


def test_one_broken_file_hides_no_other_files_findings() -> None:
    files = [
        SourceFile("a.yaml", b"rules: [\n"),
        SourceFile("b.yaml", b"\xff\xfe"),
        SourceFile("c.yaml", b"colour: red\n"),
        SourceFile("d.yaml", b"", problem="it is a folder"),
    ]

    findings = compile_rules(files, CompileOptions()).findings

    assert [finding.span.file for finding in findings] == ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
    assert all(finding.severity is Severity.ERROR for finding in findings)
