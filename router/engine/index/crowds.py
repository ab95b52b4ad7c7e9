"""Keys that many rules could be filed under: messages have these more often than others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from router.engine.index.keys import PART, Key, keys_of_rule
from router.engine.ruleset import Rule

SAMPLE: Final = 1000
"""So many rules are looked at, at most: a key that hardly one of these has is rare enough."""
GOLDEN: Final = (5**0.5 - 1) / 2
"""Steps of this length around a circle keep clear of each other, however many."""


@dataclass(frozen=True, slots=True)
class CommonKeys:
    """What many rules ask for, guessed from some of them.

    `rules` has about how many could stand under a key; keys that are rare are left out. `shares`
    has for each letter which part of all letters it is, from 0 to 1.
    """

    rules: Mapping[Key, int]
    shares: Mapping[str, float]

    def rules_under(self, key: Key) -> float:
        """About how many rules could stand under the key.

        A few letters of a text count for more, by less than one rule, the more common each is: the
        `r12345` of order 12345 are in fewer texts than its `order1`.
        """
        kind, text = key
        common = self.rules.get(key, 0)
        if kind != PART:
            return common
        share = self.shares.get
        return common + sum([share(letter, 0.0) for letter in text]) / (len(text) + 1)


def common_keys(rules: Sequence[Rule], letters: int) -> CommonKeys:
    """What several of the rules could stand under; `letters` in a row of a text are looked up.

    What the rules ask for is the best guess there is of what people write: of `thanks 9`, filed
    under `thanks`, one of a thousand rules that thank would be tried for everybody's thanks.
    """
    seen: Counter[Key] = Counter()
    for rule in _spread(rules):
        asked: set[Key] = set()
        keys_of_rule(rule.match, _Noted(asked), letters)
        seen.update(asked)
    each = len(rules) // SAMPLE or 1
    used = Counter("".join(text for kind, text in seen.elements() if kind == PART))
    return CommonKeys(
        {key: count * each for key, count in seen.items() if count > 1},
        {letter: count / used.total() for letter, count in used.items()},
    )


def _spread(rules: Sequence[Rule]) -> Iterable[Rule]:
    """Some of the rules. Not every tenth: in files that repeat themselves these may be alike."""
    if len(rules) <= SAMPLE:
        return rules
    return (rules[int(at * GOLDEN % 1 * len(rules))] for at in range(SAMPLE))


class _Noted:
    """Finds no key crowded, and notes which it was asked about."""

    __slots__ = ("_asked",)

    def __init__(self, asked: set[Key]) -> None:
        self._asked = asked

    def __call__(self, key: Key) -> int:
        self._asked.add(key)
        return 0
