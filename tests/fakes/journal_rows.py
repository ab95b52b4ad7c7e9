"""Journal rows and reports for tests, with whatever a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from router.app.answers import Binding
from router.core.address import Address
from router.core.journal import JournalRow, ReportRow, SentMessage

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DESK = Address("+15557654321")
STRANGER = Address("+15551230000")
NOTHING = b'<?xml version="1.0" encoding="UTF-8"?>\n<Response/>'


def bound(*nonces: str, content: bytes = b"content", of_bytes: bytes = b"") -> Binding:
    """What a request with these nonces and this content is bound by."""
    older = of_bytes.ljust(32, b".")
    return Binding(nonces, content.ljust(32, b"."), (lambda: older) if of_bytes else None)


def row(uuid: str = "u-1", xml: bytes = b"<Response>x</Response>", **changes: object) -> JournalRow:
    """A row; without changes, one that was answered by the rule Hours."""
    plain = JournalRow(
        uuid=uuid,
        received_at=START,
        sender=STRANGER,
        recipient=DESK,
        text="Hours?",
        fields=(("From", STRANGER.wire), ("To", DESK.wire), ("MessageUUID", uuid)),
        rule_set="abcdef012345",
        fired=("Hours",),
        shadowed=(),
        messages=(SentMessage(DESK, (STRANGER,), "We are open.", 1, "Hours", f"{uuid}.0"),),
        xml=xml,
        family="V3",
        token=0,
        milliseconds=1.25,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def later(seconds: float) -> datetime:
    """So many seconds after the first row."""
    return START + timedelta(seconds=seconds)


def report(outbound: str = "o-1", reference: str = "u-1.0", **changes: object) -> ReportRow:
    """A report; without changes, that the first message of u-1 arrived."""
    plain = ReportRow(
        outbound_uuid=outbound,
        reference=reference,
        status="delivered",
        sequence=3,
        error_code="",
        received_at=later(5),
        fields=(("MessageUUID", outbound), ("From", DESK.wire), ("To", STRANGER.wire)),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
