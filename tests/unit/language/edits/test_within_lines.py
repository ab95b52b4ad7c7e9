"""Edits of a line that lacks the colon of its key, or that two lines have become."""

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.edits.within_lines import line_slips
from router.language.reading import read_file
from router.language.source import SourceFile
from tests.unit.language.rulefiles import source


def edits(text: str, line: int = 1) -> list[str]:
    finding = Diagnostic("wrong-kind", "…", Span("a.yaml", line, 1, line, 2))
    return [
        "\n".join(filter(None, (one.heading.line if one.heading else "", *one.lines.values())))
        for one in line_slips(source(text), [finding])
    ]


def told(text: str) -> list[tuple[str, int]]:
    findings = read_file(SourceFile("a.yaml", text.encode())).findings
    return [(one.code, one.span.line) for one in findings]


def test_a_key_without_its_colon_or_blank() -> None:
    assert edits("stop yes") == ["stop: yes"]
    assert edits("actions") == ["actions:"]
    assert edits("- text. {keyword; hours}") == [
        "- text: {keyword; hours}",
        "- text. {keyword: hours}",
    ]
    assert edits("stop:yes") == ["stop: yes"]
    # A page, a placeholder's words and words that are no keys are left alone.
    assert edits("reply:https://example.com") == ["reply: https://example.com"]
    assert edits("text://example.com") == []
    assert edits("{text, from}") == []
    assert edits("good; bad") == []


def test_a_name_without_its_colon() -> None:
    assert edits("people:\n  ann; +1 555 000 1111", 2)[0] == "  ann: +1 555 000 1111"
    assert edits("lists:\n  staff [ann, bob]", 2)[0] == "  staff: [ann, bob]"
    # Where the name ends, nobody knows.
    assert edits("people:\n  Doctor Smith +1 555 000 1111", 2) == []


def test_two_lines_in_one() -> None:
    one_line, below, *_ = edits("match:text: hours")
    assert (one_line, below) == ("match: text: hours", "match:\n  text: hours")
    assert "- reply: Hi\n- reply: Ho" in edits("- reply: Hi- reply: Ho")
    assert "- +1 555 000 1111\n- +1 555 000 2222" in edits("- +1 555 000 1111- +1 555 000 2222")
    # Nothing stands before the second dash; a key in braces begins no line.
    assert edits("- - name: Hours") == []
    assert edits("{text: hours}") == []


def test_many_words_end_in_a_short_key() -> None:
    assert edits("- text: What: is it?") == []
    assert edits("- text: Goto: hell") == []
    assert edits("- text: Hours?at: noon")[0] == "- text: Hours?\n  at: noon"
    assert "- text: Hours\n  at: 2026-11-02" in edits("- text: Hoursat: 2026-11-02")


def test_long_lines_and_lines_that_are_not_there_are_not_looked_at() -> None:
    assert edits(f"stop yes{' ' * 600}.") == []
    assert edits("reply: x", 1) == []


def test_a_text_with_such_words_stays_a_text() -> None:
    # Each is right, beside a key that is not.
    for text in ("Call: +1 555 000 1111", "Bad - reply", "text. me"):
        rule = f"  - name: A\n    match: everything\n    actions:\n      - reply: '{text}'\n"
        assert told(f"rules:\n{rule}    stp: yes\n") == [("unknown-key", 6)]


def test_an_edit_of_one_line_is_told_beside_another_mistake() -> None:
    rule = "  - name: A\n    match; everything\n    actions: nothing\n    stp: yes\n"
    gap = "".join(
        f"  - name: R{n}\n    match: everything\n    actions: nothing\n" for n in range(6)
    )
    far = f"rules:\n{rule.replace('    stp: yes', '')}{gap}    stp: yes\n"
    assert told(far) == [("missing-colon", 3), ("unknown-key", 24)]


def test_digits_before_a_name_are_the_end_of_a_number() -> None:
    text = "people:\n  ann: +1 555 000 1111bob: +1 555 000 2222\n"
    (one,) = read_file(SourceFile("a.yaml", text.encode())).findings
    assert one.fix == "  ann: +1 555 000 1111\n  bob: +1 555 000 2222"
