"""Regexes: what is found, what is captured, and how a refused one is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.engine.regexes.patterns import Pattern, PatternProblem, compile_pattern, readable
from router.engine.regexes.problems import explain_refusal
from tests.unit.engine.samples import pattern

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


def test_upper_and_lower_case_are_alike_unless_said() -> None:
    assert pattern("straße É").search("STRAßE é") is not None
    assert pattern("Hours", case_sensitive=True).search("hours") is None


def test_a_regex_sees_the_text_as_received() -> None:
    assert pattern("cafe").search("café") is None
    assert pattern("a  b").search("a  b") is not None
    assert pattern("a b").search("a  b") is None


def test_the_anchors_are_the_ends_of_the_text_and_not_of_a_line() -> None:
    assert pattern("^b").search("a\nb") is None
    assert pattern("a$").search("a\nb") is None
    assert pattern("^a$").search("a\n") is None
    assert pattern("^a\nb$").search("a\nb") is not None


def test_a_match_gives_its_groups_by_number_and_by_name() -> None:
    found = pattern(r"order (?P<number>\d+)(x)?").search("My Order 1234, please")
    assert found == {"0": "Order 1234", "1": "1234", "2": "", "number": "1234"}


def test_a_match_without_groups_still_counts_as_a_match() -> None:
    assert pattern("x").search("axb") == {"0": "x"}
    assert pattern("x").search("ab") is None


def test_captures_keep_characters_of_any_length_whole() -> None:
    found = pattern("<(.*)>").search("é<👍ß字>é")
    assert found is not None
    assert found["1"] == "👍ß字"


def test_a_pattern_knows_its_groups() -> None:
    made = pattern(r"(a)(?P<é>b)(?P<b_2>c)")
    assert made.groups == 3
    assert made.group_names == ("é", "b_2")
    assert pattern("a").group_names == ()


def test_half_a_character_does_no_harm() -> None:
    assert pattern("^a.b$").search("a\ud800b") == {"0": "a\ufffdb"}
    assert readable("a\udfff") == "a\ufffd".encode()
    found = pattern(r"(\C)").search("é")
    assert found is not None
    assert found["1"] == "\ufffd"


@given(ANY_TEXT)
def test_no_text_is_too_strange_to_search(text: str) -> None:
    whole = pattern("(?s)^(.*)$").search(text)
    assert whole is not None
    assert len(whole["1"]) == len(text)
    assert pattern("(?s)^.*$").finds(readable(text))


@pytest.mark.parametrize("source", ["", "x*", "(hours)?", "a|", "^", ".*"])
def test_a_regex_that_insists_on_nothing_is_found_out(source: str) -> None:
    assert pattern(source).matches_empty()


@pytest.mark.parametrize("source", ["x", "^$", r"^\s*$", "^(hours)?$", r"^\W*$", r"^\w*$", "x+"])
def test_a_regex_that_insists_on_something_is_fine(source: str) -> None:
    assert not pattern(source).matches_empty()


@pytest.mark.parametrize(
    ("source", "part", "words", "hint"),
    [
        ("a(?=b)", "(?=", "lookahead", "`not:`"),
        ("a(?!b)", "(?!", "lookahead", "has-word"),
        ("(?<=a)b", "(?<=", "lookbehind", "`not:`"),
        ("(?<!a)b", "(?<!", "lookbehind", "`not:`"),
        (r"(a)\1", "\\1", "not known", "same text twice"),
        (r"(?P<x>a)(?P=x)", "(?P=", "back-reference", "same text twice"),
        (r"(?<x>a)\k<x>", "\\k", "not known", "same text twice"),
        ("a++", "++", "not known", "write + alone"),
        ("a*+", "*+", "not known", "write * alone"),
        ("a{2}+", "{2}+", "not known", "write {2} alone"),
        ("(?>a)", "(?>", "atomic", "(?:"),
        ("(?(1)a|b)", "(?(", "condition", "`any:`"),
        ("(?#note)", "(?#", "remark", "end of the line"),
        ("(?P>x)", "(?P", "not known", "(?P<name>…)"),
        (r"a\Z", "\\Z", "not known", "$ or \\z"),
        (r"\h", "\\h", "not known", "[ \\t]"),
        (r"\e", "\\e", "not known", "write \\\\e"),
        ("[abc", "[abc", "closing ]", "\\["),
        ("(a", "(a", "closing )", "\\("),
        ("a)", "a)", "closes nothing", "\\)"),
        ("*a", "*", "nothing before it", "before it"),
        ("a**", "**", "repeats twice", "alone"),
        ("a{1001}", "{1001}", "too often", "1,000"),
        ("[z-a]", "z-a", "range", "a-z"),
        (r"\p{Foo}", "\\p{Foo}", "kind of character", "\\pL"),
        ("(?P<a-b>c)", "(?P<a-b>", "name for a group", "(?P<name>…)"),
        ("a\\", "", "lone \\", "\\\\"),
        ("(\\pL{100}){10}", "", "too big", "`any:`"),
        ("a\ud800", "", "half of a character", "again"),
    ],
)
def test_a_refused_regex_says_which_part_and_what_to_write(
    source: str, part: str, words: str, hint: str
) -> None:
    problem = compile_pattern(source)
    assert isinstance(problem, PatternProblem)
    assert problem.part == part
    assert words in problem.words
    assert hint in problem.hint


SCRAPS = [
    *("(", ")", "(?", "(?P<n>", "(?<", "[", "]", "{2}", "{9,1}", "*", "+", "?", "|", "\\", "\\p"),
    *("\\1", "^", "$", ".", "a", "é", "\ud800", "-", "=", "!", ":", "\\Q", "[[:x:]]", "\\x{"),
]


@given(st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_any_pattern_is_taken_or_explained_in_a_line(source: str) -> None:
    made = compile_pattern(source)
    if isinstance(made, Pattern):
        made.search("a\ud800é")
    else:
        assert made.words
        assert "\n" not in made.words
        assert len(made.words) <= 100
        assert made.hint


def test_a_complaint_nobody_foresaw_is_passed_on() -> None:
    problem = explain_refusal("a", "quite new: a")
    assert problem.words == "the regex cannot be read: quite new: a"


def test_many_nested_groups_are_fine() -> None:
    assert pattern("(" * 900 + "a" + ")" * 900).groups == 900


@pytest.mark.parametrize("source", [r"(?P<n>\d)|(?P<n>x)", r"(?<n>\d)\[(?P<m>x)(?<n>y)"])
def test_two_groups_of_one_name_are_refused(source: str) -> None:
    problem = compile_pattern(source)
    assert isinstance(problem, PatternProblem)
    assert problem.words == "two groups of the regex are called “n”"
    assert "(?" in problem.part


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<n>\d)[(?P<n>]",
        r"(?P<n>\d)[^](?P<n>]",
        r"(?P<n>\d)\(?P<n>",
        r"(?P<n>\d)\Q(?P<n>\E",
        r"(?P<n>\d)\Q(?P<n>",
        r"(?P<n>\d)(?P<m>\d)(x)(y)",
    ],
)
def test_what_only_looks_like_a_second_group_of_that_name_is_none(source: str) -> None:
    assert isinstance(compile_pattern(source), Pattern)
