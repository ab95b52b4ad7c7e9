"""The edits of one bracket or brace that are tried in a line."""

import pytest

from router.language.edits.brackets import bracket_slips, ends_unopened


@pytest.mark.parametrize(
    "line",
    [
        "match: {text: [hours, open]}",
        'reply: "We are open :-}"',
        "reply: 'It''s {{'",
        'reply: "not closed [',
        "keyword: a  # :-]",
        "[" * 501,
        "",
    ],
)
def test_a_line_that_goes_together_or_is_too_long_gives_none(line: str) -> None:
    assert not list(bracket_slips(line))


@pytest.mark.parametrize(
    ("line", "meant", "message"),
    [
        ("a: {{to: b}", "a: {to: b}", 'there is one "{" too many'),
        ("a: [b, c", "a: [b, c]", 'a "]" is missing behind "c"'),
        ("a: [b, c  # why", "a: [b, c]  # why", 'a "]" is missing behind "c"'),
        ("a: [", "a: []", ""),
        ("- b: c, d: e}", "- {b: c, d: e}", 'a "{" is missing before "b: c, d: e"'),
        ("a: {b: [{c: d, e]}", "a: {b: [{c: d}, e]}", 'a "}" is missing behind "d"'),
        ("a: [b, c: d}]", "a: [b, {c: d}]", 'a "{" is missing before "c: d"'),
        ("a: [c: d}]", "a: [{c: d}]", 'a "{" is missing before "c: d"'),
        ('a: ["]", b}', 'a: ["]", b]', ""),
        ("a: {b: c]", "a: {b: c", 'there is one "]" too many'),
    ],
)
def test_what_was_meant_is_among_them(line: str, meant: str, message: str) -> None:
    told = {one.line: one.message for one in bracket_slips(line)}
    if message:
        assert told[meant] == message
    else:
        assert meant not in told


def test_there_is_an_end_to_the_edits_of_a_line() -> None:
    assert len([*bracket_slips("a: [" + "b, " * 100)]) == 30


@pytest.mark.parametrize(
    ("line", "ends"),
    [("a: b}", True), ("a: b}  # c", True), ("a: {b}", False), ("a: b} c", False), ("", False)],
)
def test_a_line_may_end_in_a_sign_that_closes_nothing(line: str, ends: bool) -> None:
    assert ends_unopened(line) is ends
