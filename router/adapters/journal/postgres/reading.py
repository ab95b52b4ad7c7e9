"""The journal in PostgreSQL: its reading side, for any process."""

import re
from typing import Any

import psycopg

from router.adapters.journal.postgres.connection import PostgresConnection, connect, unusable
from router.adapters.journal.postgres.schema import MIGRATIONS
from router.adapters.journal.postgres.tables import check, version_of
from router.adapters.journal.queries import trim


class PostgresDatabase:
    """A Database in PostgreSQL, which must be there; its tables are left as they are."""

    join = "JOIN"

    def __init__(self, url: str) -> None:
        self._connection = PostgresConnection(url, check)
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
        return trim_in(self._connection, before, at_most)

    def scrub(self, _: re.Pattern[bytes]) -> tuple[str, ...]:
        """Let the server use the erased rows' room again; its log and backups are its owner's."""
        with self._connection.errors() as connection:
            connection.execute("SET statement_timeout = 0")
            connection.execute("VACUUM messages, message_numbers, message_rules, reports")
        return ()

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def look(url: str) -> tuple[str, int, int | None]:
    """The server's version, that of our tables (0: there are none) and when the newest row came.

    In microseconds; None without a row, and for tables of another version than this program's.
    Unlike opening a journal this makes and changes nothing. Raises JournalUnavailableError.
    """
    try:
        with connect(url) as connection:
            ((server,),) = connection.execute("SHOW server_version").fetchall()
            version = version_of(connection)
            if version != len(MIGRATIONS):
                return str(server), version, None
            ((newest,),) = connection.execute("SELECT max(received_at) FROM messages").fetchall()
            return str(server), version, newest
    except (psycopg.Error, OSError) as error:
        raise unusable(error) from error


def trim_in(kept: PostgresConnection, before: int, at_most: int) -> int:
    """`queries.trim` in one transaction."""
    with kept.errors() as connection, connection.transaction():

        def change(statement: str, values: tuple[object, ...]) -> int:
            return connection.execute(_dialect(statement), values).rowcount

        return trim(change, before, at_most)


def _dialect(statement: str) -> bytes:
    # As bytes, which says to psycopg that it is ours: values never stand in it.
    return statement.replace("?", "%s").encode()
