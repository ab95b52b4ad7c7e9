from datetime import UTC, datetime

import pytest

from router.app.ruletests.example_messages import example_message, plain_message
from router.core.actions import NumberTarget, RotaTarget
from router.core.address import Address
from router.core.message import InboundMessage
from router.core.position import Span
from router.language.ruletests import Incoming
from tests.unit.app.rulesets import PEOPLE, rule_set

HERE = Span("a.yaml", 1, 1, 1, 2)
ANN, BOB = Address("+15550001111"), Address("+15550002222")
DESK, STRANGER = Address("+15557654321"), Address("+15551230000")
OURS = Address("+15550007777")
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TIMES = """\
schedules: {nights: {timezone: Europe/London, open: [daily 22:00-02:00]}}
rotas: {duty: {timezone: UTC, starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}}
"""


def message_for(
    match: str, incoming: Incoming, recipient: Address | None = None, more: str = ""
) -> InboundMessage:
    rules = rule_set(f"{PEOPLE}{TIMES}rules: [{{name: A, match: {match}, actions: nothing{more}}}]")
    return example_message(rules, rules.rules[0], incoming, recipient)


def incoming(text: str, **said: object) -> Incoming:
    return Incoming(text, HERE, **said)  # type: ignore[arg-type]


def test_what_nobody_cares_for_is_the_usual() -> None:
    message = message_for("everything", incoming("hi"))
    assert (message.sender, message.recipient, message.received_at) == (STRANGER, DESK, MONDAY)
    assert message_for("everything", incoming("hi"), OURS).recipient == OURS


@pytest.mark.parametrize(
    ("match", "sender", "recipient"),
    [
        ("{from: staff}", ANN, DESK),
        ("{from: staff, not: {from: ann}}", BOB, DESK),
        ("{to: 72975}", STRANGER, Address("72975")),
        ("{to: [72975, +15557654321]}", STRANGER, DESK),
        ("{from: {sender-id: BANK}, to: +4420*}", Address("BANK"), Address("+442055512300")),
        ("{any: [{from: bob}, {from: bob, text: x}]}", BOB, DESK),
    ],
)
def test_addresses_are_chosen_as_the_rule_wants_them(
    match: str, sender: Address, recipient: Address
) -> None:
    message = message_for(match, incoming("hi"))
    assert message.sender == sender
    assert message.recipient.value[:5] == recipient.value[:5]


def test_they_are_chosen_too_when_the_text_is_not_what_the_rule_wants() -> None:
    message = message_for("{from: bob, to: 72975, text: x}", incoming("y"), OURS)
    assert (message.sender, message.recipient) == (BOB, Address("72975"))
    assert message_for("{from: bob, text: x}", incoming("y"), OURS).recipient == OURS


def test_what_is_said_stays_as_it_is() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    said = incoming("hi", sender=NumberTarget(BOB), recipient=NumberTarget(OURS), at=at)
    message = message_for("{from: ann, to: 72975, during: nights}", said)
    assert (message.sender, message.recipient, message.received_at) == (BOB, OURS, at)


def test_a_time_is_chosen_that_suits_the_rule() -> None:
    message = message_for("{during: nights}", incoming("hi"), more=", since: 2027-06-01")
    assert message.received_at.year == 2027
    assert message.received_at.hour in {21, 22, 23, 0}


def test_who_is_on_duty_follows_the_time() -> None:
    chosen = message_for("{from: duty}", incoming("hi", sender=RotaTarget("duty")))
    assert chosen.sender in {ANN, BOB}
    at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    given = message_for("everything", incoming("hi", sender=RotaTarget("duty"), at=at))
    assert given.sender == BOB


@pytest.mark.parametrize(
    ("match", "sender", "hour"),
    [
        ("{from: duty}", ANN, 3),
        ("{from: duty}", BOB, 15),
        ("{not: {from: duty}}", ANN, 15),
        ("{not: {from: duty}}", BOB, 3),
        ("{from: duty, text: x}", ANN, 3),
    ],
)
def test_a_time_is_chosen_at_which_whoever_sends_it_is_on_duty_or_not(
    match: str, sender: Address, hour: int
) -> None:
    # On the usual Monday, Ann hands over to Bob at 9.
    message = message_for(match, incoming("hi", sender=NumberTarget(sender)))
    assert message.sender == sender
    assert message.received_at == MONDAY.replace(hour=hour)


def test_the_rest_is_chosen_for_a_sender_who_never_has_duty() -> None:
    said = incoming("hi", sender=NumberTarget(STRANGER))
    message = message_for("{from: duty, to: 72975, during: nights}", said)
    assert (message.sender, message.recipient) == (STRANGER, Address("72975"))
    assert message.received_at.hour in {22, 23, 0, 1}


def test_of_two_ways_one_that_needs_no_other_rule_is_taken() -> None:
    match = f"{{not: {{otherwise: yes, to: '{DESK}'}}, from: ann}}"
    assert message_for(match, incoming("hi")).recipient != DESK


def test_conditions_that_nothing_meets_get_the_usual_message() -> None:
    message = message_for("{from: {regex: '^[^\\x00-\\x{10FFFF}]$'}}", incoming("hi"), OURS)
    assert (message.sender, message.recipient) == (STRANGER, OURS)


@pytest.mark.parametrize(
    ("match", "recipient"),
    [
        ("{from: [bob, +44*]}", OURS),
        ("{any: [{from: bob}, {to: 72975}], not: {text: y}}", OURS),
        ("{not: {to: +15550007777}}", DESK),
    ],
)
def test_it_comes_to_a_number_of_ours_if_the_rule_lets_it(match: str, recipient: Address) -> None:
    assert message_for(match, incoming("x"), OURS).recipient == recipient


def test_a_message_of_a_test_is_the_usual_one() -> None:
    rules = rule_set(f"{PEOPLE}{TIMES}rules: [{{name: A, match: everything, actions: nothing}}]")
    message = plain_message(rules, incoming("hi"), None, 2)
    assert (message.sender, message.recipient, message.received_at) == (STRANGER, DESK, MONDAY)
    assert message.uuid == "example-2"
    said = incoming("hi", sender=NumberTarget(ANN), recipient=RotaTarget("duty"))
    assert plain_message(rules, said, OURS).recipient == BOB
    assert rules.address_of(NumberTarget(ANN), MONDAY) == ANN
