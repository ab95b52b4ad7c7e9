"""Which message an example or a test means: what it leaves open is chosen, always alike."""

from dataclasses import replace
from datetime import datetime

from router.core.actions import RotaTarget, Target
from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.matchers import AddressIs, All, Matcher, Side
from router.engine.ruleset import Rule, RuleSet
from router.engine.witness.addresses import DEFAULT_RECIPIENT, DEFAULT_SENDER
from router.engine.witness.messages import USUAL_MOMENT, complete
from router.engine.witness.taken import looks_at
from router.engine.witness.times import is_alive
from router.language.ruletests import Incoming

_UUID = "example"


def plain_message(
    rule_set: RuleSet, incoming: Incoming, recipient: Address | None, number: int = 1
) -> InboundMessage:
    """A message of a test: the usual sender and time, and this number of ours, if nobody says."""
    at = incoming.at or USUAL_MOMENT
    return InboundMessage(
        uuid=f"{_UUID}-{number}",
        sender=_address(incoming.sender, rule_set, at) or DEFAULT_SENDER,
        recipient=_address(incoming.recipient, rule_set, at) or recipient or DEFAULT_RECIPIENT,
        text=incoming.text,
        received_at=at,
    )


def example_message(
    rule_set: RuleSet, rule: Rule, incoming: Incoming, recipient: Address | None
) -> InboundMessage:
    """The message of an example: what is open is chosen so that the rule's conditions hold.

    What they leave open too is as in a test. The text, and whatever else the example says, stays
    as it is, whether the rule wants it or not.
    """
    if incoming.at is None and _names_a_rota(incoming):
        # Who is on duty depends on the time, so the time is chosen first.
        alone = replace(incoming, sender=None, recipient=None)
        moment = example_message(rule_set, rule, alone, recipient).received_at
        incoming = replace(incoming, at=moment)
    message = _likely(plain_message(rule_set, incoming, recipient), rule.match, incoming)
    if _meets(rule_set, rule, message):
        return message
    at = incoming.at or USUAL_MOMENT
    found = complete(
        rule_set,
        rule,
        incoming.text,
        _address(incoming.sender, rule_set, at),
        _address(incoming.recipient, rule_set, at)
        or (None if looks_at(rule.match, Side.TO) else recipient),
        incoming.at,
    )
    if found is None:
        return message
    ours = replace(found, recipient=message.recipient)
    return ours if _meets(rule_set, rule, ours) else found


def _likely(message: InboundMessage, match: Matcher, incoming: Incoming) -> InboundMessage:
    """The message with addresses that the rule names, where none is given: cheap to find."""
    for part in match.parts if isinstance(match, All) else (match,):
        match part:
            case AddressIs(Side.FROM, listed) if listed and incoming.sender is None:
                if message.sender not in listed:
                    message = replace(message, sender=min(listed))
            case AddressIs(Side.TO, listed) if listed and incoming.recipient is None:
                if message.recipient not in listed:
                    message = replace(message, recipient=min(listed))
    return message


def _meets(rule_set: RuleSet, rule: Rule, message: InboundMessage) -> bool:
    return is_alive(rule, rule_set.zone, message.received_at) and rule.match.test(Facts(message))


def _names_a_rota(incoming: Incoming) -> bool:
    return any(isinstance(one, RotaTarget) for one in (incoming.sender, incoming.recipient))


def _address(target: Target | None, rule_set: RuleSet, at: datetime) -> Address | None:
    return None if target is None else rule_set.address_of(target, at)
