"""Captures: the keyword, what follows it, and what regexes held."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.folding import strip_unseen
from router.core.message import Captures
from router.engine.captures import capture, fillable, rest_behind
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    All,
    AnyOf,
    During,
    Everything,
    HasKeyword,
    Matcher,
    Not,
    OnDuty,
    Side,
    TextIs,
    TextMatches,
)
from router.engine.phrases import phrase
from tests.unit.engine.samples import ANN, OFFICE, ON_CALL, STRANGER, facts, pattern, phrases


def keyword(*words: str) -> HasKeyword:
    return HasKeyword(phrases(*words))


def regex(source: str) -> TextMatches:
    return TextMatches(pattern(source))


@pytest.mark.parametrize(
    ("word", "text", "rest"),
    [
        ("all", "ALL meeting at 5", "meeting at 5"),
        ("all", "ALL: meeting", "meeting"),
        ("all", "all - meeting", "meeting"),
        ("all", "all – meeting", "meeting"),
        ("all", "all : meeting", "meeting"),
        ("all", "all:meeting", "meeting"),
        ("all", "All…  meeting  ", "meeting"),
        ("all", "«all» meeting", "meeting"),
        ("all", "(All) meeting", "meeting"),
        ("all", "all -", ""),
        ("all", "all", ""),
        ("all", "all?!", ""),
        ("all", "  ...all\nstaff\nmeeting", "staff\nmeeting"),
        ("temp", "temp -5", "-5"),
        ("order", "order #12", "#12"),
        ("order", "order (12)", "(12)"),
        ("stop all", "Stop \t ALL now", "now"),
        ("straße", "STRASSE 5", "5"),
        ("strasse", "Straße 5", "5"),
        ("cafe", "Café 9", "9"),
        ("cafe", "cafe\u0301 9", "9"),
        ("café", "CAFE 9", "9"),
        ("fish", "ﬁsh & chips", "& chips"),
        ("abc", "ＡＢＣ：１２", "１２"),
        ("❤", "❤\ufe0f you", "you"),
        ("❤\ufe0f", "❤ you", "you"),
        ("❤❤", "❤\ufe0f❤\ufe0f you", "you"),
        ("1", "1\ufe0f\u20e3 yes", "yes"),
        ("1\ufe0f\u20e3", "1 yes", "yes"),
        ("👍", "👍 ok 👍", "ok 👍"),
        ("ok", "👍 ok 👍", "👍"),
        ("order", "<ORDER> 5", "5"),
        ("hours", "\u200fHours\u200b", ""),
        ("hours", "Hours: 5\u200f ", "5"),
        ("ガ", "ｶﾞ 5", "5"),
        ("no", "№ 5", "5"),
        ("1", "½ cup", "cup"),
        ("don't", "Don’t – go", "go"),
        ("#info", " #INFO: x", "x"),
        ("कि", "कि ok", "ok"),
    ],
)
def test_the_rest_is_what_follows_the_keyword_as_received(word: str, text: str, rest: str) -> None:
    assert keyword(word).test(facts(text))
    assert rest_behind(phrase(word), text) == rest


PLAIN = st.text(alphabet="abcXYZ059 ?!,.:;-()#'\"$+\n", max_size=20)


@given(st.from_regex(r"[a-z]{1,6}( [a-z]{1,6})?", fullmatch=True), PLAIN, PLAIN)
def test_for_plain_texts_the_rest_is_the_plain_computation(
    word: str, before: str, behind: str
) -> None:
    lead = re.sub(r"[^\s.,:;!?()'\"#-]", "", before)
    text = f"{lead}{word.upper()}{behind}"
    if keyword(word).test(facts(text)):
        expected = behind.lstrip(':;,.!?)"-').lstrip()
        expected = re.sub(r"\A[:-](?=\s|\Z)", "", expected).strip()
        assert rest_behind(phrase(word), text) == expected


@given(st.sampled_from(["Straße", "Ｃａｆé", "ﬁsh", "n\u0303o", "stop  all"]), st.text(max_size=20))
def test_whatever_its_letters_the_rest_is_the_end_of_the_text(word: str, behind: str) -> None:
    text = f"{word} {behind}"
    rest = rest_behind(phrase(word), text)
    assert strip_unseen(text).endswith(rest)
    assert len(rest) <= len(behind.strip())


def test_a_huge_text_has_a_rest_too() -> None:
    text = "¡" * 30_000 + "óle x"
    assert rest_behind(phrase("ole"), text) == "x"


def test_the_keyword_is_given_as_the_rule_writes_it() -> None:
    assert capture(keyword("Hours"), facts("HOURS? now")) == Captures("Hours", "now", {})
    assert capture(keyword("all", "All Staff"), facts("all staff: hi")).rest == "hi"


def test_without_a_keyword_there_is_neither_keyword_nor_rest() -> None:
    assert capture(TextIs(phrases("hours")), facts("hours")) == Captures()
    assert capture(Everything(), facts("hours")) == Captures()


def test_the_first_keyword_that_holds_is_the_one() -> None:
    match = AnyOf((All((keyword("a"), keyword("zzz"))), keyword("b"), keyword("a b"), keyword("a")))
    assert capture(match, facts("a b c")).keyword == "a b"
    both = All((keyword("a"), keyword("a b")))
    assert capture(both, facts("a b c")) == Captures("a", "b c", {})


def test_groups_have_numbers_and_names() -> None:
    found = capture(regex(r"order (?P<number>\d+)(x)?"), facts("order 12"))
    assert found.groups == {"1": "12", "2": "", "number": "12"}


def test_groups_come_from_the_first_regex_that_has_any_and_holds() -> None:
    either = AnyOf((regex(r"table (\d+) (\d+)"), regex(r"order (\d+)")))
    assert capture(either, facts("order 7")).groups == {"1": "7"}
    both = All((regex("order"), regex(r"(o)(?P<n>r)"), regex(r"(?P<n>x)?(\d+)(?P<m>)")))
    assert capture(both, facts("order 7")).groups == {"1": "o", "2": "r", "n": "r", "m": ""}


def test_a_regex_on_the_text_comes_before_one_on_an_address() -> None:
    area = AddressMatches(Side.FROM, pattern(r"\+1(?P<area>\d{3})"))
    desk = AddressMatches(Side.TO, pattern(r"(\d{4})$"))
    both = All((area, desk, regex(r"order (\d+)")))
    assert capture(both, facts("order 7")).groups == {"1": "7", "area": "555"}
    assert capture(All((desk, area)), facts("hi")).groups == {"1": "4321", "area": "555"}


def test_nothing_under_a_not_captures() -> None:
    match = All((Not(keyword("stop")), Not(regex("(x)")), keyword("a"), regex("(b)")))
    assert capture(match, facts("a b")) == Captures("a", "b", {"1": "b"})
    assert fillable(Not(regex("(x)"))) == frozenset()


@pytest.mark.parametrize(
    ("match", "names"),
    [
        (Everything(), set()),
        (AddressIs(Side.FROM, frozenset({ANN}), "ann"), set()),
        (All((During((OFFICE,)), OnDuty(Side.FROM, ON_CALL))), set()),
        (keyword("a"), {"keyword", "rest"}),
        (AnyOf((keyword("a"), regex(r"(?P<n>\d)(.)"))), {"keyword", "rest", "1", "2", "n"}),
        (All((AddressMatches(Side.FROM, pattern("(5)")), regex("x"))), {"1"}),
    ],
)
def test_a_match_knows_what_it_can_fill(match: Matcher, names: set[str]) -> None:
    assert fillable(match) == names


def test_a_match_fills_no_more_than_it_says() -> None:
    match = AnyOf((keyword("a"), regex(r"(?P<n>\d)"), AddressMatches(Side.FROM, pattern("(5)"))))
    captured = capture(match, facts("a 5", STRANGER))
    assert set(captured.groups) <= fillable(match)
