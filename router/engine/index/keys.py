"""What a rule can be filed under: keys, one of which any message that it matches must have."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, cast

from router.core.folding import fold
from router.engine.facts import Facts
from router.engine.index.letters import required_letters
from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    HasKeyword,
    HasWord,
    Matcher,
    OnDuty,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.phrases import Phrase

LETTERS: Final = 4
"""So many letters in a row of a text are looked up."""
MORE_LETTERS: Final = 6
"""So many instead in a large set, where any four are in many texts by chance."""
LARGE: Final = 1000
"""So many rules make a set large. In a small one, a second length to look up is not worth it."""
EDGE: Final = 16
"""So many letters of a text's beginning and end are, at most."""
MAX_KEYS: Final = 1000
"""Keys beyond which a condition is not filed: a list of as many numbers, say."""

WORD, PART, START, END = "word", "part", "start", "end"
PREFIX: Final = {Side.FROM: "from", Side.TO: "to"}
"""Beginnings of addresses, whole ones among them."""
SENDER_ID: Final = {Side.FROM: "from id", Side.TO: "to id"}
KINDS: Final = (WORD, PART, START, END, *PREFIX.values(), *SENDER_ID.values())

# Letters, digits and nothing else: what a phrase has of these in a row, a text that has the
# phrase in whole words has in a row, too, and no longer.
_WORD: Final = re.compile(r"[^\W_]+")

Key = tuple[str, str]
"""A kind and what is looked up."""
Crowd = Callable[[Key], float]
"""How many rules stand under a key already, or are guessed to; of two, the less is better."""


def keys_of_rule(match: Matcher, crowd: Crowd, letters: int = LETTERS) -> Sequence[Key] | None:
    """What to file a match under: of several ways the least crowded.

    `letters` of a text in a row are enough, of a shorter one four.

    None when it asks for nothing that can be looked up: such a rule is always tried.
    """
    return _Filing(crowd, letters).best(match)


def texts_of_message(facts: Facts, kind: str, lengths: Iterable[int]) -> Sequence[str]:
    """Everything of a message that stands for it under one kind of key, of these lengths.

    A text may come more than once.
    """
    if kind == WORD:
        return _WORD.findall(facts.folded)
    text = facts.folded
    if kind == PART:
        return [
            text[start : start + length]
            for length in lengths
            for start in range(len(text) - length + 1)
        ]
    if kind == START:
        return [text[:length] for length in lengths]
    if kind == END:
        return [text[-length:] for length in lengths]
    message = facts.message
    address = message.sender if kind in _OF_SENDER else message.recipient
    if kind in _IDS:
        return (fold(address.value),)
    return [address.value[:length] for length in lengths]


_OF_SENDER: Final = (PREFIX[Side.FROM], SENDER_ID[Side.FROM])
_IDS: Final = tuple(SENDER_ID.values())


class _Filing:
    """Chooses keys by how many rules stand under them so far."""

    __slots__ = ("_count", "_letters")

    def __init__(self, crowd: Crowd, letters: int) -> None:
        self._count = crowd
        self._letters = letters

    def best(self, match: Matcher) -> Sequence[Key] | None:  # noqa: PLR0911 - one return a kind
        """The keys of a match, or None."""
        match match:
            case All(parts):
                return self._least_crowded(map(self.best, parts))
            case AnyOf(parts):
                return self._joined(parts)
            case TextIs(phrases) | HasKeyword(phrases) | HasWord(phrases):
                return _one_each(phrases, self._word)
            case TextStarts(phrases):
                return _one_each(phrases, lambda wanted: _edge(START, wanted.folded[:EDGE]))
            case TextEnds(phrases):
                return _one_each(phrases, lambda wanted: _edge(END, wanted.folded[-EDGE:]))
            case TextContains(phrases):
                return _one_each(phrases, lambda wanted: self._part(wanted.folded))
            case TextMatches(pattern):
                return self._least_crowded(map(self._parts, required_letters(pattern)))
            case _:
                return _address_keys(match)

    def _joined(self, parts: Iterable[Matcher]) -> Sequence[Key] | None:
        """One of the parts must hold, so the rule stands under the keys of each."""
        joined: list[Key] = []
        for part in parts:
            keys = self.best(part)
            if keys is None or len(joined) + len(keys) > MAX_KEYS:
                return None
            joined.extend(keys)
        return joined

    def _word(self, wanted: Phrase) -> Key | None:
        words = _WORD.findall(wanted.folded)
        if not words:
            return self._part(wanted.bare or wanted.folded)
        keys = ((WORD, word) for word in sorted(words, key=len, reverse=True))
        return min(keys, key=self._count)

    def _parts(self, texts: Collection[str]) -> Sequence[Key] | None:
        """A few letters of each text, none of which is empty."""
        if len(texts) > MAX_KEYS:
            return None
        return [cast("Key", self._part(text)) for text in texts]

    def _part(self, text: str) -> Key | None:
        """The few letters in a row of it that the fewest rules are filed under."""
        letters = self._letters if len(text) >= self._letters else LETTERS
        starts = range(max(len(text) - letters, 0) + 1) if text else range(0)
        keys = ((PART, text[start : start + letters]) for start in starts)
        return min(keys, key=self._count, default=None)

    def _least_crowded(self, each: Iterable[Sequence[Key] | None]) -> Sequence[Key] | None:
        return min((keys for keys in each if keys is not None), key=self._crowded, default=None)

    def _crowded(self, keys: Sequence[Key]) -> tuple[float, bool]:
        """How many rules stand under these keys already; a word is better than an address."""
        return sum(map(self._count, keys)), any(kind not in _OF_TEXTS for kind, _ in keys)


_OF_TEXTS: Final = (WORD, PART, START, END)


def _one_each(
    phrases: Iterable[Phrase], choose: Callable[[Phrase], Key | None]
) -> Sequence[Key] | None:
    keys = [choose(wanted) for wanted in phrases]
    return None if None in keys else cast("list[Key]", keys)


def _edge(kind: str, text: str) -> Key | None:
    return (kind, text) if text else None


def _address_keys(match: Matcher) -> Sequence[Key] | None:
    match match:
        case AddressIs(side, addresses) if len(addresses) <= MAX_KEYS:
            return [(PREFIX[side], address.value) for address in addresses]
        case AddressStarts(side, prefix):
            return [(PREFIX[side], prefix)]
        case OnDuty(side, rota):
            return [(PREFIX[side], person.address.value) for person in rota.people]
        case SenderIdIs(side, sender_id):
            return [(SENDER_ID[side], sender_id.folded)]
        case _:
            return None
