"""Folding: what makes two texts look alike to a literal condition."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.folding import (
    continues_word,
    fold,
    from_first_word,
    is_invisible_mark,
    strip_punctuation,
    strip_unseen,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
"""Every code point, lone surrogates included."""


@pytest.mark.parametrize(
    ("received", "folded"),
    [
        ("  Hours\t\n please ", "hours please"),
        ("CAFÉ", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Straße", "strasse"),
        ("ﬁsh", "fish"),
        ("ＡＢＣ１２", "abc12"),
        ("don’t", "don't"),
        ("„so“ ‚so‛", "\"so\" 'so'"),
        ("9–17 — ok − 5", "9-17 - ok - 5"),
        ("a\u00a0\u3000b", "a b"),
        ("İstanbul", "istanbul"),
        ("Σίσυφος", "σισυφοσ"),
        ("\u30ab\u3099", "\u30ac"),
        ("wait…", "wait..."),
        ("❤\ufe0f ❤\ufe0e ❤", "❤ ❤ ❤"),
        ("1\ufe0f\u20e3 or #\ufe0f\u20e3", "1 or #"),
        ("葛\U000e0100", "葛"),
        ("\u30ab\ufe0f\u3099", "\u30ac"),
        ("", ""),
    ],
)
def test_a_text_folds_to_its_plain_lower_case_form(received: str, folded: str) -> None:
    assert fold(received) == folded


def test_accents_of_latin_letters_go_and_vowel_signs_of_other_scripts_stay() -> None:
    assert fold("é") == "e"
    assert fold("कि") == "कि"


@pytest.mark.exhaustive
def test_every_single_character_folds_to_something_that_folds_to_itself() -> None:
    restless = [code for code in range(0x110000) if fold(fold(chr(code))) != fold(chr(code))]
    assert restless == []


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_a_folded_text_has_no_blanks_at_its_ends_and_none_doubled(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text: str) -> None:
    assert fold(text + " \u0301") == fold(text)


@given(ANY_TEXT)
def test_compatible_and_decomposed_spellings_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(st.text(alphabet="abcxyz019 .,'\"-é"))
def test_case_accents_width_quotes_and_dashes_make_no_difference(text: str) -> None:
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    fancy = text.replace("'", "’").replace('"', "“").replace("-", "–")
    assert fold(text.upper()) == fold(text)
    assert fold(text.translate(wide)) == fold(text)
    assert fold(fancy) == fold(text)
    assert fold(text.replace("a", "a\u0301")) == fold(text)
    assert fold(text.replace(" ", " \t\n")) == fold(text)


def test_punctuation_and_blanks_are_stripped_from_the_ends_only() -> None:
    assert strip_punctuation("¿ «what's up»?!") == "what's up"
    assert strip_punctuation("\u200f(a\u200bb)\ufeff \u200b") == "a\u200bb"
    assert strip_punctuation("?!") == ""


def test_blanks_that_nobody_sees_are_stripped_too() -> None:
    assert strip_unseen("\u200b \u200f-5\u200b!\n\u2060") == "-5\u200b!"
    assert strip_unseen(" \ufeff ") == ""


def test_the_first_word_comes_behind_signs_emoji_and_blanks() -> None:
    assert from_first_word("... (hours)?") == "hours)?"
    assert from_first_word("<👍🏽 \u200f$5") == "5"
    assert from_first_word("_x") == "_x"
    assert from_first_word("?! 👍") == ""


def test_symbols_and_emoji_are_not_punctuation() -> None:
    assert strip_punctuation("+5 $") == "+5 $"
    assert strip_punctuation("👍") == "👍"


@pytest.mark.parametrize("character", ["a", "é", "я", "字", "7", "٣", "½", "_", "\u093f"])
def test_letters_numbers_marks_and_the_underscore_continue_a_word(character: str) -> None:
    assert continues_word(character)


@pytest.mark.parametrize(
    "character", [" ", "?", "-", "+", "👍", "\u200d", "\ufe0f", "\U000e0100", "\u20e3"]
)
def test_anything_else_separates_words(character: str) -> None:
    assert not continues_word(character)


@given(ANY_TEXT, st.sampled_from("\ufe0e\ufe0f\u180b\U000e0100\u20e3"))
def test_what_styles_an_emoji_makes_no_difference(text: str, mark: str) -> None:
    assert fold(mark.join(text)) == fold(text.replace(mark, ""))


def test_accents_and_what_styles_an_emoji_are_marks_that_folding_drops() -> None:
    assert is_invisible_mark("\u0301")
    assert is_invisible_mark("\u20e3")
    assert is_invisible_mark("\ufe0f")
    assert not is_invisible_mark("\u093f")
    assert not is_invisible_mark("a")
