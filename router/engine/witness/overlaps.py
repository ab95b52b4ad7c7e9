"""Texts that two rules are for: made from both matches, and put through the whole pipeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.matchers import All, AnyOf, Matcher, TextMatches
from router.engine.reach.literals import PhraseMatcher
from router.engine.ruleset import Rule, RuleSet
from router.engine.witness.messages import overlap

MAX_PAIRS: Final = 3000
"""Pairs of rules that are looked at; each takes up to a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A message that meets the matches of two rules; the earlier one fires for it.

    `both` is True when the later one fires, too, and False when the earlier one stops before it.
    """

    earlier: Rule
    later: Rule
    message: InboundMessage
    both: bool


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What was found, in the order of the rules; `complete` is False when pairs were left out."""

    found: tuple[Overlap, ...]
    complete: bool


def overlaps(rule_set: RuleSet) -> Overlaps:
    """Every two rules that look at the text and are both for some message.

    Rules that take any text of somebody, or at some time, stand beside others on purpose.
    """
    on_texts = [rule for rule in rule_set.rules if rule.enabled and looks_at_the_text(rule.match)]
    pairs = combinations(on_texts, 2)
    found = tuple(_overlaps(rule_set, islice(pairs, MAX_PAIRS)))
    return Overlaps(found, complete=next(pairs, None) is None)


def looks_at_the_text(match: Matcher) -> bool:
    """Whether a match asks for something that stands in the text."""
    match match:
        case All(parts) | AnyOf(parts):
            return any(map(looks_at_the_text, parts))
        case _:
            return isinstance(match, PhraseMatcher | TextMatches)


def _overlaps(rule_set: RuleSet, pairs: Iterator[tuple[Rule, Rule]]) -> Iterator[Overlap]:
    for earlier, later in pairs:
        message = overlap(rule_set, earlier, later)
        if message is None:
            continue
        fired = decide(rule_set, message).fired
        both = later.name in fired
        if earlier.name in fired and (both or (earlier.stop and earlier.name == fired[-1])):
            yield Overlap(earlier, later, message, both)
