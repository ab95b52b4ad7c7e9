"""A name that a finding proposes for a rule is nobody else's, in whichever file."""

from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile

NAMELESS = "rules:\n  - match: {text: {keyword: %s}}\n    actions: nothing\n"
HOURS = "rules: [{name: Hours, match: {text: hi}, actions: nothing}]\n"
NUMBERED = "rules: [{name: Hours (2), match: {text: ho}, actions: nothing}]\n"


def proposed(*texts: str) -> list[str]:
    """What each finding proposes; when all of it is pasted, nothing is wrong any more."""
    files = [SourceFile(f"{n}.yaml", text.encode()) for n, text in enumerate(texts)]
    findings = compile_rules(files, CompileOptions()).findings
    pasted = [text.split("\n") for text in texts]
    for finding in findings:
        lines, at = pasted[int(finding.span.file[0])], finding.span.line - 1
        lines[at : at + 1] = finding.fix.split("\n")
    mended = [SourceFile(f"{n}.yaml", "\n".join(one).encode()) for n, one in enumerate(pasted)]
    assert compile_rules(mended, CompileOptions()).findings == ()
    return [finding.proposed for finding in findings]


def test_a_name_that_nobody_has_stays() -> None:
    assert proposed(NAMELESS % "hours", NAMELESS % "open") == ["Hours", "Open"]


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert proposed(HOURS, NAMELESS % "hours", NUMBERED) == ["Hours (3)"]


def test_what_was_proposed_once_is_taken() -> None:
    assert proposed(*[NAMELESS % "hours"] * 3) == ["Hours", "Hours (2)", "Hours (3)"]


def test_a_name_that_needs_quotes_keeps_them() -> None:
    assert proposed(*[NAMELESS % '"a: b"'] * 2) == ["A: b", "A: b (2)"]


def test_a_number_of_a_line_is_no_name_twice() -> None:
    numbers = NAMELESS % '"12345"'
    assert proposed(numbers, numbers) == ["Rule in line 2", "Rule in line 2 (2)"]


def test_other_findings_stay_as_they_are() -> None:
    files = [
        SourceFile("0.yaml", b"colour: red\n"),
        SourceFile("1.yaml", (NAMELESS % "a").encode()),
    ]
    first, second = compile_rules(files, CompileOptions()).findings
    assert (first.code, first.proposed, second.proposed) == ("unknown-key", "", "A")
