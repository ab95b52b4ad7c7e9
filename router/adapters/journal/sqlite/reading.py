"""The journal in an SQLite file: its reading side, for any process."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from router.adapters.journal.entries import Found
from router.adapters.journal.queries import trim
from router.adapters.journal.records import as_json
from router.adapters.journal.sqlite.bytes import FileBytes
from router.adapters.journal.sqlite.file import (
    DamagedError,
    damaged_files,
    open_for_reading,
    path_in,
    sqlite_errors,
)
from router.adapters.journal.sqlite.whereabouts import Whereabouts
from router.app.journal import JournalUnavailableError

SCRUB_SECONDS = 10.0
_FIND = """
SELECT 0, uuid, xml FROM messages WHERE uuid IN (SELECT value FROM json_each(?))
UNION ALL
SELECT 1, nonce, fingerprint FROM nonces WHERE nonce IN (SELECT value FROM json_each(?))
"""


class SqliteDatabase:
    """A Database in `DATA/journal.sqlite3`, which must be there."""

    # SQLite takes a CROSS JOIN's tables in the order written.
    join = "CROSS JOIN"

    def __init__(self, data: str) -> None:
        self._path = path_in(data)
        self._connection = open_for_reading(self._path)
        self._bytes = FileBytes(self._path)

    def ask(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        with self._errors():
            return self._connection.execute(statement, values).fetchall()

    def change(self, statement: str, values: tuple[object, ...]) -> int:
        """Run a statement; how many rows it changed."""
        with self._errors():
            return change_in(self._connection, statement, values)

    def trim(self, before: int, at_most: int) -> int:
        """Take away the oldest, in one transaction."""
        with self._errors(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            return trim(self.change, before, at_most)

    def scrub(self, traces: re.Pattern[bytes]) -> tuple[str, ...]:
        """Leave nothing of what was erased in the file and its log.

        SQLite overwrites what is deleted with zeros, but not what it left in the unused part of a
        page when it moved rows to another one: where such a trace is found, the whole file is
        written anew. The server spills for as long as that takes.

        Raises JournalUnavailableError when somebody keeps it from that for ten seconds.
        """
        self._empty_log()
        with self._errors():
            left = self._bytes.have(traces)
        if left:
            self._write_anew()
            self._empty_log()
        return damaged_files(self._path)

    def _empty_log(self) -> None:
        """Fold the write-ahead log into the file and empty it."""
        self._insist(
            lambda: not self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0],
            f"{self._path}-wal is in use",
        )

    def _write_anew(self) -> None:
        def vacuum() -> bool:
            try:
                self._connection.execute("VACUUM")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                return False
            return True

        self._insist(vacuum, f"{self._path} is in use")

    def _insist(self, work: Callable[[], bool], hindrance: str) -> None:
        """Have something done; again while it says that somebody is in the way."""
        until = time.monotonic() + SCRUB_SECONDS
        try:
            with self._errors():
                while not work():
                    if time.monotonic() > until:
                        raise JournalUnavailableError(hindrance)
                    time.sleep(0.05)
        except JournalUnavailableError as error:
            raise JournalUnavailableError(
                f"the rows are erased, but traces of them may be left: {error}. Erase once more"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._bytes.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with sqlite_errors(self._path):
                yield
        except DamagedError as damage:
            raise JournalUnavailableError(
                f"the journal {self._path} is damaged: {damage}"
            ) from damage


class SqliteFinder:
    """Finds messages and nonces while the writer is stuck."""

    def __init__(self, data: str) -> None:
        self._data = data
        self._database: SqliteDatabase | None = None
        self._whereabouts = Whereabouts(path_in(data))

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What is there of these."""
        if self._whereabouts.gone():
            self.close()
        if self._database is None:
            self._database = SqliteDatabase(self._data)
            self._whereabouts.note()
        return found_in(self._database.ask(_FIND, (as_json(uuids), as_json(nonces))))

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._database is not None:
            self._database.close()
            self._database = None


def find_in(connection: sqlite3.Connection, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
    """What is there of these messages and nonces."""
    return found_in(connection.execute(_FIND, (as_json(uuids), as_json(nonces))).fetchall())


def found_in(rows: Sequence[tuple[int, str, bytes]]) -> Found:
    """The answers (kind 0) and nonces (kind 1) among rows of kind, name and value."""
    return Found(
        answers={name: bytes(value) for kind, name, value in rows if kind == 0},
        nonces={name: bytes(value) for kind, name, value in rows if kind == 1},
    )


def change_in(connection: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> int:
    """Run a statement; how many rows it changed, not counting what triggers did."""
    return connection.execute(statement, values).rowcount
