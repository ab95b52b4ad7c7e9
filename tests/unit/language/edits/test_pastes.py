"""What pasting leaves in a file: found, told of once, and read on without."""

from router.language.edits.merge_marks import merge_marks
from router.language.reading import read_file
from router.language.source import SourceFile

RULES = """\
rules:
  - name: Hours
    match: everything
    actions:
      - reply: Hi
"""


def told(text: str) -> list[tuple[str, int]]:
    findings = read_file(SourceFile("a.yaml", text.encode())).findings
    return [(one.code, one.span.line) for one in findings]


def quoted(text: str, mark: str) -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def test_nothing_is_a_paste_in_a_file_without_findings() -> None:
    # Between quotes a text may go on at the margin, whatever it begins with.
    text = f'{RULES}      - reply: "Dear all,\n> Hello\n=======\nBye"\n'
    assert told(text) == []


def test_a_mark_between_quotes_stays_beside_another_mistake() -> None:
    text = f'{RULES}      - reply: "Dear all,\n\n> Hello"\n    stp: yes\n'
    assert told(text) == [("unknown-key", 9)]


def test_marks_are_taken_away_with_the_blank_behind_each_and_without() -> None:
    for mark in ("> ", ">", ">> ", "> > ", ">>"):
        assert told(quoted(RULES, mark)) == [("quote-mark", 1)], mark


def test_what_is_read_of_a_quoted_file_has_its_places() -> None:
    text = quoted(f"{RULES}  - name: Two\n    mtch: everything\n    actions: nothing\n", "> ")
    read = read_file(SourceFile("a.yaml", text.encode()))
    assert [(one.code, one.span.line, one.span.column) for one in read.findings] == [
        ("quote-mark", 1, 1),
        ("unknown-key", 7, 7),
    ]
    assert read.syntax is not None
    assert read.syntax.rules[0].name.span.column == 13
    assert read.source is not None
    assert read.source.lines[0] == "> rules:"


def test_many_stretches_of_marked_lines_are_not_all_named() -> None:
    text = "".join(f"> {line}\n\n\n{line}\n" for line in ("# a",) * 7)
    (one,) = read_file(SourceFile("a.yaml", f"{text}> {RULES}".encode())).findings[:1]
    assert one.hints[0].endswith("in the lines 1, 5, 9, 13, 17 and more")


def test_a_file_of_four_thousand_quoted_lines_has_one_finding() -> None:
    rule = "  - name: R{n}\n    match: everything\n    actions: nothing\n"
    rules = "rules:\n" + "".join(rule.format(n=n) for n in range(1300))
    assert told(quoted(rules, "> ")) == [("quote-mark", 1)]
    assert told(rules + rules) == [("pasted-twice", 3902)]


def test_a_line_twice_is_no_copy_of_the_file_and_an_odd_number_neither() -> None:
    assert [code for code, _ in told("rules:\nrules:\n")] == ["duplicate-key"]
    assert ("pasted-twice", 6) not in told(f"{RULES}rules:\n")
    assert ("pasted-twice", 6) not in told(RULES + RULES.replace("Hi", "Ho"))


def test_the_same_line_twice_that_is_no_mistake_stays() -> None:
    # The reply may go out twice (that is for others to find); the key beside it is unknown.
    text = f"{RULES}      - reply: Hi\n    stp: yes\n"
    assert told(text) == [("unknown-key", 7)]


def test_the_version_with_fewer_findings_is_read_on_with() -> None:
    for ours, theirs in (("- reply: Hi", "- rply: Hi"), ("- rply: Hi", "- reply: Hi")):
        both = f"<<<<<<< HEAD\n      {ours}\n=======\n      {theirs}\n>>>>>>> theirs"
        assert told(RULES.replace("      - reply: Hi", both)) == [("merge-mark", 5)]


def test_what_is_to_be_done_about_a_merge() -> None:
    def hints(*lines: str) -> tuple[str, ...]:
        found = merge_marks(lines)
        return found.hints if found else ()

    assert hints("a", "<<<<<<", "======= b") == (
        "take it out, and where two versions of the same lines stand, keep one of them",
    )
    assert hints("<<<<<<< a", ">>>>>>> b") == (
        "take the lines 1 and 2 out, and of two versions of the same lines keep one",
    )
    assert hints(*("=======",) * 9)[0].startswith("take the lines 1, 2, 3, 4, 5 and more out")
    one = ("<<<<<<< a", "x", "y", "=======", "z", ">>>>>>> b")
    assert hints(*one) == (
        "keep lines 2 to 3 or line 5: take the other version out, and the lines 1, 4 and 6",
    )
    assert hints(*one, "w", *one)[1] == "the same in line 8"
    assert hints("w", "v") == ()
