"""An index of the rules that take messages, to find those that may take a given rule's."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
Key = tuple[object, object]
_Trie = dict[str, "_Trie"]


@dataclass(frozen=True, slots=True)
class _LeastCrowded:
    """To be filed in one of these ways."""

    ways: tuple["Filing", ...]


@dataclass(frozen=True, slots=True)
class _Joined:
    """To be filed in each of these ways."""

    parts: tuple["Filing", ...]


Filing = tuple[Key, ...] | _LeastCrowded | _Joined
"""What a match can be filed by."""


def filing(match: Matcher) -> Filing | None:
    """What to file a match by; None when it asks for nothing to be found by."""
    match match:
        case All(parts):
            # A long list of addresses only when there is nothing else.
            for some in (filter(_is_handy, parts), itertools.filterfalse(_is_handy, parts)):
                ways = tuple(way for part in some if (way := filing(part)) is not None)
                if ways:
                    return ways[0] if len(ways) == 1 else _LeastCrowded(ways)
            return None
        case AnyOf(parts):
            joined: list[Filing] = []
            for part in parts:
                way = filing(part)
                if way is None:
                    return None
                joined.append(way)
            return _Joined(tuple(joined))
        case _:
            return _keys(match)


def all_keys(way: Filing) -> Iterator[Key]:
    """Every key that a match may be filed under."""
    match way:
        case _LeastCrowded(ways) | _Joined(ways):
            for one in ways:
                yield from all_keys(one)
        case _:
            yield from way


class Vocabulary:
    """The phrases and the lengths of prefixes that rules may be filed by, of any set so far."""

    def __init__(self) -> None:
        self.size = 0
        self._phrases: _Trie = {}
        self._prefix_lengths: tuple[int, ...] = ()

    def add(self, way: Filing) -> bool:
        """Take in what a match may be filed by; whether there was something new."""
        before = self.size
        for kind, what in all_keys(way):
            if kind in (_WORDS, _LETTERS):
                self.size += _plant(self._phrases, str(what))
            elif isinstance(what, str) and len(what) not in self._prefix_lengths:
                self._prefix_lengths += (len(what),)
                self.size += 1
        return self.size > before

    def keys_met(self, match: Matcher) -> Iterator[Key]:
        """The keys that follow from a match or from a part of it, as far as they are known here."""
        match match:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self.keys_met(part)
            case AddressIs(side, addresses):
                if self._prefix_lengths:
                    yield from _prefixes_of(side, addresses, self._prefix_lengths)
            case AddressStarts(side, prefix):
                yield from ((side, prefix[:length]) for length in self._prefix_lengths)
            case _ if isinstance(match, PhraseMatcher):
                for wanted in match.phrases:
                    yield from _held(self._phrases, wanted.folded)


def own_keys(match: Matcher) -> Iterator[Key]:
    """The keys that follow from a match or from a part of it, whatever others look for."""
    match match:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from own_keys(part)
        case AddressIs(side, addresses):
            yield from _keys_of_few(side, addresses)
        case AddressStarts():
            pass
        case _ if isinstance(match, PhraseMatcher):
            pass
        case _:
            yield from _keys(match) or ()


class Takers:
    """Earlier rules, filed by something that any rule they take everything from must speak of.

    A rule with several conditions is filed by one of them; all of them follow from a match that
    it covers, so one is enough to be found by.
    """

    def __init__(self) -> None:
        self._filed: dict[Key, list[Placed]] = {}
        self._unfiled: list[Placed] = []

    def add(self, place: int, rule: Rule, way: Filing | None) -> None:
        """File a rule; they come in the order of the pipeline."""
        if way is None:
            self._unfiled.append((place, rule))
            return
        for key in dict.fromkeys(self._best_keys(way)):
            self._filed.setdefault(key, []).append((place, rule))

    def candidates(self, keys_met: Iterable[Key]) -> list[Placed]:
        """Rules that may take messages of a match that meets these keys.

        They are in order; of very many, the first.
        """
        filed = self._filed
        lots = [filed[key] for key in keys_met if key in filed]
        if not lots:
            return self._unfiled[:MAX_CANDIDATES]
        found = dict(self._unfiled[:MAX_CANDIDATES])
        for lot in lots:
            found.update(lot[:MAX_CANDIDATES])
        return sorted(found.items(), key=lambda placed: placed[0])[:MAX_CANDIDATES]

    def _best_keys(self, way: Filing) -> Sequence[Key]:
        """The keys to file by, such that there are few others under them."""
        match way:
            case _LeastCrowded(ways):
                return min(map(self._best_keys, ways), key=self._crowd)
            case _Joined(parts):
                return [key for part in parts for key in self._best_keys(part)]
            case _:
                return way

    def _crowd(self, keys: Sequence[Key]) -> tuple[int, bool]:
        """How many rules stand under these keys; an address is rather shared than a phrase."""
        count = sum(len(self._filed.get(key, ())) for key in keys)
        return (count, any(isinstance(kind, Side) for kind, _ in keys))


def _is_handy(match: Matcher) -> bool:
    return not isinstance(match, AddressIs) or len(match.addresses) <= _MANY


def _keys(match: Matcher) -> tuple[Key, ...] | None:
    match match:
        case AddressIs(side, addresses):
            return None if len(addresses) > MAX_FILED else tuple((side, one) for one in addresses)
        case AddressStarts(side, prefix):
            return ((side, prefix),)
        case SenderIdIs(side, sender_id):
            return ((_SENDER_ID, (side, sender_id.folded)),)
        case TextMatches(pattern):
            return ((_REGEX, pattern),)
        case _ if isinstance(match, PhraseMatcher):
            kind = _WORDS if isinstance(match, TextIs | HasKeyword | HasWord) else _LETTERS
            cores = list(map(core, one_phrase_each(match)))
            # A text holds the empty phrase wherever it is: nothing to be found by.
            return tuple((kind, held) for held in cores) if all(cores) else None
        case _:
            return None


@lru_cache(maxsize=256)
def _first_few(addresses: frozenset[Address]) -> Sequence[Address]:
    return sorted(addresses)[:MAX_ADDRESSES]


@lru_cache(maxsize=256)
def _keys_of_few(side: Side, addresses: frozenset[Address]) -> Sequence[Key]:
    few = _first_few(addresses)
    ids = [one for one in few if one.kind is AddressKind.SENDER_ID]
    return [
        *((side, address) for address in few),
        *((_SENDER_ID, (side, fold(address.value))) for address in ids),
    ]


@lru_cache(maxsize=256)
def _prefixes_of(
    side: Side, addresses: frozenset[Address], lengths: tuple[int, ...]
) -> Sequence[Key]:
    few = _first_few(addresses)
    return [(side, address.value[:length]) for address in few for length in lengths]


def _plant(trie: _Trie, phrase: str) -> bool:
    """Add a phrase; False when it is there."""
    for char in phrase:
        trie = trie.setdefault(char, {})
    known = "" in trie
    trie[""] = {}
    return not known


def _held(trie: _Trie, text: str) -> Iterator[Key]:
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
