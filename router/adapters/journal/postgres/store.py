"""The journal in PostgreSQL, which several routers may share: both its sides."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
from psycopg import errors

from router.adapters.journal.entries import (
    ConflictError,
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
from router.adapters.journal.postgres.schema import MIGRATIONS, SCHEMA
from router.adapters.journal.queries import trim
from router.adapters.journal.records import micros
from router.app.journal import JournalUnavailableError

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_SECONDS = 2
SILENCE_MILLISECONDS = 3000
"""How long the other side may leave what was sent unacknowledged before it counts as gone."""
STATEMENT_MILLISECONDS = 30_000
_MIGRATION_LOCK = 7_767_001
"""Any number, but always the same: two routers that start at once take turns."""

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
_VERSION = "SELECT version FROM schema_version"
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


class PostgresConnection:
    """A connection to one database, made when it is first needed, and anew when it broke."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None

    @contextmanager
    def errors(self) -> Iterator[Connection]:
        """The open connection; what psycopg raises becomes ours."""
        try:
            if self._connection is None:
                self._connection = _open(self._url)
            yield self._connection
        except (errors.UniqueViolation, errors.DeadlockDetected) as error:
            raise ConflictError from error
        except (psycopg.Error, OSError) as error:
            self.close()
            raise _unusable(error) from error

    def close(self) -> None:
        """Disconnect. Never raises."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


def look(url: str) -> tuple[str, int, int | None]:
    """The server's version, that of our tables (0: there are none) and when the newest row came.

    In microseconds; None without a row, and for tables of another version than this program's.
    Unlike opening a journal this makes and changes nothing. Raises JournalUnavailableError.
    """
    try:
        with _connect(url) as connection:
            ((server,),) = connection.execute("SHOW server_version").fetchall()
            table = f"{SCHEMA}.schema_version"
            ((there,),) = connection.execute("SELECT to_regclass(%s)", (table,)).fetchall()
            found = connection.execute(_VERSION).fetchone() if there else None
            version = int(found[0]) if found else 0
            if version != len(MIGRATIONS):
                return str(server), version, None
            ((newest,),) = connection.execute("SELECT max(received_at) FROM messages").fetchall()
            return str(server), version, newest
    except (psycopg.Error, OSError) as error:
        raise _unusable(error) from error


def _unusable(error: Exception) -> JournalUnavailableError:
    # The first line says it; psycopg never tells the password.
    words = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return JournalUnavailableError(f"the journal in PostgreSQL cannot be used: {words}")


def _connect(url: str) -> Connection:
    connection: Connection = psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        tcp_user_timeout=SILENCE_MILLISECONDS,
        application_name="sms-router",
        options=f"-c statement_timeout={STATEMENT_MILLISECONDS} -c search_path={SCHEMA}",
    )
    return connection


def _open(url: str) -> Connection:
    connection = _connect(url)
    try:
        with connection.transaction():
            _migrate(connection)
    except (psycopg.Error, JournalUnavailableError):
        connection.close()
        raise
    return connection


def _migrate(connection: Connection) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
    # Asked first: who may not make schemas can still use one that somebody made.
    if not connection.execute(
        "SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    ).fetchone():
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    found = connection.execute(_VERSION).fetchone()
    version = int(found[0]) if found else 0
    if version > len(MIGRATIONS):
        raise JournalUnavailableError(
            "the journal in PostgreSQL was written by a newer version of this program"
        )
    if version == len(MIGRATIONS):
        return
    for script in MIGRATIONS[version:]:
        connection.execute(script)
    connection.execute("DELETE FROM schema_version")
    connection.execute("INSERT INTO schema_version VALUES (%s)", (len(MIGRATIONS),))


class PostgresStore:
    """A JournalStore in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._connection = PostgresConnection(url)

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
        return _trim(self._connection, micros(before), at_most)

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


class PostgresDatabase:
    """A Database in PostgreSQL."""

    join = "JOIN"

    def __init__(self, url: str) -> None:
        self._connection = PostgresConnection(url)
        with self._connection.errors():
            pass

    def ask(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        with self._connection.errors() as connection:
            return connection.execute(_dialect(statement), values).fetchall()

    def change(self, statement: str, values: tuple[object, ...]) -> int:
        """Run a statement; how many rows it changed."""
        with self._connection.errors() as connection:
            return connection.execute(_dialect(statement), values).rowcount

    def trim(self, before: int, at_most: int) -> int:
        """Take away the oldest, in one transaction."""
        return _trim(self._connection, before, at_most)

    def scrub(self, _: re.Pattern[bytes]) -> tuple[str, ...]:
        """Let the server use the erased rows' room again; its log and backups are its owner's."""
        with self._connection.errors() as connection:
            connection.execute("VACUUM messages, message_numbers, message_rules, reports")
        return ()

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def _trim(kept: PostgresConnection, before: int, at_most: int) -> int:
    with kept.errors() as connection, connection.transaction():

        def change(statement: str, values: tuple[object, ...]) -> int:
            return connection.execute(_dialect(statement), values).rowcount

        return trim(change, before, at_most)


def _dialect(statement: str) -> bytes:
    # As bytes, which says to psycopg that it is ours: values never stand in it.
    return statement.replace("?", "%s").encode()


def _columns(entries: Sequence[Entry]) -> list[list[Any]]:
    """The values of _WRITE: a list for each column."""
    messages = [entry for entry in entries if isinstance(entry, MessageEntry)]
    rows = [entry.row for entry in messages]
    numbers = [(entry.uuid, number) for entry in messages for number in entry.numbers]
    rules = [(entry.uuid, *rule) for entry in messages for rule in entry.rules.items()]
    nonces = [
        (nonce, entry.binding.fingerprint, micros(time_of(entry)))
        for entry in entries
        for nonce in nonce_keys(entry.binding)
    ]
    return [
        [entry.uuid for entry in messages],
        [entry.received_at for entry in messages],
        [int(not row.fired) for row in rows],
        [len(row.messages) for row in rows],
        [row.segments for row in rows],
        [row.rule_set for row in rows],
        [entry.body for entry in messages],
        [row.xml for row in rows],
        *_turned(numbers, 2),
        *_turned(rules, 3),
        *_turned(nonces, 3),
    ]


def _turned(rows: Sequence[tuple[Any, ...]], columns: int) -> list[list[Any]]:
    return [[row[column] for row in rows] for column in range(columns)]
