"""What a rule that fired sends: its actions as outbound messages, and notes on what is not sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from router.core.actions import Action, Forward, MultiForward, Reply
from router.core.address import Address, AddressKind
from router.core.message import OutboundMessage
from router.core.segments import split_message
from router.engine.facts import Facts
from router.engine.placeholders import names, render_template
from router.engine.ruleset import Rule, RuleSet
from router.engine.values import values_for
from router.engine.wording import quoted

MAX_DESTINATIONS: Final = 1000
"""Plivo takes at most this many numbers in one `<Message>`."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """One rule's messages in action order, and in words what it does not send and why."""

    messages: tuple[OutboundMessage, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unsent:
    """Something an action does not send, in words for the author."""

    words: str


def fill_outbox(
    rule: Rule, rule_set: RuleSet, facts: Facts, some: Sequence[Action] | None = None
) -> Outbox:
    """Carry out the actions of a rule that fired for the message, or `some` of them alone."""
    actions = rule.actions if some is None else some
    if not actions:
        return Outbox()
    wanted = {name for action in actions for name in names(action.text)}
    values = values_for(wanted, rule, rule_set, facts)
    messages: list[OutboundMessage] = []
    notes: list[str] = []
    for action in actions:
        text = render_template(action.text, values)
        for item in _carried_out(action, text, rule, rule_set, facts):
            if isinstance(item, _Unsent):
                notes.append(item.words)
            else:
                messages.append(item)
    return Outbox(tuple(messages), tuple(notes))


def _carried_out(
    action: Action, text: str, rule: Rule, rule_set: RuleSet, facts: Facts
) -> Iterator[OutboundMessage | _Unsent]:
    """One action's messages: destinations by the thousand, each lot with every piece of text."""
    if not text.strip():
        yield _Unsent(f"no {_verb(action)}: its text is empty")
        return
    destinations: list[Address] = []
    for found in _destinations(action, rule_set, facts):
        if isinstance(found, _Unsent):
            yield _Unsent(f"no {_verb(action)} {found.words}")
        else:
            destinations.append(found)
    source = action.source or facts.message.recipient
    pieces = split_message(text)
    for start in range(0, len(destinations), MAX_DESTINATIONS):
        lot = tuple(destinations[start : start + MAX_DESTINATIONS])
        for piece in pieces:
            yield OutboundMessage(source, lot, piece, rule.name, action.reports)


def _verb(action: Action) -> str:
    """The rule files' word for an action."""
    match action:
        case Reply():
            return "reply"
        case Forward():
            return "forward"
        case MultiForward():
            return "multi-forward"
        case _:
            assert_never(action)


def _destinations(action: Action, rule_set: RuleSet, facts: Facts) -> Iterator[Address | _Unsent]:
    """Who an action sends to, in order, and whom it cannot send to."""
    at = facts.message.received_at
    match action:
        case Reply():
            yield _reachable(facts.message.sender)
        case Forward(to):
            yield _forwarded(rule_set.address_of(to, at), facts)
        case MultiForward(to):
            addresses = [rule_set.address_of(target, at) for target in to]
            yield from _broadcast(addresses, action, facts)
        case _:
            assert_never(action)


def _reachable(address: Address) -> Address | _Unsent:
    if address.kind is AddressKind.SENDER_ID:
        return _Unsent(f"to {quoted(address.value)}: a sender id takes no texts")
    return address


def _forwarded(address: Address, facts: Facts) -> Address | _Unsent:
    if address == facts.message.recipient:
        return _Unsent(f"to {address}: it is the number that was texted")
    return _reachable(address)


def _broadcast(
    addresses: Sequence[Address], action: MultiForward, facts: Facts
) -> Iterator[Address | _Unsent]:
    """Everyone once, without the number that was texted and, unless said, without the sender."""
    left_out = {facts.message.recipient}
    if not action.include_sender:
        left_out.add(facts.message.sender)
    remaining = [one for one in dict.fromkeys(addresses) if one not in left_out]
    if not remaining:
        yield _Unsent("to anyone: nobody is left but the sender and the number that was texted")
    for one in remaining:
        yield _reachable(one)
