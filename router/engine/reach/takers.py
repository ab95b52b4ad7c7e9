"""An index of the rules that take messages, to find those that may take a given rule's."""

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from router.core.address import Address, AddressKind
from router.core.folding import continues_word, fold
from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    HasKeyword,
    HasWord,
    Matcher,
    SenderIdIs,
    Side,
    TextIs,
    TextMatches,
)
from router.engine.reach.literals import PhraseMatcher, one_phrase_each
from router.engine.reach.texts import core
from router.engine.ruleset import Rule

MAX_CANDIDATES: Final = 40
"""How many earlier rules are held against a rule."""
MAX_FILED: Final = 1000
"""Addresses of a list beyond which a rule is not filed under each."""
MAX_ADDRESSES: Final = 50
"""Of a rule's list, how many addresses are looked up."""
_MANY: Final = 16
"""Keys beyond which a rule is filed by another of its conditions, if it has one."""

_WORDS, _LETTERS, _REGEX, _SENDER_ID = "words", "letters", "regex", "sender id"
"""What a rule is filed by, when it is not an address or a prefix on one side."""

Placed = tuple[int, Rule]
"""A rule and its place in the pipeline."""
_Key = tuple[object, object]
_Trie = dict[str, "_Trie"]


class Takers:
    """Earlier rules, filed by something that any rule they take everything from must speak of.

    A rule with several conditions is filed by one of them; all of them follow from a match that
    it covers, so one is enough to be found by.
    """

    def __init__(self) -> None:
        self._filed: dict[_Key, list[Placed]] = {}
        self._unfiled: list[Placed] = []
        self._phrases: _Trie = {}
        self._prefix_lengths: set[int] = set()
        self._knows_addresses = False

    def add(self, place: int, rule: Rule) -> None:
        """File a rule; they come in the order of the pipeline."""
        keys = self._best_keys(rule.match)
        if keys is None:
            self._unfiled.append((place, rule))
            return
        for key in dict.fromkeys(keys):
            self._filed.setdefault(key, []).append((place, rule))
            kind, what = key
            if kind in (_WORDS, _LETTERS):
                _plant(self._phrases, str(what))
            elif isinstance(what, str):
                self._prefix_lengths.add(len(what))
            elif isinstance(what, Address):
                self._knows_addresses = True

    def candidates(self, match: Matcher) -> list[Placed]:
        """Rules that may take messages of this match, in order; of very many, the first."""
        found = dict(self._unfiled[:MAX_CANDIDATES])
        for key in self._keys_met(match):
            if key in self._filed:
                found.update(self._filed[key][:MAX_CANDIDATES])
        return sorted(found.items(), key=lambda placed: placed[0])[:MAX_CANDIDATES]

    def _best_keys(self, match: Matcher) -> Sequence[_Key] | None:
        """What to file a match by, such that it stands with few others; None for nothing."""
        match match:
            case All(parts):
                # A long list of addresses only when there is nothing else.
                for some in (filter(_is_handy, parts), itertools.filterfalse(_is_handy, parts)):
                    each = [keys for part in some if (keys := self._best_keys(part)) is not None]
                    if each:
                        return min(each, key=self._crowd)
                return None
            case AnyOf(parts):
                joined: list[_Key] = []
                for part in parts:
                    keys = self._best_keys(part)
                    if keys is None:
                        return None
                    joined.extend(keys)
                return joined
            case _:
                return _keys(match)

    def _crowd(self, keys: Sequence[_Key]) -> tuple[int, bool]:
        """How many rules stand under these keys; an address is rather shared than a phrase."""
        count = sum(len(self._filed.get(key, ())) for key in keys)
        return (count, any(isinstance(kind, Side) for kind, _ in keys))

    def _keys_met(self, match: Matcher) -> Iterator[_Key]:
        """The keys of whatever may follow from a match or from a part of it."""
        match match:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._keys_met(part)
            case AddressIs(side, addresses):
                few = _first_few(addresses)
                if self._knows_addresses:
                    yield from ((side, address) for address in few)
                for address in few:
                    yield from self._prefixes(side, address.value)
                    if address.kind is AddressKind.SENDER_ID:
                        yield (_SENDER_ID, (side, fold(address.value)))
            case AddressStarts(side, prefix):
                yield from self._prefixes(side, prefix)
            case _ if isinstance(match, PhraseMatcher):
                for wanted in match.phrases:
                    yield from _held(self._phrases, wanted.folded)
            case _:
                yield from _keys(match) or ()

    def _prefixes(self, side: Side, value: str) -> Iterator[_Key]:
        return ((side, value[:length]) for length in self._prefix_lengths)


def _is_handy(match: Matcher) -> bool:
    return not isinstance(match, AddressIs) or len(match.addresses) <= _MANY


def _keys(match: Matcher) -> Sequence[_Key] | None:
    match match:
        case AddressIs(side, addresses):
            return None if len(addresses) > MAX_FILED else [(side, one) for one in addresses]
        case AddressStarts(side, prefix):
            return [(side, prefix)]
        case SenderIdIs(side, sender_id):
            return [(_SENDER_ID, (side, sender_id.folded))]
        case TextMatches(pattern):
            return [(_REGEX, pattern)]
        case _ if isinstance(match, PhraseMatcher):
            kind = _WORDS if isinstance(match, TextIs | HasKeyword | HasWord) else _LETTERS
            cores = list(map(core, one_phrase_each(match)))
            # A text holds the empty phrase wherever it is: nothing to be found by.
            return [(kind, held) for held in cores] if all(cores) else None
        case _:
            return None


@lru_cache(maxsize=256)
def _first_few(addresses: frozenset[Address]) -> Sequence[Address]:
    return sorted(addresses)[:MAX_ADDRESSES]


def _plant(trie: _Trie, phrase: str) -> None:
    for char in phrase:
        trie = trie.setdefault(char, {})
    trie[""] = {}


def _held(trie: _Trie, text: str) -> Iterator[_Key]:
    """The keys of every planted phrase that stands somewhere in the text."""
    for start in range(len(text)):
        node: _Trie | None = trie
        for end in range(start, len(text)):
            node = node.get(text[end]) if node else None
            if node is None:
                break
            if "" in node:
                phrase = text[start : end + 1]
                yield (_LETTERS, phrase)
                if _stands_alone(text, start, end + 1):
                    yield (_WORDS, phrase)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and continues_word(text[start - 1])
    return not before and (end == len(text) or not continues_word(text[end]))
