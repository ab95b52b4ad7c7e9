"""What is written down of an answered message, and the references its reports come back with."""

from router.core.actions import OwnReports
from router.core.decision import Decision
from router.core.journal import JournalRow, SentMessage
from router.core.message import InboundMessage
from router.core.segments import measure


def references(uuid: str, decision: Decision, reports: bool) -> tuple[str, ...]:
    """Our reference for each message sent: the inbound message's uuid and its place, from 0.

    "" for a message whose reports do not come to us; `reports` says whether any do.
    """
    return tuple(
        f"{uuid}.{place}" if reports and isinstance(message.reports, OwnReports) else ""
        for place, message in enumerate(decision.messages)
    )


def record(  # noqa: PLR0913, PLR0917 - all that is known of a message by then
    message: InboundMessage, decision: Decision, references: tuple[str, ...], xml: bytes,
    family: str, token: int, milliseconds: float,
) -> JournalRow:  # fmt: skip
    """The journal's row of a message that was decided."""
    return JournalRow(
        uuid=message.uuid,
        received_at=message.received_at,
        sender=message.sender,
        recipient=message.recipient,
        text=message.text,
        fields=message.fields,
        rule_set=decision.rule_set,
        fired=decision.fired,
        shadowed=decision.shadowed,
        messages=tuple(
            SentMessage(one.src, one.dst, one.text, measure(one.text).count, one.rule, reference)
            for one, reference in zip(decision.messages, references, strict=True)
        ),
        xml=xml,
        family=family,
        token=token,
        milliseconds=milliseconds,
    )
