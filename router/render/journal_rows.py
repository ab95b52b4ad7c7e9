"""Rows of the journal as lines of a list, as JSON objects and as lines of CSV."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Final

from router.core.address import Address
from router.core.journal import JournalRow, ReportRow
from router.engine.wording import counted, quoted, visible
from router.render.covering import covered_number, covered_text
from router.render.csv_lines import csv_line
from router.render.moments import clock, instant

MAX_TEXT: Final = 60
"""Characters of a text that a list shows."""
COLUMNS: Final = (
    "message_uuid", "received_at", "from", "to", "text", "text_length", "fired", "shadowed",
    "sent", "segments", "rule_set",
)  # fmt: skip
EXPORT_COLUMNS: Final = (*COLUMNS, "sent_to", "sent_text", "signature_family", "milliseconds")


def row_as_line(row: JournalRow, zone: tzinfo, reveal: bool) -> str:
    """One line for people; numbers and the text are covered unless `reveal`."""
    text = quoted(row.text, MAX_TEXT) if reveal else covered_text(row.text)
    rules = ", ".join(map(visible, row.fired)) or "no rule"
    shadow = f" (in shadow: {', '.join(map(visible, row.shadowed))})" if row.shadowed else ""
    return (
        f"{clock(row.received_at, zone)}  {visible(row.uuid)}"
        f"  {_party(row.sender, reveal)} → {_party(row.recipient, reveal)}"
        f"  {text}  {rules}{shadow}: {_sent(row)}\n"
    )


def row_as_fields(row: JournalRow, reveal: bool) -> dict[str, Any]:
    """One object of `journal list --format json`: `text` is None where it is covered."""
    return {
        "message_uuid": row.uuid,
        "received_at": instant(row.received_at),
        "from": _party(row.sender, reveal),
        "to": _party(row.recipient, reveal),
        "text": row.text if reveal else None,
        "text_length": len(row.text),
        "fired": list(row.fired),
        "shadowed": list(row.shadowed),
        "sent": len(row.messages),
        "segments": row.segments,
        "rule_set": row.rule_set,
    }


def row_as_csv(row: JournalRow, reveal: bool) -> str:
    """One line of `journal list --format csv`, in the order of COLUMNS."""
    return csv_line(_cells(row, reveal))


def row_as_whole(row: JournalRow, reports: Sequence[ReportRow]) -> dict[str, Any]:
    """Everything that is kept of a message, as JSON takes it.

    `messages` and `dst` are as in `try --format json`; `fields` are [name, value] pairs.
    """
    return {
        "message_uuid": row.uuid,
        "received_at": instant(row.received_at),
        "from": row.sender.value,
        "to": row.recipient.value,
        "text": row.text,
        "fields": [list(field) for field in row.fields],
        "fired": list(row.fired),
        "shadowed": list(row.shadowed),
        "messages": [
            {
                "src": sent.src.wire,
                "dst": [address.wire for address in sent.dst],
                "text": sent.text,
                "segments": sent.segments,
                "rule": sent.rule,
            }
            for sent in row.messages
        ],
        "segments": row.segments,
        "reports": [_report(row, report) for report in reports],
        "xml": row.xml.decode("utf-8", "replace"),
        "rule_set": row.rule_set,
        "signature_family": row.family,
        "token": row.token,
        "milliseconds": row.milliseconds,
    }


def row_as_export_csv(row: JournalRow) -> str:
    """One line of `journal export --format csv`, in the order of EXPORT_COLUMNS."""
    return csv_line(
        [
            *_cells(row, reveal=True),
            "; ".join(address.value for sent in row.messages for address in sent.dst),
            "\n".join(sent.text for sent in row.messages),
            row.family,
            row.milliseconds,
        ]
    )


def _cells(row: JournalRow, reveal: bool) -> list[object]:
    fields = row_as_fields(row, reveal)
    fields["text"] = fields["text"] or ""
    return [
        "; ".join(cell) if isinstance(cell, list) else cell
        for cell in (fields[column] for column in COLUMNS)
    ]


def _report(row: JournalRow, report: ReportRow) -> dict[str, Any]:
    """`message` is the place, from 0, of what it reports on among `messages`; None if unknown."""
    places = [
        place for place, sent in enumerate(row.messages) if reports_on(report, sent.reference)
    ]
    return {
        "message": places[0] if places else None,
        "rule": report.rule,
        "outbound_uuid": report.outbound_uuid,
        "status": report.status,
        "sequence": report.sequence,
        "error_code": report.error_code,
        "received_at": instant(report.received_at),
        "fields": [list(field) for field in report.fields],
    }


def reports_on(report: ReportRow, reference: str) -> bool:
    """Whether the report speaks of the message that went out with this reference."""
    return reference != "" and report.reference == reference


def _party(address: Address, reveal: bool) -> str:
    return visible(address.value) if reveal else covered_number(address)


def _sent(row: JournalRow) -> str:
    if not row.messages:
        return "nothing sent"
    return f"{counted(len(row.messages), 'message')}, {counted(row.segments, 'segment')}"
