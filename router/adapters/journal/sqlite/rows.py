"""Rows of messages on their way into SQLite: one statement for all of a group."""

import sqlite3
from collections.abc import Sequence
from functools import cache

from router.adapters.journal.message_columns import MessageRecord, columns_of
from router.adapters.journal.records import as_json

_COLUMNS = 10


def insert_rows(connection: sqlite3.Connection, records: Sequence[MessageRecord]) -> None:
    """Insert rows of messages; outside a transaction that commits by itself.

    Raises what SQLite does: IntegrityError where a uuid or a nonce is known.
    """
    values: list[object] = []
    for row in map(columns_of, records):
        keys = as_json({"numbers": row.numbers, "rules": row.rules, "nonces": row.nonces})
        values += (*row[:6], keys, row.body, row.xml, row.fingerprint)
    connection.execute(_insert(len(records)), values)


@cache
def _insert(count: int) -> str:
    row = f"({', '.join('?' * _COLUMNS)})"
    return f"INSERT INTO incoming VALUES {', '.join([row] * count)}"  # noqa: S608 - question marks
