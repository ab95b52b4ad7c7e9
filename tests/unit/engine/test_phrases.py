"""Literal texts: how keywords and whole words are found in folded texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.folding import fold
from router.engine.phrases import holds_words, opens_with, phrase

WORDS = st.text(alphabet="ab_2 -?é\ufe0f", max_size=8)


def test_a_phrase_keeps_what_was_written_beside_what_is_compared() -> None:
    made = phrase("  «Stop  ALL!»")
    assert made.written == "  «Stop  ALL!»"
    assert made.folded == "«stop all!»"
    assert made.bare == "stop all"
    assert made.signed
    assert phrase("$5").signed
    assert not phrase("stop").signed
    assert not phrase("").signed


@pytest.mark.parametrize(
    "text", ["hours", "hours please", "hours?", "hours-x", "hours 👍", "hours\ufe0f"]
)
def test_a_keyword_ends_at_a_separator_or_with_the_text(text: str) -> None:
    assert opens_with(text, "hours")


@pytest.mark.parametrize(
    "text", ["hours2", "hoursx", "hours_", "hour", "my hours", "hours\u093f", ""]
)
def test_a_keyword_is_not_the_beginning_of_a_longer_word(text: str) -> None:
    assert not opens_with(text, "hours")


def test_no_text_opens_with_or_holds_nothing() -> None:
    assert not opens_with("hours", "")
    assert not holds_words("hours", "")


@pytest.mark.parametrize(
    "text", ["car park", "the car park", "a car park?", "(car park)", "scar park, car park"]
)
def test_whole_words_are_found_anywhere(text: str) -> None:
    assert holds_words(text, "car park")


@pytest.mark.parametrize(
    "text", ["scar park", "car parks", "car  park", "carpark", "ècar park", "car park2", ""]
)
def test_parts_of_longer_words_are_not_whole_words(text: str) -> None:
    assert not holds_words(text, "car park")


@given(WORDS, WORDS)
def test_a_text_holds_every_keyword_it_opens_with(text: str, words: str) -> None:
    text, words = fold(text), fold(words)
    if opens_with(text, words):
        assert holds_words(text, words)


@given(WORDS.map(fold).filter(bool), WORDS.map(fold), WORDS.map(fold))
def test_words_between_blanks_are_whole_words(words: str, before: str, behind: str) -> None:
    assert holds_words(f"{before} {words} {behind}", words)
