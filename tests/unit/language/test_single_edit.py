"""The search for the one edit that mends a file: what it finds, and that there is an end to it."""

from collections.abc import Iterable

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.reading import read_file
from router.language.single_edit import MAX_CHARACTERS, MAX_FINDINGS, one_edit
from router.language.source import SourceFile, SourceText
from tests.unit.language.rulefiles import source

RULE = "  - {{name: R{n}, {match}: everything, actions: nothing}}\n"
SLIPPED = """\
  - name: Hours
    match:
    text: {keyword: hours}
    from: +1 555 000 1111
    actions: nothing
"""


def finding(line: int, code: str = "wrong-kind") -> Diagnostic:
    return Diagnostic(code, f"in line {line}", Span("a.yaml", line, 1, line, 2))


def test_what_is_left_of_other_mistakes_is_told_beside_the_edit() -> None:
    # The typo stands far enough from the edit to be a mistake of its own.
    rules = "".join(RULE.format(n=n, match="match" if n else "mtch") for n in range(20))
    read = read_file(SourceFile("a.yaml", f"rules:\n{rules}{SLIPPED}".encode()))
    assert [(one.code, one.span.line) for one in read.findings] == [
        ("unknown-key", 2),
        ("wrong-indent", 24),
    ]
    assert read.syntax is not None
    assert len(read.syntax.rules) == 21


def test_a_control_character_is_a_finding_beside_the_edit() -> None:
    rules = "".join(RULE.format(n=n, match="match") for n in range(20))
    text = f"description: a\x01b\nrules:\n{rules}{SLIPPED}"
    read = read_file(SourceFile("a.yaml", text.encode()))
    assert [one.code for one in read.findings] == ["control-character", "wrong-indent"]


def test_many_findings_are_no_single_edits() -> None:
    asked: list[SourceText] = []

    def read(text: SourceText) -> Iterable[Diagnostic]:
        asked.append(text)
        return ()

    text = source("rules:\n" + "x: 1\n" * (MAX_FINDINGS + 1))
    every = tuple(finding(line) for line in range(2, MAX_FINDINGS + 3))
    assert one_edit(text, every, read) is None
    assert asked == []
    assert one_edit(text, every[1:], read) is not None


def test_the_search_ends_in_a_long_file() -> None:
    asked: list[int] = []
    told = (finding(2), finding(3))

    def read(text: SourceText) -> Iterable[Diagnostic]:
        asked.append(len(text.text))
        return told

    text = source("rules:\n" + "  x: 1\n" * 20_000)
    assert one_edit(text, told, read) is None
    assert 0 < sum(asked) <= MAX_CHARACTERS + max(asked)
