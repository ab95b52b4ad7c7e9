"""Messages that show where the texts of a rule go that never fires, proved with the evaluator."""

from dataclasses import dataclass

from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.matchers import AddressMatcher, During, Matcher, Outside, Side, single_tests
from router.engine.reach.rules import Unreachable
from router.engine.ruleset import Rule, RuleSet
from router.engine.witness.messages import witness


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that meets a rule's match, and the earlier rule that fires for it instead."""

    message: InboundMessage
    by: Rule


def taken(rule_set: RuleSet, found: Unreachable) -> Taken | None:
    """A message that one of those rules takes; None when none can be found with little effort."""
    message = witness(rule_set, found.rule)
    if found.because is None or message is None:
        return None
    fired = decide(rule_set, message).fired
    takers = [rule for rule in (found.because, *found.others) if rule.name in fired]
    if not takers or found.rule.name in fired:
        return None
    return Taken(message, takers[-1])


def looks_at(match: Matcher, side: Side) -> bool:
    """Whether a match has to do with who sends the message, or with the number it comes to."""
    return any(isinstance(one, AddressMatcher) and one.side is side for one in single_tests(match))


def looks_at_the_time(match: Matcher) -> bool:
    """Whether a match has to do with when the message comes."""
    return any(isinstance(one, During | Outside) for one in single_tests(match))
