"""The journal in an SQLite file of the data folder: its writing side."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

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
from router.adapters.journal.message_columns import message_record
from router.adapters.journal.queries import trim
from router.adapters.journal.records import micros
from router.adapters.journal.sqlite.file import (
    GONE,
    DamagedError,
    move_aside,
    open_for_writing,
    path_in,
    sqlite_errors,
)
from router.adapters.journal.sqlite.reading import change_in, find_in
from router.adapters.journal.sqlite.rows import insert_rows
from router.adapters.journal.sqlite.turns import Turns
from router.adapters.journal.sqlite.whereabouts import Whereabouts
from router.app.journal import JournalUnavailableError
from router.app.ports import EventLog

_REPORT = """
INSERT INTO reports (message_uuid, outbound_uuid, status, sequence, failed, received_at, body)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_SOURCE = """
INSERT OR IGNORE INTO rule_set_files (rule_set, place, name, content, problem, kept_at)
VALUES (?, ?, ?, ?, ?, ?)
"""
_USED = """
INSERT INTO rule_sets_used VALUES (?, ?)
ON CONFLICT DO UPDATE SET used_at = max(used_at, excluded.used_at)
"""


class SqliteStore:
    """A JournalStore in `DATA/journal.sqlite3`."""

    def __init__(self, data: str, log: EventLog) -> None:
        self._path = path_in(data)
        self._log = log
        self._connection: sqlite3.Connection | None = None
        self._turns = Turns(self._path)
        self._whereabouts = Whereabouts(self._path)

    def open(self) -> None:
        """Open the file; a missing one is made, a damaged one moved aside.

        Raises when the one that is open is gone from its place; the next call begins a new one.
        """
        with self._errors():
            pass

    def write(self, entries: Sequence[Entry], sources: Sequence[RuleSetSource]) -> None:
        """Write all in one transaction, synced."""
        rows = [message_record(entry) for entry in entries if isinstance(entry, MessageEntry)]
        with self._errors() as connection, self._turns.mine():
            # Messages alone are the usual case, and one statement is a transaction of its own.
            if len(rows) == len(entries) and not sources:
                insert_rows(connection, rows)
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                if rows:
                    insert_rows(connection, rows)
                _insert_others(connection, entries, sources)
                connection.execute("COMMIT")
            except sqlite3.Error:
                # SQLite has taken it back by itself where the disk was full.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What is there of these."""
        with self._errors() as connection:
            return find_in(connection, uuids, nonces)

    def trim(self, before: datetime, at_most: int) -> int:
        """Take away the oldest in one small transaction."""
        with self._errors() as connection, self._turns.mine():
            connection.execute("BEGIN IMMEDIATE")
            try:
                gone = trim(partial(change_in, connection), micros(before), at_most)
            except sqlite3.Error:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        return gone

    def close(self) -> None:
        """Close the file; SQLite folds its log into it if nobody else reads."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        self._turns.close()

    @contextmanager
    def _errors(self) -> Iterator[sqlite3.Connection]:
        """The open connection; what SQLite raises becomes ours."""
        if (connection := self._connection) is None:
            connection = self._connection = open_for_writing(self._path, self._log)
            self._whereabouts.note()
        try:
            if self._whereabouts.gone():
                raise JournalUnavailableError(f"the journal {self._path} {GONE}")
            with sqlite_errors(self._path):
                yield connection
        except sqlite3.IntegrityError as error:
            raise ConflictError from error
        except DamagedError as damage:
            self.close()
            with sqlite_errors(self._path):
                aside = move_aside(self._path)
            self._log.error("journal_moved_aside", file=self._path, to=aside, reason=str(damage))
            raise JournalUnavailableError(f"the journal {self._path} was damaged") from damage
        except JournalUnavailableError:
            # A connection that met a failing disk is not trusted with what comes next.
            self.close()
            raise


def _insert_others(
    connection: sqlite3.Connection, entries: Sequence[Entry], sources: Sequence[RuleSetSource]
) -> None:
    reports = [entry for entry in entries if isinstance(entry, ReportEntry)]
    connection.executemany(_REPORT, [report_values(entry.report) for entry in reports])
    nonces = [
        (nonce, entry.binding.fingerprint, micros(time_of(entry)))
        for entry in entries
        if not isinstance(entry, MessageEntry)
        for nonce in nonce_keys(entry.binding)
    ]
    connection.executemany("INSERT INTO nonces VALUES (?, ?, ?, 1)", nonces)
    if sources:
        connection.executemany(_SOURCE, [value for one in sources for value in source_values(one)])
        connection.executemany(_USED, [(one.id, micros(one.at)) for one in sources])
