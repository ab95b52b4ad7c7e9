"""A connection to PostgreSQL that is made anew when it breaks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors

from router.adapters.journal.entries import ConflictError
from router.adapters.journal.postgres.schema import SCHEMA
from router.app.journal import JournalUnavailableError

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_SECONDS = 2
SILENCE_MILLISECONDS = 3000
"""How long the other side may leave what was sent unacknowledged before it counts as gone."""
STATEMENT_MILLISECONDS = 30_000


class PostgresConnection:
    """A connection to one database, made when it is first needed, and anew when it broke.

    `prepare` sees each before it is used; it runs in a transaction.
    """

    def __init__(self, url: str, prepare: Callable[[Connection], None]) -> None:
        self._url = url
        self._prepare = prepare
        self._connection: Connection | None = None

    @contextmanager
    def errors(self) -> Iterator[Connection]:
        """The open connection; what psycopg raises becomes ours."""
        try:
            if self._connection is None:
                self._connection = self._open()
            yield self._connection
        except (errors.UniqueViolation, errors.DeadlockDetected) as error:
            raise ConflictError from error
        except (psycopg.Error, OSError) as error:
            self.close()
            raise unusable(error) from error

    def close(self) -> None:
        """Disconnect. Never raises."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        connection = connect(self._url)
        try:
            with connection.transaction():
                self._prepare(connection)
        except (psycopg.Error, JournalUnavailableError):
            connection.close()
            raise
        return connection


def unusable(error: Exception) -> JournalUnavailableError:
    """What psycopg raised, as ours."""
    # The first line says it; psycopg never tells the password.
    words = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return JournalUnavailableError(f"the journal in PostgreSQL cannot be used: {words}")


def connect(url: str) -> Connection:
    """A connection that finds our tables, whether they are there or not. Raises psycopg.Error."""
    connection: Connection = psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        tcp_user_timeout=SILENCE_MILLISECONDS,
        application_name="sms-router",
        options=f"-c statement_timeout={STATEMENT_MILLISECONDS} -c search_path={SCHEMA}",
    )
    return connection
