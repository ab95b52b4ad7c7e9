"""Rules that never fire: earlier ones take all their messages, or their conditions never hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeGuard

from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    Everything,
    Matcher,
    Otherwise,
    TextMatches,
)
from router.engine.reach.branches import MAX_STEPS, Search
from router.engine.reach.literals import Alternatives, Literal, PhraseMatcher
from router.engine.reach.memory import (
    Around,
    HiddenPhrase,
    KnownRule,
    ReachMemory,
    Unreachable,
)
from router.engine.reach.takers import MAX_CANDIDATES, Placed, Takers
from router.engine.reach.words import never_together
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import LIVE, Shadow
from router.engine.wording import listed, quoted

__all__ = ["HiddenPhrase", "Unreachable", "out_of_reach"]

MAX_TOTAL_STEPS: Final = 60_000
"""Conditions held against earlier rules in a whole set; rules beyond that may fire unnoticed."""


def out_of_reach(
    rule_set: RuleSet, memory: ReachMemory | None = None
) -> tuple[Unreachable | HiddenPhrase, ...]:
    """The rules that never fire, and the phrases of the others that never make them fire, in order.

    Only what is certain is named, and no rule that is switched off. A rule takes messages for good
    when it is live for everybody, on every day, and stops. Exact for addresses, prefixes, lists and
    tests of phrases, for one taker and for lists and phrases shared between several; in the time it
    takes it is linear in the number of rules.

    With the `memory` of a walk through a set with many of the same rules it is sooner done.
    """
    return tuple(_Survey(memory or ReachMemory()).out_of_reach(rule_set.rules))


class _Survey:
    """The rules passed so far, on a walk along the pipeline."""

    def __init__(self, memory: ReachMemory) -> None:
        self._memory = memory
        self._stopping = Takers()
        self._going_on = Takers()
        self._any_goes_on = False
        self._takes_all: Rule | None = None
        self._steps = MAX_TOTAL_STEPS

    def out_of_reach(self, rules: Sequence[Rule]) -> Iterator[Unreachable | HiddenPhrase]:
        """Walk along the rules."""
        for place, known in enumerate(self._memory.walk(rules)):
            if not known.rule.enabled:
                continue
            found = self._found(place, known)
            yield from found
            # What a rule that never fires would take, others take before it.
            if not any(isinstance(one, Unreachable) for one in found):
                self._pass(place, known)

    def _found(self, place: int, known: KnownRule) -> tuple[Unreachable | HiddenPhrase, ...]:
        """What is found of a rule; what was found before, if all it depends on is the same."""
        takers = self._stopping.candidates(known.met)
        going_on = self._going_on.candidates(known.met) if known.speaks_of_earlier else []
        any_goes_on = known.speaks_of_earlier and self._any_goes_on
        around = Around(takers, going_on, self._takes_all, any_goes_on)
        # Near the end of all steps, less would be found than before.
        if around == known.around and self._steps - known.steps >= MAX_STEPS:
            self._steps -= known.steps
            return known.found
        before = self._steps
        found = tuple(self._look(place, known, takers, going_on))
        steps = before - self._steps
        complete = self._steps >= MAX_STEPS and len(takers) + len(going_on) < MAX_CANDIDATES
        # Which takers a phrase alone would meet depends on what they are filed by.
        several = bool(takers) and any(_has_several(part) for part in _parts(known.rule))
        known.around = around if complete and not several else None
        known.found, known.steps = found, steps
        return found

    def _look(
        self, place: int, known: KnownRule, takers: Sequence[Placed], going_on: Sequence[Placed]
    ) -> Iterator[Unreachable | HiddenPhrase]:
        rule = known.rule
        if found := self._own_fault(place, known) or self._taken(place, rule, takers, going_on):
            yield found
        elif takers:
            yield from self._hidden_phrases(place, rule)

    def _hidden_phrases(self, place: int, rule: Rule) -> Iterator[HiddenPhrase]:
        parts = _parts(rule)
        for at, part in enumerate(parts):
            if not _has_several(part):
                continue
            for phrase in part.phrases:
                alone = replace(part, phrases=(phrase,))
                narrowed = replace(rule, match=All((*parts[:at], alone, *parts[at + 1 :])))
                for taker in self._stopping.candidates(self._memory.keys_met(narrowed.match)):
                    if self._take_all([taker], place, narrowed):
                        yield HiddenPhrase(rule, phrase, taker[1])
                        break

    def _pass(self, place: int, known: KnownRule) -> None:
        rule = known.rule
        if rule.stage == LIVE and rule.since is None and rule.until is None:
            (self._stopping if rule.stop else self._going_on).add(place, rule, known.way)
            if rule.stop and isinstance(rule.match, Everything):
                self._takes_all = rule
        if not rule.stop and not isinstance(rule.stage, Shadow):
            self._any_goes_on = True

    def _own_fault(self, place: int, known: KnownRule) -> Unreachable | None:
        rule = known.rule
        if _plainly_possible(rule.match):
            return None
        search = Search()
        if next(search.ways([Literal(rule.match, order=place)]), None) is None:
            return Unreachable(rule, None, never_together(search.clashes[0]))
        if not self._any_goes_on and known.speaks_of_earlier:
            facts = [Literal(Otherwise(), order=place), Literal(rule.match, order=place)]
            if next(Search().ways(facts), None) is None:
                words = "no earlier rule can have fired when this one is tried"
                return Unreachable(rule, None, words, by_place=True)
        return None

    def _taken(
        self, place: int, rule: Rule, takers: Sequence[Placed], going_on: Sequence[Placed]
    ) -> Unreachable | None:
        if self._takes_all:
            return _unreachable(rule, [self._takes_all])
        takers = sorted([*takers, *going_on], key=_place)
        for taker in takers:
            if self._take_all([taker], place, rule):
                return _unreachable(rule, [taker[1]])
        if len(takers) < 2 or not self._take_all(takers, place, rule):
            return None
        for taker in takers[::-1]:
            fewer = [one for one in takers if one is not taker]
            if self._take_all(fewer, place, rule):
                takers = fewer
        return _unreachable(rule, [taker for _, taker in takers])

    def _take_all(self, takers: Sequence[Placed], place: int, rule: Rule) -> bool:
        """Whether it is certain that no message of the rule gets past these."""
        if self._steps <= 0:
            return False
        search = Search(min(MAX_STEPS, self._steps))
        goals = [Literal(rule.match, order=place)]
        choices: list[Alternatives] = []
        for earlier, taker in takers:
            passed = Literal(taker.match, False, earlier)
            if taker.stop:
                goals.append(passed)
            else:
                # It goes on, and so is in the way only of a rule for what is left otherwise.
                choices.append(((passed,), (Literal(Otherwise(), False, place),)))
        before = search.steps
        taken = next(search.ways(goals, choices), None) is None
        self._steps -= before - search.steps
        return taken


def _parts(rule: Rule) -> tuple[Matcher, ...]:
    return rule.match.parts if isinstance(rule.match, All) else (rule.match,)


def _has_several(part: Matcher) -> TypeGuard[PhraseMatcher]:
    return isinstance(part, PhraseMatcher) and len(part.phrases) > 1


def _plainly_possible(match: Matcher) -> bool:
    """Whether a match is of single tests that have nothing to do with each other, as most are."""
    subjects = [*map(_subject, match.parts if isinstance(match, All) else (match,))]
    return None not in subjects and len(set(subjects)) == len(subjects)


def _subject(match: Matcher) -> object:
    """What a test that some messages surely meet is about; None for any other condition."""
    match match:
        case AddressIs(side, addresses) if addresses:
            return side
        case AddressStarts(side):
            return side
        case TextMatches():
            return "text"
        case _ if isinstance(match, PhraseMatcher) and match.phrases:
            return "text" if match.phrases[0].folded.replace(" ", "").isalnum() else None
        case _:
            return None


def _place(placed: Placed) -> int:
    return placed[0]


def _unreachable(rule: Rule, takers: Sequence[Rule]) -> Unreachable:
    names = listed([quoted(taker.name) for taker in takers], "and")
    if not all(taker.stop for taker in takers):
        words = f"{names} always {'fires' if len(takers) == 1 else 'fire'} before it"
        words = f"{words}, so “otherwise” never holds"
    elif len(takers) == 1:
        words = f"{names} takes all its texts and stops"
    else:
        words = f"{names} take all its texts between them and stop"
    return Unreachable(rule, takers[0], words, tuple(takers[1:]))
