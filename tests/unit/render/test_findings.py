"""Findings as text, lines, JSON and GitHub's commands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.source import SourceText
from router.render.caret import WIDEST, cells, underline
from router.render.findings import (
    as_covered_line,
    as_github,
    as_json,
    as_json_object,
    as_line,
    as_text,
)

ORDERS = "rules/20-orders.yaml"


def source(text: str, name: str = ORDERS) -> dict[str, SourceText]:
    return {name: SourceText(name, text)}


def finding(line: int = 1, column: int = 1, width: int = 1, **more: object) -> Diagnostic:
    span = Span(ORDERS, line, column, line, column + width)
    return Diagnostic("unknown-key", 'unknown action "replly"', span, **more)  # type: ignore[arg-type]


def test_a_finding_shows_its_line_carets_hints_and_the_corrected_line() -> None:
    text = "rules:\n  - name: Orders\n    match: everything\n\n\n\n    actions:\n      - replly: Hi"
    found = finding(
        8,
        9,
        6,
        hints=('did you mean "reply"? an action is reply, forward or multi-forward',),
        fix="      - reply: Hi",
    )

    assert as_text([found], source(text)) == (
        'rules/20-orders.yaml:8:9: error: unknown action "replly" [unknown-key]\n'
        "  |\n"
        "8 |       - replly: Hi\n"
        "  |         ^^^^^^\n"
        '  = did you mean "reply"? an action is reply, forward or multi-forward\n'
        "  = write:       - reply: Hi\n"
    )


def test_a_covered_line_has_no_number_but_says_where_it_is() -> None:
    found = Diagnostic(
        "bad-number", '"15551234567x" has letters', Span("rules/20261126.yaml", 3, 34, 3, 40)
    )
    assert as_covered_line(found) == (
        'rules/20261126.yaml:3:34: error: "***67x" has letters [bad-number]'
    )


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    shown = as_text([finding(100, 1, 3)], source("\n" * 99 + "abc"))

    assert shown.splitlines()[1:] == ["    |", "100 | abc", "    | ^^^"]


def test_several_corrected_lines_stand_below_each_other() -> None:
    shown = as_text([finding(fix="actions:\n  - reply: Hi")], source("x"))

    assert shown.splitlines()[-2:] == ["  = write: actions:", "  =          - reply: Hi"]


def test_a_corrected_line_too_long_to_paste_is_not_shown() -> None:
    assert "write" not in as_text([finding(fix="x" * 501)], source("x"))
    assert "write" in as_text([finding(fix="x" * 500)], source("x"))


@pytest.mark.parametrize(("lines", "shown"), [(12, 12), (13, 4)])
def test_of_many_corrected_lines_the_first_few_are_shown(lines: int, shown: int) -> None:
    found = finding(fix="\n".join(f"  line {n}" for n in range(1, lines + 1)))
    written = as_text([found], source("x")).splitlines()[4:]
    assert len(written) == shown
    assert written[2] == "  =          line 3"
    assert (written[-1] == "  =        … and 10 lines more") is (shown == 4)


def test_a_second_place_is_named() -> None:
    related = (Related("first used here", Span("rules/a.yaml", 3, 5, 3, 9)),)

    shown = as_text([finding(related=related)], source("x"))

    assert shown.splitlines()[-1] == "  = first used here: rules/a.yaml:3:5"


def test_findings_are_set_apart_by_an_empty_line() -> None:
    assert as_text([finding(), finding()], source("x")).count("\n\n") == 1
    assert as_text([], {}) == ""


def test_a_file_without_text_is_shown_without_its_line() -> None:
    shown = as_text([finding(hints=("save it as UTF-8",))], {})

    assert shown.splitlines()[1:] == ["  = save it as UTF-8"]


def test_a_line_that_is_not_there_is_not_shown() -> None:
    assert len(as_text([finding(9)], source("x")).splitlines()) == 1


def test_a_warning_says_so() -> None:
    warning = finding(severity=Severity.WARNING)

    expected = f'{ORDERS}:1:1: warning: unknown action "replly" [unknown-key]\n'
    assert as_line([warning]) == expected


def test_a_message_stays_on_its_line() -> None:
    span = Span("a\n.yaml", 1, 1, 1, 2)
    found = Diagnostic("x", "one\ntwo\x1b[31m", span, hints=("three\rfour",), fix="five\x07")

    assert as_line([found]) == "a·.yaml:1:1: error: one·two·[31m [x]\n"
    assert as_text([found], {}).splitlines()[1:] == ["  = three·four", "  = write: five·"]


def test_json_has_every_field() -> None:
    related = (Related("first used here", Span("b.yaml", 3, 5, 3, 9)),)
    (shown,) = json.loads(as_json([finding(2, 3, 4, hints=("é",), fix="x", related=related)]))

    assert shown == {
        "file": ORDERS,
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 7,
        "severity": "error",
        "code": "unknown-key",
        "message": 'unknown action "replly"',
        "hints": ["é"],
        "fix": "x",
        "related": [
            {
                "words": "first used here",
                "file": "b.yaml",
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 9,
            }
        ],
    }
    assert json.loads(as_json([])) == []


def test_an_object_of_findings_has_them_as_the_list_does() -> None:
    found = [finding(2, 3, hints=("é",)), finding(4)]

    assert json.loads(as_json_object(found)) == {"findings": json.loads(as_json(found))}


def test_github_gets_one_command_for_each_finding() -> None:
    assert as_github([finding(2, 3, hints=("50% off, ok",))]) == (
        f"::error file={ORDERS},line=2,col=3,title=unknown-key"
        '::unknown action "replly"%0A50%25 off, ok\n'
    )


def test_github_commands_cannot_be_broken_out_of() -> None:
    found = Diagnostic("x", "a\r\n::b", Span("c:,%.yaml", 1, 1, 1, 2))

    assert as_github([found]) == "::error file=c%3A%2C%25.yaml,line=1,col=1,title=x::a%0D%0A::b\n"


def carets(line: str, column: int, width: int) -> tuple[str, str]:
    shown = underline(line, Span("a", 1, column, 1, column + width))
    return shown.line, shown.carets


def test_carets_stand_under_wide_characters() -> None:
    assert carets("日本: x", 1, 2) == ("日本: x", "^^^^")
    assert carets("日本: x", 5, 1) == ("日本: x", "      ^")


def test_combining_characters_take_no_cell() -> None:
    assert carets("e\u0301te\u0301: x", 6, 1) == ("e\u0301te\u0301: x", "   ^")


def test_tabs_are_shown_as_blanks() -> None:
    assert carets("\ta\tb", 4, 1) == ("    a   b", "        ^")
    assert carets("\ta", 1, 1) == ("    a", "^^^^")


def test_characters_that_cannot_be_seen_are_shown_as_dots() -> None:
    assert carets("a\u200b\u00a0\x1b[1m", 2, 3) == ("a···[1m", " ^^^")


def test_an_emoji_of_several_people_stays_whole() -> None:
    family = "\U0001f469\u200d\U0001f467"

    assert carets(f"{family} x", 5, 1)[0] == f"{family} x"


def test_what_keeps_letters_apart_stays_and_takes_no_cell() -> None:
    assert carets("می\u200cخواهم: x", 9, 1) == ("می\u200cخواهم: x", "       ^")


def test_a_place_behind_the_line_gets_one_caret() -> None:
    assert carets("key:", 5, 0) == ("key:", "    ^")
    assert carets("key:", 90, 5) == ("key:", "    ^")


def test_a_stretch_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    shown = underline("  ab  ", Span("a", 1, 3, 4, 1))

    assert (shown.line, shown.carets) == ("  ab", "  ^^")


def test_a_long_line_is_cut_around_the_carets() -> None:
    shown = underline("a" * 500 + "bcd" + "e" * 500, Span("a", 1, 501, 1, 504))

    assert shown.line.startswith("…")
    assert shown.line.endswith("…")
    assert len(shown.line) == WIDEST + 2
    start = shown.carets.index("^")
    assert shown.line[start : start + len(shown.carets.strip())] == "bcd"


def test_a_long_stretch_is_underlined_as_far_as_it_is_shown() -> None:
    shown = underline("a" * 500, Span("a", 1, 1, 1, 501))

    assert shown.line == "a" * WIDEST + "…"
    assert shown.carets == "^" * WIDEST


@given(
    st.text(alphabet="ab\t日e\u0301\u200b\x07 ", max_size=300),
    st.integers(min_value=1, max_value=320),
    st.integers(min_value=0, max_value=320),
)
def test_any_line_fits_and_has_a_caret(line: str, column: int, width: int) -> None:
    shown = underline(line, Span("a", 1, column, 1, column + width))

    assert "^" in shown.carets
    assert shown.carets.lstrip(" ").strip("^") == ""
    assert sum(map(cells, shown.line)) <= WIDEST + 2
    assert len(shown.carets) <= WIDEST + 2
