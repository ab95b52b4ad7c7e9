"""Folding: what literal texts lose before they are compared, so that look-alikes are equal."""

import re
import unicodedata
from collections.abc import Callable

# Combining Diacritical Marks, the accents of Latin letters; other scripts' vowel signs stay.
_ACCENTS = "\u0300-\u036f"
# Variation selectors (the colour of an emoji) and the key around a digit: `❤️` is `❤`, `1️⃣` is `1`.
# Collation of Unicode ignores the first, and NFKC takes the circle off `①`.
_EMOJI_STYLE = "\u180b-\u180d\u180f\u20e3\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DROPPED = re.compile(f"[{_ACCENTS}{_EMOJI_STYLE}]+")
_EMOJI_STYLES = re.compile(f"[{_EMOJI_STYLE}]")
_TYPOGRAPHIC = re.compile("[\u2018-\u201f\u2010-\u2015\u2212]")
_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}
# Direction marks, zero-width blanks and their like, which come along when a text is pasted.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def fold(text: str) -> str:
    """The form in which literal texts are compared.

    Unicode NFKC, case folded, accents dropped (U+0300–036F after decomposition) and so what styles
    an emoji (variation selectors, the key of `1️⃣`), curly quotes and dashes made plain, white space
    collapsed and stripped. Idempotent; takes any text, lone surrogates included.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    # A dropped mark can let its neighbours compose anew, so fold until nothing moves.
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).casefold()
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", lowered))
    plain = _TYPOGRAPHIC.sub(lambda found: _PLAIN[found[0]], unicodedata.normalize("NFKC", bare))
    return " ".join(plain.split())


def strip_punctuation(folded: str) -> str:
    """The text without the punctuation (Unicode P*), blanks and unseen characters at its ends."""
    return _stripped(folded, _is_punctuation)


def strip_unseen(text: str) -> str:
    """The text without the blanks and the characters that nobody sees at its ends."""
    return _stripped(text, _is_unseen)


def from_first_word(folded: str) -> str:
    """The text from its first word on: without the signs, emoji and blanks before it."""
    start = 0
    while start < len(folded) and not continues_word(folded[start]):
        start += 1
    return folded[start:]


def _stripped(text: str, is_left_out: Callable[[str], bool]) -> str:
    start, end = 0, len(text)
    while end and is_left_out(text[end - 1]):
        end -= 1
    while start < end and is_left_out(text[start]):
        start += 1
    return text[start:end]


def _is_unseen(character: str) -> bool:
    return character.isspace() or bool(_UNSEEN.match(character))


def _is_punctuation(character: str) -> bool:
    # `_` is punctuation to Unicode, but to words, and so to keywords, it is part of them.
    if character == "_":
        return False
    return _is_unseen(character) or unicodedata.category(character).startswith("P")


def continues_word(character: str) -> bool:
    """Whether a character belongs to the word it touches; any other one separates words.

    Letters, numbers, `_` and combining marks do; of the marks, those that style an emoji do not.
    """
    if character == "_" or character.isalnum():
        return True
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark and not _EMOJI_STYLES.match(character)


def is_invisible_mark(character: str) -> bool:
    """Whether it is a mark that folding drops: an accent, or what styles an emoji."""
    return bool(_DROPPED.match(character))
