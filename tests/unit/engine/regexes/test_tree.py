"""Regexes read into a tree, and the texts written from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.regexes.texts import MAX_LENGTH, found_texts
from router.engine.regexes.tree import insists_on_nothing, outline, shortest
from tests.unit.engine.samples import pattern


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("order", "order"),
        (r"^order\s+(?P<number>\d{4})$", "order 1234"),
        (r"(?i)^all[:,]?\s*(.+)$", "all please"),
        (r"\bhelp\b", "help"),
        (r"^[A-Z]{2}\d{3,5}$", "HE123"),
        ("^[A-Z]+$", "HELLO"),
        (r"\w+@\w+\.com", "hello@hello.com"),
        ("(?:yes|no|maybe) thanks", "yes thanks"),
        (r"[^a-z]{5}", "12345"),
        ("é+", "é"),
        ("[é-ü]+", "é"),
        (r"\pL{3}x", "helx"),
        (r"\p{Greek}+", "α"),
        ("[[:digit:]_]{2}", "12"),
        (r"[\]x-]", "x"),
        ("[]x]", "x"),
        ("[^]x]+", "please"),
        (r"a\.b\*", "a.b*"),
        (r"\Qa.b*\E!", "a.b*!"),
        (r"\Qa.b", "a.b"),
        (r"a\tb\nc", "a\tb\nc"),
        (r"\x41\x{e9}\101", "AéA"),
        ("a{,3}b{", "a{,3}b{"),
        ("(ab){2,}c?", "abab"),
        ("a{3}", "aaa"),
        ("(a|b)(?:c|d)", "ac"),
        ("(?P<a>x)(?<b>y)", "xy"),
        ("(?i:X)(?-i)y", "Xy"),
        ("x|", "x"),
        ("()", ""),
        (".", "p"),
        (".+", "please"),
        ("x.*y", "xy"),
        ("x.??y", "xy"),
        (r"^\s*hi\s*$", "hi"),
    ],
)
def test_a_text_is_written_as_a_person_would(source: str, text: str) -> None:
    made = pattern(source)
    assert next(found_texts(made)) == text
    assert made.search(text) is not None


def test_each_alternative_gets_its_turn() -> None:
    assert list(found_texts(pattern("yes|no|maybe"))) == ["yes", "no", "maybe"]
    assert "ax" in list(found_texts(pattern("ax?")))
    assert "a" in list(found_texts(pattern("ax?")))
    assert "a please" in list(found_texts(pattern("a( .*)?")))


def test_what_may_stand_anywhere_is_put_where_anything_may() -> None:
    assert next(found_texts(pattern("^order.*now$"), " urgent ")) == "order urgent now"
    assert next(found_texts(pattern("^order.{2,3}now$"), " urgent ")) == "orderplnow"
    assert next(found_texts(pattern("^.{9,}$"), "urgent")) == "please pl"
    assert next(found_texts(pattern("^a.*b$"), "x\ny")) == "ab"


def test_a_text_is_written_longer_where_it_may_be() -> None:
    assert next(found_texts(pattern(r"^\d+$"), longer=6)) == "1234567890"
    assert next(found_texts(pattern(r"^\d+-\d+$"), longer=2)) == "123456-1234"


def test_nothing_endless_is_written() -> None:
    assert list(found_texts(pattern("a{1000}b{1000}c{1000}"))) == []
    assert all(len(text) <= MAX_LENGTH for text in found_texts(pattern("((ab){30}){30}")))


@pytest.mark.parametrize(
    "source", [r"a\Cb", r"\Qab\E+", r"x\Qab\E{2}", "x(?i)*", "(" * 60 + "a" + ")" * 60]
)
def test_a_regex_that_is_not_followed_is_given_up(source: str) -> None:
    assert outline(pattern(source)) is None
    assert list(found_texts(pattern(source))) == []
    assert shortest(pattern(source)) == 0
    assert not insists_on_nothing(pattern(source))


def test_a_class_that_nothing_well_known_is_in_is_left_out() -> None:
    assert list(found_texts(pattern(r"a\p{Ogham}"))) == ["a"]
    assert list(found_texts(pattern(r"[^\x{0}-\x{10ffff}]+"))) == [""]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", True),
        ("a*", True),
        ("(a|b?)c*", True),
        ("(?i)", True),
        (r"\Q\E", True),
        ("(a*)+", True),
        ("a|^", False),
        ("^", False),
        ("a+", False),
        ("a?b", False),
        (".", False),
    ],
)
def test_a_regex_that_insists_on_nothing_is_known(source: str, expected: bool) -> None:
    assert insists_on_nothing(pattern(source)) is expected


_sources = st.lists(
    st.sampled_from(
        [
            *"aB1 .|()[]{}?*+^$-,_é",
            *("a{2}", "[ab]", "[^a]", r"\d", r"\w+", r"\b", "(?i)", "(?:", "()", r"\.", r"\Q"),
            *(r"\E", r"\pL", r"\x41", "[[:alpha:]]", "{2,3}", "(?P<n>", r"\s*", "?:"),
        ]
    ),
    max_size=8,
).map("".join)


@given(_sources, st.text(alphabet="aB1 .é_-", max_size=6))
def test_what_is_said_of_a_regex_is_true_of_every_text(source: str, text: str) -> None:
    made = compile_pattern(source)
    if isinstance(made, Pattern):
        if made.search(text) is not None:
            assert shortest(made) <= len(text)
        else:
            assert not insists_on_nothing(made)


@given(_sources)
def test_a_text_can_be_written_for_nearly_any_regex(source: str) -> None:
    """Anchors inside and edges of words are not kept: without them, one text always fits."""
    made = compile_pattern(source)
    plain = not any(sign in source for sign in ("^", "$", r"\b"))
    if isinstance(made, Pattern) and plain and outline(made) is not None:
        assert any(made.search(text) is not None for text in found_texts(made))
