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
from router.engine.ruleset import RuleSet

LETTERS: Final = 4
"""So many letters in a row of a text are looked up."""
MAX_KEYS: Final = 1000
"""Keys beyond which a condition is not filed: a list of as many numbers, say."""

_WORDS, _PART, _START, _END, _SENDER_ID = "word", "part", "start", "end", "sender id"
# Letters, digits and nothing else: what a phrase has of these in a row, a text that has the
# phrase in whole words has in a row, too, and no longer.
_WORD: Final = re.compile(r"[^\W_]+")

Key = tuple[object, object]


class RuleIndex:
    """The rules of a set, filed. Safe for many threads once it is made."""

    def __init__(self, rule_set: RuleSet) -> None:
        """Rules that are switched off are left out: they are never tried."""
        self._rule_set = rule_set
        self._filed: dict[Key, list[int]] = {}
        self._unfiled: list[int] = []
        for place, rule in enumerate(rule_set.rules):
            if rule.enabled:
                self._file(place, rule.match)
        self._lengths = {
            kind: sorted({len(cast("str", what)) for one, what in self._filed if one == kind})
            for kind in (_PART, _START, _END, Side.FROM, Side.TO)
        }

    def narrow(self, message: InboundMessage) -> RuleSet:
        """The set without rules that cannot match the message: it decides the same about it."""
        rules = self._rule_set.rules
        candidates = tuple(rules[place] for place in self.candidates(message))
        return replace(self._rule_set, rules=candidates)

    def candidates(self, message: InboundMessage) -> list[int]:
        """The places, in order, of every rule whose match may hold for the message."""
        found = set(self._unfiled)
        filed = self._filed
        for key in self._keys_of(message):
            if key in filed:
                found.update(filed[key])
        return sorted(found)

    def _file(self, place: int, match: Matcher) -> None:
        keys = self._best_keys(match)
        if keys is None:
            self._unfiled.append(place)
            return
        for key in dict.fromkeys(keys):
            self._filed.setdefault(key, []).append(place)

    def _keys_of(self, message: InboundMessage) -> Iterator[Key]:
        facts = Facts(message)
        text = facts.folded
        for word in _WORD.findall(text):
            yield (_WORDS, word)
        for length in self._lengths[_START]:
            yield (_START, text[:length])
        for length in self._lengths[_END]:
            yield (_END, text[-length:])
        for length in self._lengths[_PART]:
            for start in range(len(text) - length + 1):
                yield (_PART, text[start : start + length])
        for side, address in ((Side.FROM, message.sender), (Side.TO, message.recipient)):
            for length in self._lengths[side]:
                yield (side, address.value[:length])
            yield ((side, _SENDER_ID), fold(address.value))

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
