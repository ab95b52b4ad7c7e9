"""A look at the journal from outside: whether it is there, can be read, and how new it is."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

from router.adapters.journal.opening import postgres
from router.adapters.journal.postgres.schema import MIGRATIONS
from router.adapters.journal.records import moment
from router.adapters.journal.spill import spilled_with
from router.adapters.journal.sqlite.file import damaged_files, path_in
from router.adapters.journal.sqlite.reading import SqliteDatabase
from router.adapters.journal.versions import other_version
from router.app.checkups.ports import JournalState
from router.app.settings import NO_JOURNAL, Settings
from router.core.errors import RefusedError, UsageError

SQLITE_VERSION = sqlite3.sqlite_version


def look_at_journal(settings: Settings) -> JournalState:
    """How the journal of these settings is; nothing is made or brought up to date.

    Never raises for one that cannot be used.
    """
    if settings.journal == NO_JOURNAL:
        return JournalState("none", "")
    path = path_in(settings.data)
    state = JournalState("sqlite", path)
    if settings.journal:
        state = JournalState("postgresql", _place(settings.journal))
    try:
        found = _in_postgres(state, settings.journal) if settings.journal else _in_sqlite(state)
    except (RefusedError, UsageError) as problem:
        found = replace(state, problem=str(problem))
    waiting = spilled_with(settings.data, lambda _: True)
    return replace(found, waiting=waiting, aside=damaged_files(path))


def _in_sqlite(state: JournalState) -> JournalState:
    if not os.path.lexists(state.place):
        return replace(state, made=False)
    with closing(SqliteDatabase(os.path.dirname(state.place))) as database:
        # From the index by time, so no message is read.
        ((newest,),) = database.ask("SELECT max(received_at) FROM messages", ())
    version = f"SQLite {SQLITE_VERSION}"
    return replace(state, version=version, newest=None if newest is None else moment(newest))


def _in_postgres(state: JournalState, url: str) -> JournalState:
    reading, _ = postgres()
    server, tables, newest = reading.look(url)
    state = replace(state, version=f"PostgreSQL {server}")
    if not tables:
        return replace(state, made=False)
    if tables != len(MIGRATIONS):
        problem = other_version(state.place, tables, len(MIGRATIONS))
        return replace(state, problem=problem)
    return replace(state, newest=None if newest is None else moment(newest))


def _place(url: str) -> str:
    """Host and database of a PostgreSQL URL, without the user and the password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'this machine'}{parts.path}"
