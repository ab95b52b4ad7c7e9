"""Which messages a changed set may decide otherwise: those that a changed rule matches."""

from router.engine.facts import Facts
from router.engine.index import Key, Lengths, RuleIndex, message_keys, note_length
from router.engine.ruleset import Rule, RuleSet


class ChangedRules:
    """The rules that only one of two sets has, told apart by identity.

    Where the other rules stand in the same order, a message that none of these matches is decided
    alike by both sets.
    """

    def __init__(self, before: RuleSet, old: RuleIndex, after: RuleSet, new: RuleIndex) -> None:
        """Each set comes with its index."""
        self._filed: dict[Key, list[Rule]] = {}
        self._unfiled: list[Rule] = []
        self._lengths: Lengths = {}
        for rules, others, index in ((before, after, old), (after, before, new)):
            known = set(map(id, others.rules))
            for rule in rules.rules:
                if rule.enabled and id(rule) not in known:
                    self._file(rule, index.filed_under(rule))

    def may_match(self, facts: Facts) -> bool:
        """Whether one of them matches a message, on some day and whatever has fired before it."""
        filed = self._filed
        if any(_may_hold(rule, facts) for rule in self._unfiled):
            return True
        hits = [filed[key] for key in message_keys(facts, self._lengths) if key in filed]
        return any(_may_hold(rule, facts) for rules in hits for rule in rules)

    def _file(self, rule: Rule, keys: tuple[Key, ...] | None) -> None:
        if keys is None:
            self._unfiled.append(rule)
            return
        for key in keys:
            note_length(key, self._lengths)
            self._filed.setdefault(key, []).append(rule)


def _may_hold(rule: Rule, facts: Facts) -> bool:
    # `otherwise` is the one condition that looks at more than the message.
    held = []
    for fired in (None, "an earlier rule"):
        facts.fired = fired
        held.append(rule.match.test(facts))
    facts.fired = None
    return any(held)
