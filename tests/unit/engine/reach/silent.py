"""The rules of a set that never fire, without the phrases of others that never make them fire."""

from router.engine.reach.rules import Unreachable, out_of_reach
from router.engine.ruleset import RuleSet


def never_fires(rule_set: RuleSet) -> tuple[Unreachable, ...]:
    """Every rule that is certain never to fire, in order."""
    return tuple(one for one in out_of_reach(rule_set) if isinstance(one, Unreachable))
