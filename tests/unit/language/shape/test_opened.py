"""Lists whose opening bracket went away: told, and read as the lists they were."""

import pytest

from router.language.reading import Reading, read_file
from router.language.source import SourceFile
from router.language.syntax import PhraseCondition


def read(*lines: str) -> Reading:
    return read_file(SourceFile("a.yaml", "\n".join(lines).encode()))


def told(*lines: str) -> list[tuple[str, int, str]]:
    return [(one.code, one.span.line, one.fix) for one in read(*lines).findings]


RULE = ("rules:", "  - name: A", "    match:")
ACTIONS = ("    actions:", "      - reply: Hello")


@pytest.mark.parametrize(
    "line",
    [
        "text: [hours, open]",
        "text: [hours]",
        "text: {keyword: [hours, open]}",
        "from: [+1 555 000 1111, {sender-id: AMAZON}]",
        "during: [office-hours, holidays ]  # both",
    ],
)
def test_the_line_with_its_bracket_mends_the_file(line: str) -> None:
    right = f"      {line}"
    lone = right.replace("[", "")
    found = read(*RULE, lone, *ACTIONS)
    assert [one.fix for one in found.findings] == [right]
    assert read(*RULE, right, *ACTIONS).findings == ()


def test_the_entries_are_where_they_stand_in_the_file() -> None:
    syntax = read(*RULE, "      text: hours, open]", *ACTIONS).syntax
    assert syntax is not None
    match = syntax.rules[0].match
    assert isinstance(match, PhraseCondition)
    assert [(one.text, one.span.line, one.span.column) for one in match.phrases] == [
        ("hours", 4, 13),
        ("open", 4, 20),
    ]


@pytest.mark.parametrize(
    "line", ["text: ':]'", 'text: "hours]"', "text: 'a, b]'", "regex: order]", "text: see :]"]
)
def test_what_may_end_in_a_bracket_is_left_alone(line: str) -> None:
    assert told(*RULE, f"      {line}", *ACTIONS, "      - reply: Hello]") == []


def test_a_text_over_two_lines_is_left_alone() -> None:
    codes = [code for code, _, _ in told(*RULE, "      text: hours,", "        open]", *ACTIONS)]
    assert "brackets" not in codes


def test_what_is_no_list_with_a_bracket_either_is_left_alone() -> None:
    assert told(*RULE, "      text: a}, b]", *ACTIONS) == []
    assert told(*RULE, "      text: a] b]", *ACTIONS) == []


def test_what_is_wrong_inside_is_told_beside_it_elsewhere() -> None:
    lines = ("lists:", "  staff: ann, bob]", *RULE, "      text: hours", "    actoins: nothing")
    assert [(code, line) for code, line, _ in told(*lines)] == [
        ("brackets", 2),
        ("unknown-key", 7),
    ]
