"""What a message's row in a database is made of: the row itself, and what it is looked up by."""

from typing import Any, NamedTuple

from router.adapters.journal.entries import MessageEntry, nonce_keys
from router.adapters.journal.records import as_json, key, row_record

MessageRecord = tuple[dict[str, Any], int, bytes, list[str], bytes]
"""A message as plain values, which another process understands: the row's record, segments and XML,
the keys of its nonces, and their fingerprint."""


class MessageColumns(NamedTuple):
    """The columns of one message, in the order of the tables.

    `rules` has each rule that fired (1) or would have in shadow (0); `body` is the row without its
    XML, as JSON.
    """

    uuid: str
    received_at: int
    unmatched: int
    sent: int
    segments: int
    rule_set: str
    numbers: list[str]
    rules: dict[str, int]
    nonces: list[str]
    body: str
    xml: bytes
    fingerprint: bytes


def message_record(entry: MessageEntry) -> MessageRecord:
    """The record of a message: quickly made, since whoever answers makes it."""
    binding = entry.binding
    row = entry.row
    return row_record(row), row.segments, row.xml, nonce_keys(binding), binding.fingerprint


def columns_of(record: MessageRecord) -> MessageColumns:
    """The columns of a record, for whoever writes it."""
    row, segments, xml, nonces, fingerprint = record
    return MessageColumns(
        uuid=key(row["uuid"]),
        received_at=row["at"],
        unmatched=int(not row["fired"]),
        sent=len(row["messages"]),
        segments=segments,
        rule_set=row["rule_set"],
        numbers=_numbers(row),
        rules={key(name): 0 for name in row["shadowed"]} | {key(name): 1 for name in row["fired"]},
        nonces=nonces,
        body=as_json(row),
        xml=xml,
        fingerprint=fingerprint,
    )


def _numbers(row: dict[str, Any]) -> list[str]:
    """Every address that took part, once, as keys."""
    numbers = [row["from"], row["to"]]
    for _, to, *_ in row["messages"]:
        numbers += to
    return list(dict.fromkeys([key(number) for number in numbers]))
