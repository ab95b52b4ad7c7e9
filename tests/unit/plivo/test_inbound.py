from datetime import UTC, datetime

import pytest

from router.core.address import Address
from router.core.message import InboundMessage
from router.plivo.fields import Malformed
from router.plivo.form import Pairs
from router.plivo.inbound import read_inbound
from tests.unit.plivo.bodies import posted

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

WHOLE: Pairs = (
    ("From", "15551230000"),
    ("To", "15557654321"),
    ("Text", "Hi"),
    ("MessageUUID", "u-1"),
)


def without(name: str) -> Pairs:
    return tuple(pair for pair in WHOLE if pair[0] != name)


@pytest.mark.parametrize(
    ("case", "sender", "text"),
    [
        ("inbound-sms", "+15551230000", "Hours? café + bar 😀"),
        ("inbound-optout", "+15551230000", "STOP"),
        ("inbound-mms", "+15551230000", "Look at this"),
        ("inbound-shortcode", "72975", "Your code is 123456"),
        ("inbound-senderid", "AMAZON", "line one\r\nline two"),
    ],
)
def test_a_message_reads_as_plivo_posts_it(case: str, sender: str, text: str) -> None:
    pairs = posted(case)
    message = read_inbound(pairs, NOW)
    assert isinstance(message, InboundMessage)
    assert message.sender == Address(sender)
    assert message.recipient == Address("+15557654321")
    assert message.text == text
    assert message.uuid == dict(pairs)["MessageUUID"]
    assert message.received_at == NOW


def test_every_field_is_kept_in_its_order_known_or_not() -> None:
    pairs = (*WHOLE, ("Type", "sms"), ("Brand-New", ""), ("MessageIntent", "help"))
    message = read_inbound(pairs, NOW)
    assert isinstance(message, InboundMessage)
    assert message.fields == pairs


@pytest.mark.parametrize("name", ["From", "To", "MessageUUID"])
@pytest.mark.parametrize("blank", [None, "", "  \t"])
def test_a_field_that_must_be_there_is_missed(name: str, blank: str | None) -> None:
    pairs = without(name) if blank is None else (*without(name), (name, blank))
    assert read_inbound(pairs, NOW) == Malformed(f"the field {name} is missing or blank")


@pytest.mark.parametrize("name", ["From", "Text", "MessageUUID"])
def test_a_field_that_is_there_twice_is_refused(name: str) -> None:
    pairs = (*WHOLE, (name, "again"))
    assert read_inbound(pairs, NOW) == Malformed("a field is there twice")
    same = (*WHOLE, (name, dict(WHOLE)[name]))
    assert read_inbound(same, NOW) == Malformed("a field is there twice")


def test_an_unknown_field_twice_is_refused_too() -> None:
    assert isinstance(read_inbound((*WHOLE, ("X", "1"), ("X", "2")), NOW), Malformed)


def test_names_of_fields_are_case_sensitive() -> None:
    assert isinstance(read_inbound((*without("From"), ("from", "15551230000")), NOW), Malformed)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ((), ""),
        ((("Text", ""),), ""),
        ((("Body", "b"),), "b"),
        ((("Text", ""), ("Body", "b")), "b"),
        ((("Text", "t"), ("Body", "b")), "t"),
        ((("Text", "  "),), "  "),
    ],
)
def test_the_text_is_in_text_and_for_an_mms_in_body(fields: Pairs, text: str) -> None:
    message = read_inbound((*without("Text"), *fields), NOW)
    assert isinstance(message, InboundMessage)
    assert message.text == text


def test_a_plus_that_was_not_escaped_is_still_a_number() -> None:
    message = read_inbound((("From", " 15551230000"), *without("From")), NOW)
    assert isinstance(message, InboundMessage)
    assert message.sender == Address("+15551230000")
