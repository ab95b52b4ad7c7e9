"""An index of the rules: which of them can possibly match a message. It never leaves one out.

Each rule is filed under keys, one of which any message that it matches must have: a word of the
text, a few letters of it, an address. A rule that asks for nothing of the kind always comes along.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from router.core.folding import fold
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.index_letters import required_letters
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
from router.engine.ruleset import Rule, RuleSet

LETTERS: Final = 4
"""So many letters in a row of a text are looked up."""
MAX_KEYS: Final = 1000
"""Keys beyond which a condition is not filed: a list of as many numbers, say."""

_WORDS, _PART, _START, _END, _SENDER_ID = "word", "part", "start", "end", "sender id"
# Letters, digits and nothing else: what a phrase has of these in a row, a text that has the
# phrase in whole words has in a row, too, and no longer.
_WORD: Final = re.compile(r"[^\W_]+")

Key = tuple[object, object]
_LOOKED_UP_BY_LENGTH: Final = frozenset({_PART, _START, _END, Side.FROM, Side.TO})


Lengths = dict[object, tuple[int, ...]]
"""By the kind of a key, how long those keys are that some rule is filed under."""


def message_keys(facts: Facts, lengths: Lengths) -> Iterator[Key]:
    """Every key that a message has, of keys with these lengths."""
    text, message = facts.folded, facts.message
    for word in _WORD.findall(text):
        yield (_WORDS, word)
    for length in lengths.get(_START, ()):
        yield (_START, text[:length])
    for length in lengths.get(_END, ()):
        yield (_END, text[-length:])
    for length in lengths.get(_PART, ()):
        for start in range(len(text) - length + 1):
            yield (_PART, text[start : start + length])
    for side, address in ((Side.FROM, message.sender), (Side.TO, message.recipient)):
        for length in lengths.get(side, ()):
            yield (side, address.value[:length])
        if _SENDER_ID in lengths:
            yield ((side, _SENDER_ID), fold(address.value))


def note_length(key: Key, lengths: Lengths) -> None:
    """Add the length of a key under which a rule is filed."""
    kind, what = key
    if kind in _LOOKED_UP_BY_LENGTH:
        length, known = len(cast("str", what)), lengths.get(kind, ())
        if length not in known:
            lengths[kind] = tuple(sorted((*known, length)))
    elif kind != _WORDS:
        lengths[_SENDER_ID] = ()


class RuleIndex:
    """The rules of a set, filed. Safe for many threads once it is made."""

    def __init__(self, rule_set: RuleSet, before: "RuleIndex | None" = None) -> None:
        """Rules that are switched off are left out: they are never tried.

        The index of the set `before` is a help where many of the rules are the very same objects;
        it stays as it is.
        """
        self._rule_set = rule_set
        self._places = {id(rule): at for at, rule in enumerate(rule_set.rules) if rule.enabled}
        self._filed: dict[Key, list[int]] = {}
        self._unfiled: list[int] = []
        self._lengths: Lengths = {}
        self._keys: dict[int, tuple[Key, ...] | None] = {}
        # Lists that are this index's own, and not also those of the one before.
        self._own: set[Key] = set()
        if before is not None:
            self._take_over(before)
        for rule in rule_set.rules:
            if rule.enabled and id(rule) not in self._keys:
                self._file(id(rule), rule.match)
        self._own.clear()

    def narrow(self, message: InboundMessage) -> RuleSet:
        """The set without rules that cannot match the message: it decides the same about it."""
        rules = self._rule_set.rules
        candidates = tuple(rules[place] for place in self.candidates(message))
        return replace(self._rule_set, rules=candidates)

    def candidates(self, message: InboundMessage) -> list[int]:
        """The places, in order, of every rule whose match may hold for the message."""
        found = set(self._unfiled)
        filed = self._filed
        for key in message_keys(Facts(message), self._lengths):
            if key in filed:
                found.update(filed[key])
        return sorted(self._places[one] for one in found)

    def filed_under(self, rule: Rule) -> tuple[Key, ...] | None:
        """The keys, one of which every message that the rule of this set matches has; or None.

        None for a rule that may match any message; raises KeyError for one that is switched off.
        """
        return self._keys[id(rule)]

    def _take_over(self, before: "RuleIndex") -> None:
        self._filed, self._lengths = dict(before._filed), dict(before._lengths)
        gone = before._keys.keys() - self._places.keys()
        self._keys = {one: keys for one, keys in before._keys.items() if one not in gone}
        self._unfiled = [one for one in before._unfiled if one not in gone]
        for key in {key for one in gone for key in before._keys[one] or ()}:
            left = [one for one in self._filed.pop(key) if one not in gone]
            if left:
                self._filed[key] = left
                self._own.add(key)

    def _file(self, rule: int, match: Matcher) -> None:
        keys = self._best_keys(match)
        self._keys[rule] = None if keys is None else tuple(dict.fromkeys(keys))
        if keys is None:
            self._unfiled.append(rule)
            return
        for key in self._keys[rule] or ():
            if key not in self._own:
                self._own.add(key)
                self._filed[key] = [*self._filed.get(key, ())]
                note_length(key, self._lengths)
            self._filed[key].append(rule)

    def _best_keys(  # noqa: PLR0911  (one return a kind)
        self, match: Matcher
    ) -> Sequence[Key] | None:
        """What to file a match under; None when it asks for nothing that can be looked up."""
        match match:
            case All(parts):
                return self._least_crowded(map(self._best_keys, parts))
            case AnyOf(parts):
                joined: list[Key] = []
                for part in parts:
                    keys = self._best_keys(part)
                    if keys is None:
                        return None
                    joined.extend(keys)
                return joined if len(joined) <= MAX_KEYS else None
            case TextIs(phrases) | HasKeyword(phrases) | HasWord(phrases):
                return self._one_each(phrases, self._word)
            case TextStarts(phrases):
                return self._one_each(phrases, lambda wanted: _whole(_START, wanted))
            case TextEnds(phrases):
                return self._one_each(phrases, lambda wanted: _whole(_END, wanted))
            case TextContains(phrases):
                return self._one_each(phrases, lambda wanted: self._part(wanted.folded))
            case TextMatches(pattern):
                return self._least_crowded(map(self._parts, required_letters(pattern)))
            case _:
                return _address_keys(match)

    def _one_each(
        self, phrases: Iterable[Phrase], choose: Callable[[Phrase], Key | None]
    ) -> Sequence[Key] | None:
        keys = [choose(wanted) for wanted in phrases]
        return None if None in keys else cast("list[Key]", keys)

    def _word(self, wanted: Phrase) -> Key | None:
        words = _WORD.findall(wanted.folded)
        if not words:
            return self._part(wanted.bare or wanted.folded)
        keys = ((_WORDS, word) for word in sorted(words, key=len, reverse=True))
        return min(keys, key=self._count)

    def _parts(self, texts: Collection[str]) -> Sequence[Key] | None:
        """A few letters of each text, none of which is empty."""
        if len(texts) > MAX_KEYS:
            return None
        return [cast("Key", self._part(text)) for text in texts]

    def _part(self, text: str) -> Key | None:
        """The few letters in a row of it that the fewest rules are filed under."""
        starts = range(max(len(text) - LETTERS, 0) + 1) if text else range(0)
        keys = ((_PART, text[start : start + LETTERS]) for start in starts)
        return min(keys, key=self._count, default=None)

    def _least_crowded(self, each: Iterable[Sequence[Key] | None]) -> Sequence[Key] | None:
        return min((keys for keys in each if keys is not None), key=self._crowd, default=None)

    def _count(self, key: Key) -> int:
        return len(self._filed.get(key, ()))

    def _crowd(self, keys: Sequence[Key]) -> tuple[int, bool]:
        """How many rules stand under these keys already; a word is better than an address."""
        return sum(map(self._count, keys)), any(not isinstance(kind, str) for kind, _ in keys)


def _whole(kind: str, wanted: Phrase) -> Key | None:
    return (kind, wanted.folded) if wanted.folded else None


def _address_keys(match: Matcher) -> Sequence[Key] | None:
    match match:
        case AddressIs(side, addresses) if len(addresses) <= MAX_KEYS:
            return [(side, address.value) for address in addresses]
        case AddressStarts(side, prefix):
            return [(side, prefix)]
        case OnDuty(side, rota):
            people = (*rota.turns, *rota.swaps.values())
            return [(side, one.address.value) for one in people]
        case SenderIdIs(side, sender_id):
            return [((side, _SENDER_ID), sender_id.folded)]
        case _:
            return None
