"""A look at the journal from outside: whether it is there, can be read, and how new it is."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from urllib.parse import urlsplit

from router.adapters.journal import open_database
from router.adapters.journal_reading import Database
from router.adapters.journal_records import moment
from router.adapters.journal_spill import spilled_with
from router.adapters.journal_sqlite_file import damaged_files, path_in
from router.app.doctor_ports import JournalState
from router.app.settings import NO_JOURNAL, Settings
from router.core.errors import RefusedError, UsageError

SQLITE_VERSION = sqlite3.sqlite_version


def look_at_journal(settings: Settings) -> JournalState:
    """How the journal of these settings is. Never raises for one that cannot be used."""
    if settings.journal == NO_JOURNAL:
        return JournalState("none", "")
    path = path_in(settings.data)
    waiting, aside = spilled_with(settings.data, lambda _: True), damaged_files(path)
    kind = "postgresql" if settings.journal else "sqlite"
    place = _place(settings.journal) if settings.journal else path
    if not settings.journal and not os.path.lexists(path):
        return JournalState(kind, place, made=False, waiting=waiting, aside=aside)
    try:
        with closing(open_database(settings)) as database:
            version, newest = _version(database, kind), _newest(database)
    except (RefusedError, UsageError) as problem:
        return JournalState(kind, place, problem=str(problem), waiting=waiting, aside=aside)
    return JournalState(kind, place, version, newest=newest, waiting=waiting, aside=aside)


def _version(database: Database, kind: str) -> str:
    if kind == "sqlite":
        return f"SQLite {SQLITE_VERSION}"
    ((version,),) = database.ask("SHOW server_version", ())
    return f"PostgreSQL {version}"


def _newest(database: Database) -> datetime | None:
    """When the newest message came; from the index by time, so no message is read."""
    ((newest,),) = database.ask("SELECT max(received_at) FROM messages", ())
    return None if newest is None else moment(int(newest))


def _place(url: str) -> str:
    """Host and database of a PostgreSQL URL, without the user and the password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'this machine'}{parts.path}"
