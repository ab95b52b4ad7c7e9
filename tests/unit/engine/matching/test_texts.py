"""Conditions on the text: when each holds, and the clause that says why or why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.folding import fold, strip_punctuation
from router.engine.matchers import (
    HasKeyword,
    HasWord,
    LengthBetween,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from tests.unit.engine.samples import facts, pattern, phrases


@pytest.mark.parametrize("text", ["Stop", "STOP!", " «stop» ", "…stop…", "ｓｔｏｐ", "stóp."])
def test_the_whole_text_is_compared_without_punctuation_at_its_ends(text: str) -> None:
    assert TextIs(phrases("stop")).test(facts(text))
    assert TextIs(phrases("(Stop)")).test(facts(text))


@pytest.mark.parametrize("text", ["stop\u200b", "\u200fStop!", "\ufeff«stop»\u2060 "])
def test_what_nobody_sees_at_the_ends_of_a_text_does_not_count(text: str) -> None:
    assert TextIs(phrases("stop")).test(facts(text))


@pytest.mark.parametrize("text", ["stop it", "don't stop", "sto p", "", "!", "stop 👍"])
def test_a_text_with_anything_else_in_it_is_another_text(text: str) -> None:
    assert not TextIs(phrases("stop")).test(facts(text))


def test_punctuation_alone_is_compared_as_it_stands() -> None:
    assert TextIs(phrases("?")).test(facts(" ？ "))
    assert not TextIs(phrases("?")).test(facts("??"))
    assert not TextIs(phrases("?")).test(facts(""))
    assert not TextIs(phrases("?")).test(facts("stop?"))


def test_the_text_may_be_any_of_several() -> None:
    either = TextIs(phrases("stop", "stop all"))
    assert either.test(facts("Stop  all"))
    assert either.why(facts("Stop  all")) == "the text is “stop all”"
    assert either.why(facts("go")) == "text “go” is not “stop” or “stop all”"


@pytest.mark.parametrize(
    "text",
    [
        "Hours?", "hours please", "HOURS", "  ¿hours", "hours: now", "“Hours”",
        "<HOURS>", "$hours", "👍🏽 hours", "❤\ufe0f hours", "\u200fhours", "\ufeff (hours)",
    ],
)  # fmt: skip
def test_a_keyword_is_the_first_word(text: str) -> None:
    assert HasKeyword(phrases("hours")).test(facts(text))


@pytest.mark.parametrize(
    "text", ["hours2", "my hours", "hour", "hoursé", "", "?", "_hours", "1 hours"]
)
def test_a_keyword_is_not_elsewhere_and_not_part_of_a_word(text: str) -> None:
    assert not HasKeyword(phrases("hours")).test(facts(text))


def test_a_keyword_may_have_several_words() -> None:
    keyword = HasKeyword(phrases("Stop  all"))
    assert keyword.test(facts("stop\nALL now"))
    assert not keyword.test(facts("stop"))
    assert not keyword.test(facts("stop-all"))


@pytest.mark.parametrize("word", ["$5", "👍", "+"])
def test_a_keyword_that_begins_with_a_sign_is_the_very_beginning(word: str) -> None:
    keyword = HasKeyword(phrases(word))
    assert keyword.test(facts(f" {word} please"))
    assert not keyword.test(facts(f"({word}) please"))
    assert not keyword.test(facts(f"{word}x"))


def test_a_keyword_that_begins_with_punctuation_insists_on_it() -> None:
    keyword = HasKeyword(phrases("#info"))
    assert keyword.test(facts(" #Info please"))
    assert not keyword.test(facts("info please"))
    assert not keyword.test(facts("#information"))


def test_of_several_keywords_the_longest_counts() -> None:
    keyword = HasKeyword(phrases("all", "all staff", "al"))
    assert keyword.keyword(facts("All staff: hi")) == phrases("all staff")[0]
    assert keyword.keyword(facts("All: hi")) == phrases("all")[0]
    assert keyword.keyword(facts("hi")) is None


def test_a_keyword_says_what_the_text_starts_with() -> None:
    keyword = HasKeyword(phrases("hours", "stop all"))
    assert keyword.why(facts("hours?")) == "the text starts with the word “hours”"
    assert keyword.why(facts("stop all?")) == "the text starts with the words “stop all”"
    assert keyword.why(facts("foo")) == (
        "text “foo” does not start with the word “hours” or “stop all”"
    )
    assert keyword.why(facts(" ")) == (
        "the text is empty and does not start with the word “hours” or “stop all”"
    )


def test_starts_ends_and_contains_may_be_in_the_middle_of_a_word() -> None:
    text = facts("My car-keys, SOMEWHERE")
    assert TextStarts(phrases("x", "my c")).test(text)
    assert TextEnds(phrases("where")).test(text)
    assert TextContains(phrases("x", "-KEY")).test(text)
    assert not TextStarts(phrases("car")).test(text)
    assert not TextEnds(phrases("some")).test(text)
    assert not TextContains(phrases("car keys")).test(text)


def test_each_text_condition_says_why() -> None:
    text = facts("my keys")
    assert TextStarts(phrases("My")).why(text) == "the text starts with “My”"
    assert TextStarts(phrases("a")).why(text) == "text “my keys” does not start with “a”"
    assert TextEnds(phrases("keys")).why(text) == "the text ends with “keys”"
    assert TextEnds(phrases("a")).why(text) == "text “my keys” does not end with “a”"
    assert TextContains(phrases("y k")).why(text) == "the text contains “y k”"
    assert TextContains(phrases("a")).why(text) == "text “my keys” does not contain “a”"
    assert HasWord(phrases("my")).why(text) == "the text has the word “my”"
    assert HasWord(phrases("key")).why(text) == "text “my keys” does not have the word “key”"


def test_a_word_is_found_whole_wherever_it_stands() -> None:
    assert HasWord(phrases("Parking")).test(facts("where is the parking?"))
    assert HasWord(phrases("key", "my keys")).test(facts("lost my keys"))
    assert not HasWord(phrases("park")).test(facts("where is the parking?"))


def test_many_texts_are_counted_in_the_clause() -> None:
    assert TextIs(phrases(*"abcdefg")).why(facts("x")) == "text “x” is not “a”, “b”, “c” or 4 more"


def test_a_long_text_is_shortened_in_the_clause() -> None:
    why = TextIs(phrases("a")).why(facts("0123456789" * 9))
    assert why == f"text “{'0123456789' * 3}012345678…” is not “a”"


@pytest.mark.parametrize(
    ("minimum", "maximum", "holds", "why"),
    [
        (None, 5, True, "the text has 5 characters, at most 5"),
        (None, 4, False, "the text has 5 characters, not at most 4"),
        (5, None, True, "the text has 5 characters, 5 or more"),
        (6, None, False, "the text has 5 characters, not 6 or more"),
        (1, 9, True, "the text has 5 characters, 1 to 9"),
        (6, 9, False, "the text has 5 characters, not 6 to 9"),
        (1, 4, False, "the text has 5 characters, not 1 to 4"),
        (None, None, True, "the text has 5 characters, 0 or more"),
    ],
)
def test_length_counts_characters_as_received(
    minimum: int | None, maximum: int | None, holds: bool, why: str
) -> None:
    text = facts(" é👍ß ")
    assert LengthBetween(minimum, maximum).test(text) is holds
    assert LengthBetween(minimum, maximum).why(text) == why


def test_a_regex_sees_the_text_as_received() -> None:
    order = TextMatches(pattern(r"order (\d+)"))
    assert order.test(facts("my ORDER 12"))
    assert not order.test(facts("my order  12"))
    assert order.why(facts("order 12")) == r"the text matches the regex “order (\d+)”"
    assert order.why(facts("x")) == r"text “x” does not match the regex “order (\d+)”"


def test_forms_of_the_text_are_made_once() -> None:
    text = facts("«Hours?»")
    assert text.folded is text.folded
    assert text.opening is text.opening
    assert text.bare is text.bare
    assert text.readable is text.readable


TEXTS = st.text(alphabet="abc ß?!-é2’\n", max_size=12)


@given(TEXTS, TEXTS)
def test_a_text_that_is_the_words_also_starts_with_ends_with_and_contains_them(
    text: str, wanted: str
) -> None:
    bare = strip_punctuation(fold(wanted))
    if bare and TextIs(phrases(bare)).test(facts(text)):
        assert TextContains(phrases(bare)).test(facts(text))
        assert HasKeyword(phrases(bare)).test(facts(text))
        assert HasWord(phrases(bare)).test(facts(text))


@given(TEXTS)
def test_every_text_meets_the_literal_made_of_itself(text: str) -> None:
    for condition in (TextIs, TextStarts, TextEnds, TextContains):
        assert condition(phrases(text)).test(facts(text))


@given(TEXTS, TEXTS)
def test_case_and_blanks_never_matter_to_a_literal(text: str, wanted: str) -> None:
    louder = f"  {text.upper()}\t"
    for condition in (TextIs, HasKeyword, TextStarts, TextEnds, TextContains, HasWord):
        made = condition(phrases(wanted))
        assert made.test(facts(text)) is made.test(facts(louder))
