"""What was found of rules on a walk along the pipeline, for the next walk with many of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Final

from router.engine.matchers import Matcher, Otherwise, single_tests
from router.engine.phrases import Phrase
from router.engine.reach.takers import Filing, Key, Placed, Vocabulary, filing, own_keys
from router.engine.ruleset import Rule

MAX_STRAYS: Final = 50_000
"""Phrases of rules that are gone, or may be: with more, all is forgotten."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A rule that never fires, and in one clause why.

    `because` is the earlier rule that takes its messages, `others` those that do so with it; None
    and () when its own conditions exclude each other, or, `by_place`, would only in this place.
    """

    rule: Rule
    because: Rule | None
    words: str
    others: tuple[Rule, ...] = ()
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class HiddenPhrase:
    """One of several phrases that a rule looks for: an earlier rule takes all its messages."""

    rule: Rule
    phrase: Phrase
    because: Rule


class Around:
    """What a finding on a rule depends on besides the rule: which rules stand before it."""

    __slots__ = ("_any_goes_on", "_rules", "_takers")

    def __init__(
        self,
        takers: Sequence[Placed],
        going_on: Sequence[Placed],
        takes_all: Rule | None,
        any_goes_on: bool,
    ) -> None:
        self._takers = len(takers)
        in_order = sorted([*takers, *going_on], key=lambda placed: placed[0])
        self._rules = (takes_all, *(rule for _, rule in in_order))
        self._any_goes_on = any_goes_on

    def __eq__(self, other: object) -> bool:
        """The very same rules, in the same order."""
        return (
            isinstance(other, Around)
            and (self._takers, self._any_goes_on) == (other._takers, other._any_goes_on)
            and len(self._rules) == len(other._rules)
            and all(map(is_, self._rules, other._rules))
        )

    __hash__ = None  # type: ignore[assignment]


class KnownRule:
    """A rule, what can be told of it by itself, and what was found of it among others.

    `way` is what it can be filed by, `met` the keys that rules which take its messages are filed
    by. `found` holds where what is `around` it is the same; finding it took so many `steps`.
    """

    __slots__ = ("around", "found", "is_new", "met", "rule", "speaks_of_earlier", "steps", "way")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.way: Filing | None = filing(rule.match)
        self.met: tuple[Key, ...] = ()
        self.is_new = True
        self.speaks_of_earlier = any(isinstance(one, Otherwise) for one in single_tests(rule.match))
        self.around: Around | None = None
        self.found: tuple[Unreachable | HiddenPhrase, ...] = ()
        self.steps = 0


class ReachMemory:
    """What is known of the rules of the last set. Not for several threads at once."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._known: dict[int, KnownRule] = {}
        self._at_first = 0

    def walk(self, rules: Sequence[Rule]) -> list[KnownRule]:
        """What is known of the rules of a set, in their order; the others are forgotten."""
        if self._vocabulary.size > self._at_first + MAX_STRAYS:
            self._vocabulary, self._known = Vocabulary(), {}
        before, new = self._known, Vocabulary()
        # By identity: a rule that was not compiled anew is the very same object.
        walked = [before.get(id(rule)) or KnownRule(rule) for rule in rules]
        for known in walked:
            if known.is_new and known.way is not None and self._vocabulary.add(known.way):
                new.add(known.way)
        for known in walked:
            self._meet(known, new)
        if not before:
            self._at_first = self._vocabulary.size
        self._known = {id(known.rule): known for known in walked}
        return walked

    def keys_met(self, match: Matcher) -> Iterator[Key]:
        """The keys that rules which take messages of this match are filed by, and some others."""
        yield from own_keys(match)
        yield from self._vocabulary.keys_met(match)

    def _meet(self, known: KnownRule, new: Vocabulary) -> None:
        match = known.rule.match
        if known.is_new:
            known.met, known.is_new = tuple(self.keys_met(match)), False
        elif new.size and (more := tuple(new.keys_met(match))):
            known.met += more
