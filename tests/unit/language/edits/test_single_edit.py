"""The search for the one edit that mends a file: what it finds, and that there is an end to it."""

from collections.abc import Iterable

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.edits.headings import heading_slips
from router.language.edits.single_edit import MAX_CHARACTERS, MAX_FINDINGS, one_edit
from router.language.edits.slips import slips, slips_of_order
from router.language.lines import read_line
from router.language.reading import read_file
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


def test_a_block_at_the_margin_ends_before_a_line_that_stayed_or_at_a_gap() -> None:
    # What the block looks as if it went on with: its rule, and other rules behind gaps.
    below = "    stop: yes\n\n" + "  - name: B\n    match: everything\n\n" * 5
    text = source(f"rules:\n  - name: A\n    match: everything\nactions:\n  - reply: Hi\n{below}")
    read = {(min(one.lines), max(one.lines)): one for one in slips(text, [finding(4)])}
    assert read[3, 4].lines == {3: "    actions:", 4: "      - reply: Hi"}
    assert [last for first, last in read if first == 3][:6] == [3, 20, 4, 5, 7, 8]


def test_many_lines_are_moved_in_words() -> None:
    long = "".join(f"  - text: hi {n}\n" for n in range(20))
    head = "rules:\n  - name: A\n    match: everything\n    actions: nothing\n"
    read = read_file(SourceFile("a.yaml", f"{head}examples:\n{long}".encode()))
    (one,) = read.findings
    assert one.fix.count("\n") == 20
    assert one.hints[0].endswith("put 4 blanks in front of each of the lines 5 to 25")


def headings_above_the_last(text: str) -> list[str]:
    lines = [*map(read_line, text.split("\n"))]
    return [one.line for one in heading_slips(lines, len(lines) - 1)]


def test_a_heading_may_be_missing_above_the_first_line_and_above_a_list_at_the_margin() -> None:
    names = ["lists:", "people:", "schedules:", "rotas:"]
    assert headings_above_the_last("  ann: +1 555 000 1111") == names
    assert headings_above_the_last("- reply: Hi") == []
    assert headings_above_the_last("- name: Hours") == ["rules:", "tests:"]


def test_what_is_said_of_a_line_above_an_added_one_stays_in_its_line() -> None:
    rules = "".join(RULE.format(n=n, match="match" if n else "mtch") for n in range(20))
    tests = "\n  - name: Hi\n    message: {text: hi}\n    sends: nothing\n"
    below = f"{tests}schdules:\n  office:\n    open: [mon-fri 09:00-17:00]\n"
    read = read_file(SourceFile("a.yaml", f"rules:\n{rules}{below}".encode()))
    told = [(one.code, one.span.line) for one in read.findings]
    assert told == [("unknown-key", 2), ("no-key", 23), ("unknown-key", 26)]


def test_actions_in_one_item_that_take_many_lines_are_not_all_shown() -> None:
    lines = "".join(f"            - +1 555 000 10{n}\n" for n in range(10, 25))
    text = "rules:\n  - name: A\n    match: everything\n    actions:\n      - reply: Hi\n"
    text += f"        multi-forward:\n          to:\n{lines}        forward: +1 555 000 1111\n"
    (one,) = read_file(SourceFile("a.yaml", text.encode())).findings
    assert (one.code, one.span.line, one.fix) == ("several-actions", 6, "")


def test_the_last_line_of_a_file_is_swapped_with_none() -> None:
    text = source("rules:\n  - name: A\n    match: everything")
    near = [finding(2), finding(3)]
    swapped = [min(one.lines) for one in slips(text, near, near) if one.code == "swapped-lines"]
    assert sorted(swapped) == [0, 1]
    assert [min(one.lines) for one in slips_of_order(text, near)] == swapped


def test_what_is_missing_and_stands_nowhere_else_is_told_as_before() -> None:
    text = "rules:\n  - name: A\n    match: everything\n"
    (one,) = read_file(SourceFile("a.yaml", text.encode())).findings
    assert (one.code, one.span.line) == ("missing-key", 2)
