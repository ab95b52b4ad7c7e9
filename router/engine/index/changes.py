"""Which messages a changed set may decide otherwise: those that a changed rule matches."""

from collections.abc import Iterable
from functools import cached_property

from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import Rule, RuleSet


class ChangedRules:
    """The rules that only one of two sets has, told apart by identity, as `RuleIndex` does.

    Where the other rules stand in the same order, a message that none of these matches is decided
    alike by both sets.
    """

    def __init__(self, before: RuleSet, after: RuleSet) -> None:
        """Both sets are there: an identity that somebody gave back may be another rule's."""
        self._rules = (*_missing_in(after, before.rules), *_missing_in(before, after.rules))

    def may_match(self, facts: Facts) -> bool:
        """Whether one of them matches a message, on some day and whatever has fired before it."""
        return any(_may_hold(rule, facts) for rule in self._index.rules_for(facts))

    @cached_property
    def _index(self) -> RuleIndex:
        # Where every rule is another, nobody asks: no example is the same either.
        return RuleIndex(RuleSet("", self._rules))


def _missing_in(rule_set: RuleSet, rules: Iterable[Rule]) -> list[Rule]:
    known = set(map(id, rule_set.rules))
    return [rule for rule in rules if id(rule) not in known]


def _may_hold(rule: Rule, facts: Facts) -> bool:
    # `otherwise` is the one condition that looks at more than the message.
    held = []
    for fired in (None, "an earlier rule"):
        facts.fired = fired
        held.append(rule.match.test(facts))
    facts.fired = None
    return any(held)
