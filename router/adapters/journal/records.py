"""Rows and reports as JSON and back: one form for every database and for the spill file."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from router.adapters.json_text import encoder
from router.core.address import Address
from router.core.journal import JournalRow, ReportRow, SentMessage

KEY_LENGTH = 200
"""Characters of a text that is looked up by; a database bounds what an index may hold."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Plain ASCII: neither NUL nor a lone surrogate, which databases refuse, is in what it writes.
_ENCODE = encoder((",", ":"), None)


def key(text: str) -> str:
    """A text in the form it is looked up by: any database takes it, and it has a bounded length."""
    kept = plain(text)
    if len(kept) <= KEY_LENGTH:
        return kept
    return kept[: KEY_LENGTH - 64] + sha256(kept.encode()).hexdigest()


def plain(text: str) -> str:
    """A text as any database takes it: without NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def micros(at: datetime) -> int:
    """A moment as whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def moment(since_epoch: int) -> datetime:
    """The moment of `micros`, aware, in UTC."""
    return _EPOCH + since_epoch * _MICROSECOND


def as_json(value: object) -> str:
    """Compact JSON in ASCII."""
    return _ENCODE(value)


def row_record(row: JournalRow) -> dict[str, Any]:
    """A row without its XML, as JSON takes it."""
    return {
        "uuid": row.uuid,
        "at": micros(row.received_at),
        "from": row.sender.value,
        "to": row.recipient.value,
        "text": row.text,
        "fields": row.fields,
        "rule_set": row.rule_set,
        "fired": row.fired,
        "shadowed": row.shadowed,
        "messages": [
            (m.src.value, [a.value for a in m.dst], m.text, m.segments, m.rule, m.reference)
            for m in row.messages
        ],
        "family": row.family,
        "token": row.token,
        "ms": row.milliseconds,
    }


def read_row(record: Mapping[str, Any], xml: bytes) -> JournalRow:
    """The row of a record."""
    return JournalRow(
        uuid=record["uuid"],
        received_at=moment(record["at"]),
        sender=Address(record["from"]),
        recipient=Address(record["to"]),
        text=record["text"],
        fields=tuple((name, value) for name, value in record["fields"]),
        rule_set=record["rule_set"],
        fired=tuple(record["fired"]),
        shadowed=tuple(record["shadowed"]),
        messages=tuple(
            SentMessage(Address(src), tuple(map(Address, dst)), text, segments, rule, reference)
            for src, dst, text, segments, rule, reference in record["messages"]
        ),
        xml=xml,
        family=record["family"],
        token=record["token"],
        milliseconds=record["ms"],
    )


def report_record(report: ReportRow) -> dict[str, Any]:
    """A report as JSON takes it."""
    return {
        "uuid": report.outbound_uuid,
        "ref": report.reference,
        "status": report.status,
        "sequence": report.sequence,
        "error": report.error_code,
        "at": micros(report.received_at),
        "fields": report.fields,
    }


def read_report_record(record: Mapping[str, Any]) -> ReportRow:
    """The report of a record, not yet joined to what caused it."""
    return ReportRow(
        outbound_uuid=record["uuid"],
        reference=record["ref"],
        status=record["status"],
        sequence=record["sequence"],
        error_code=record["error"],
        received_at=moment(record["at"]),
        fields=tuple((name, value) for name, value in record["fields"]),
    )


def caused_by(reference: str) -> str:
    """The uuid of the inbound message that a reference names; "" when it names none."""
    uuid, dot, _ = reference.rpartition(".")
    return uuid if dot else ""
