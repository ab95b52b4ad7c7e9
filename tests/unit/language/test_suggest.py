"""Did you mean…: likeness and synonyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.lines import KEYS_OF
from router.language.suggest import distance, nearest

WORDS = st.text(alphabet="abcd", max_size=6)


@pytest.mark.parametrize(
    ("word", "place", "meant"),
    [
        ("replly", "action", "reply"),
        ("forwrad", "action", "forward"),
        ("multiforward", "action", "multi-forward"),
        ("multi_forward", "action", "multi-forward"),
        ("Forward-All", "action", "multi-forward"),
        ("broadcast", "action", "multi-forward"),
        ("relay", "action", "forward"),
        ("respond", "action", "reply"),
        ("if", "rule", "match"),
        ("when", "rule", "match"),
        ("then", "rule", "actions"),
        ("do", "rule", "actions"),
        ("action", "rule", "actions"),
        ("NAME", "rule", "name"),
        ("sms", "match", "text"),
        ("content", "match", "text"),
        ("sender", "match", "from"),
        ("phone", "match", "from"),
        ("number", "forward", "to"),
        ("startswith", "text", "starts-with"),
        ("begins with", "text", "starts-with"),
        ("keyword ", "text", "keyword"),
        ("keywords", "text", "keyword"),
    ],
)
def test_the_key_that_was_meant_is_found(word: str, place: str, meant: str) -> None:
    assert nearest(word, KEYS_OF[place]) == meant


@pytest.mark.parametrize("word", ["", "colour", "x", "   ", "a" * 1000])
def test_a_word_like_nothing_suggests_nothing(word: str) -> None:
    assert nearest(word, KEYS_OF["rule"]) is None


def test_a_synonym_of_something_not_allowed_here_is_not_suggested() -> None:
    assert nearest("respond", KEYS_OF["match"]) is None


def test_other_words_have_other_synonyms() -> None:
    assert nearest("boss", ["ann", "bob"], {"boss": ("bob",)}) == "bob"


def test_two_letters_swapped_are_one_slip() -> None:
    assert distance("stpo", "stop") == 1


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_nothing_only_for_equal_words(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance(a, b) <= max(len(a), len(b))


@given(st.sampled_from(KEYS_OF["rule"]))
def test_a_key_suggests_itself(key: str) -> None:
    assert nearest(key, KEYS_OF["rule"]) == key
