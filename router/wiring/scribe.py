"""The scribe of a server, made while next to nothing else is loaded."""

from router.adapters.journal.scribe.process import Scribe
from router.adapters.journal.sqlite.scribing import SqliteRows


def make_scribe() -> Scribe:
    """Fork the process that writes rows into SQLite; it waits until it is told where."""
    return Scribe(SqliteRows)
