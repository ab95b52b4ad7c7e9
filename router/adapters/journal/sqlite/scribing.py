"""The scribe's way into the SQLite file."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress

from router.adapters.journal.message_columns import MessageRecord
from router.adapters.journal.sqlite.file import DamagedError, open_beside, path_in, sqlite_errors
from router.adapters.journal.sqlite.rows import insert_rows
from router.adapters.journal.sqlite.turns import Turns
from router.adapters.journal.sqlite.whereabouts import Whereabouts
from router.app.journal import JournalUnavailableError


class SqliteRows:
    """A RowWriter for a journal that another process looks after.

    It opens the file when the first rows come: by then the other has made it or moved a damaged one
    aside.
    """

    def __init__(self, data: str) -> None:
        self._path = path_in(data)
        self._connection: sqlite3.Connection | None = None
        self._turns = Turns(self._path)
        self._whereabouts = Whereabouts(self._path)

    def write(self, rows: Sequence[MessageRecord]) -> bool:
        """Write all in one transaction, synced; False when a row is known or the file fails."""
        try:
            if self._connection is not None and self._whereabouts.gone():
                self.close()
            if self._connection is None:
                self._connection = open_beside(self._path)
                self._whereabouts.note()
            with sqlite_errors(self._path), self._turns.mine():
                insert_rows(self._connection, rows)
        except sqlite3.IntegrityError:
            return False
        except (JournalUnavailableError, DamagedError):
            # A connection that met a failing disk is not trusted with what comes next.
            self.close()
            return False
        return True

    def close(self) -> None:
        """Close the file; SQLite folds its log into it if nobody else has it open."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
