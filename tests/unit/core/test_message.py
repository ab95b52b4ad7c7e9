"""Messages, actions, decisions and places: plain frozen values with sensible defaults."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from router.core.actions import (
    OWN_REPORTS,
    WHOLE_TEXT,
    Forward,
    MultiForward,
    NumberTarget,
    Placeholder,
    Reply,
    Template,
)
from router.core.address import Address
from router.core.decision import Decision
from router.core.errors import RefusedError, SmsRouterError, UsageError
from router.core.message import Captures, InboundMessage, OutboundMessage
from router.core.position import Span
from router.core.report import DeliveryReport

ANN = Address("+15550001111")
DESK = Address("+15557654321")


def test_a_message_cannot_be_changed() -> None:
    message = InboundMessage("u", ANN, DESK, "hi", datetime(2026, 11, 22, tzinfo=UTC))
    with pytest.raises(FrozenInstanceError):
        message.text = "other"  # type: ignore[misc]


def test_an_outbound_message_asks_for_reports_at_our_own_url_unless_told() -> None:
    assert OutboundMessage(DESK, (ANN,), "hi", "greet").reports is OWN_REPORTS


def test_a_forward_sends_the_whole_text_unless_told() -> None:
    assert Forward(NumberTarget(ANN)).text == WHOLE_TEXT
    assert MultiForward((NumberTarget(ANN),)).text == WHOLE_TEXT
    assert not MultiForward(()).include_sender
    assert WHOLE_TEXT.parts == (Placeholder("text"),)


def test_an_action_sends_from_the_texted_number_unless_told() -> None:
    assert Reply(Template("hi", ())).source is None


def test_nothing_is_captured_unless_something_is() -> None:
    assert Captures() == Captures("", "", {})


def test_a_decision_has_notes_and_a_trace_only_when_there_are_any() -> None:
    decision = Decision("abc", (), ())
    assert decision.notes == ()
    assert decision.trace == ()


def test_a_place_prints_as_file_line_and_column() -> None:
    assert str(Span("rules/a.yaml", 3, 5, 3, 9)) == "rules/a.yaml:3:5"


def test_places_sort_as_one_reads() -> None:
    later = Span("a.yaml", 10, 1, 10, 2)
    earlier = Span("a.yaml", 9, 80, 9, 81)
    assert sorted([later, earlier]) == [earlier, later]


def test_expected_failures_share_one_root() -> None:
    assert issubclass(UsageError, SmsRouterError)
    assert issubclass(RefusedError, SmsRouterError)


def test_a_report_keeps_every_field() -> None:
    report = DeliveryReport("u", "sent", None, "", (("Status", "sent"), ("New", "1")))
    assert report.fields == (("Status", "sent"), ("New", "1"))
