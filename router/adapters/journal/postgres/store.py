"""The journal in PostgreSQL, which several routers may share: its writing side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from router.adapters.journal.entries import (
    Entry,
    Found,
    MessageEntry,
    ReportEntry,
    RuleSetSource,
    nonce_keys,
    report_values,
    source_values,
    time_of,
)
from router.adapters.journal.message_columns import columns_of, message_record
from router.adapters.journal.postgres.connection import PostgresConnection
from router.adapters.journal.postgres.reading import trim_in
from router.adapters.journal.postgres.tables import migrate
from router.adapters.journal.records import micros

# One statement for however many rows: one way there and back, and one commit. Sorted, so that two
# routers that write the same messages wait for each other in the same order.
_WRITE = """
WITH added AS (
    INSERT INTO messages (uuid, received_at, unmatched, sent, segments, rule_set, body, xml)
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::text[],
                         %s::text[], %s::bytea[])
    ORDER BY 1
    RETURNING id, uuid, received_at
), numbers AS (
    INSERT INTO message_numbers (number, received_at, message)
    SELECT number, received_at, id
    FROM unnest(%s::text[], %s::text[]) AS part (uuid, number) JOIN added USING (uuid)
), rules AS (
    INSERT INTO message_rules (rule, received_at, message, fired)
    SELECT rule, received_at, id, fired
    FROM unnest(%s::text[], %s::text[], %s::int[]) AS part (uuid, rule, fired)
    JOIN added USING (uuid)
)
INSERT INTO nonces (nonce, fingerprint, bound_at)
SELECT * FROM unnest(%s::text[], %s::bytea[], %s::bigint[]) ORDER BY 1
"""
_FIND = """
SELECT 0, uuid, xml FROM messages WHERE uuid = ANY(%s)
UNION ALL
SELECT 1, nonce, fingerprint FROM nonces WHERE nonce = ANY(%s)
"""
_REPORT = """
INSERT INTO reports (message_uuid, outbound_uuid, status, sequence, failed, received_at, body)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_SOURCE = """
INSERT INTO rule_set_files (rule_set, place, name, content, problem, kept_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_USED = """
INSERT INTO rule_sets_used AS known VALUES (%s, %s)
ON CONFLICT (rule_set) DO UPDATE SET used_at = greatest(known.used_at, excluded.used_at)
"""


class PostgresStore:
    """A JournalStore in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._connection = PostgresConnection(url, migrate)

    def open(self) -> None:
        """Connect, and bring the tables up to date."""
        with self._connection.errors():
            pass

    def write(self, entries: Sequence[Entry], sources: Sequence[RuleSetSource]) -> None:
        """Write all in one transaction."""
        values = _columns(entries)
        reports = [report_values(one.report) for one in entries if isinstance(one, ReportEntry)]
        files = [value for source in sources for value in source_values(source)]
        with self._connection.errors() as connection:
            if not reports and not sources:
                connection.execute(_WRITE, values)
                return
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute(_WRITE, values)
                cursor.executemany(_REPORT, reports)
                cursor.executemany(_SOURCE, files)
                cursor.executemany(_USED, [(one.id, micros(one.at)) for one in sources])

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What is there of these."""
        with self._connection.errors() as connection:
            rows = connection.execute(_FIND, (list(uuids), list(nonces))).fetchall()
        return Found(
            answers={name: bytes(value) for kind, name, value in rows if kind == 0},
            nonces={name: bytes(value) for kind, name, value in rows if kind == 1},
        )

    def trim(self, before: datetime, at_most: int) -> int:
        """Take away the oldest in one small transaction."""
        return trim_in(self._connection, micros(before), at_most)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def _columns(entries: Sequence[Entry]) -> list[list[Any]]:
    """The values of _WRITE: a list for each column."""
    messages = [
        columns_of(message_record(entry)) for entry in entries if isinstance(entry, MessageEntry)
    ]
    numbers = [(row.uuid, number) for row in messages for number in row.numbers]
    rules = [(row.uuid, *rule) for row in messages for rule in row.rules.items()]
    nonces = [
        (nonce, entry.binding.fingerprint, micros(time_of(entry)))
        for entry in entries
        for nonce in nonce_keys(entry.binding)
    ]
    columns = [(*row[:6], row.body, row.xml) for row in messages]
    return [*_turned(columns, 8), *_turned(numbers, 2), *_turned(rules, 3), *_turned(nonces, 3)]


def _turned(rows: Sequence[tuple[Any, ...]], columns: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(columns)]
