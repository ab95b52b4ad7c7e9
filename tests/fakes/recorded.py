"""Recorded messages and reports for what explains, replays and shows them: one at noon each."""

from datetime import UTC, datetime, timedelta

from router.core.address import Address
from router.core.journal import JournalRow, ReportRow, SentMessage
from router.core.segments import measure

DESK = Address("+15557654321")
ANN = Address("+15550001111")
STRANGER = Address("+15551230000")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def sent(
    text: str = "We are open 9-17.", *dst: Address, rule: str = "Hours", reference: str = "r0"
) -> SentMessage:
    """A message from the desk, to the stranger if nobody is named."""
    return SentMessage(DESK, dst or (STRANGER,), text, measure(text).count, rule, reference)


def row(
    text: str = "hours",
    *messages: SentMessage,
    uuid: str = "u-1",
    fired: tuple[str, ...] = (),
    shadowed: tuple[str, ...] = (),
    sender: Address = STRANGER,
    at: datetime = NOON,
    rule_set: str = "0123456789ab",
) -> JournalRow:
    """A text to the desk that came at noon."""
    fields = (("From", sender.wire), ("To", DESK.wire), ("Text", text))
    return JournalRow(
        uuid, at, sender, DESK, text, fields, rule_set, fired, shadowed, messages,
        b"<Response/>", "V3", 0, 1.25,
    )  # fmt: skip


def report(
    status: str, sequence: int, reference: str = "r0", *, error: str = "", to: str = "15551230000"
) -> ReportRow:
    """A delivery report so many seconds after noon."""
    at = NOON + timedelta(seconds=sequence)
    return ReportRow(f"out-{reference}", reference, status, sequence, error, at, (("To", to),))
