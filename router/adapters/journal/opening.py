"""The journal of the settings, put together: its writing side and its reading side."""

from contextlib import suppress
from functools import partial
from socket import socket
from types import ModuleType

from router.adapters.answers import InMemoryAnswers
from router.adapters.journal.answers import JournalAnswers
from router.adapters.journal.backlog import Backlog, Finder
from router.adapters.journal.entries import JournalStore
from router.adapters.journal.patient_finder import PatientFinder
from router.adapters.journal.reading import SqlJournalReader
from router.adapters.journal.spill import SpillFile, spilled_with
from router.adapters.journal.sqlite.reading import SqliteDatabase, SqliteFinder
from router.adapters.journal.sqlite.store import SqliteStore
from router.adapters.journal.writer import JournalWriter
from router.adapters.rule_history import DirectoryRuleHistory
from router.app.answers import DurableMemory
from router.app.journal import JournalUnavailableError
from router.app.ports import Clock, EventLog, Metrics, NotKeptError, RuleHistory
from router.app.settings import NO_JOURNAL, Settings
from router.core.errors import UsageError
from router.language.source import SourceFile


def open_memory(  # noqa: PLR0913, PLR0917 - wiring hands it all it needs
    settings: Settings, history: RuleHistory, clock: Clock, log: EventLog, metrics: Metrics,
    number: int = 0, line: socket | None = None,
) -> DurableMemory:  # fmt: skip
    """The memory of answers that the settings ask for; it is not started.

    `number` tells apart the processes of one router that share a journal, and `line` leads to their
    scribe, if they have one.

    Raises UsageError when the database needs what is not installed. The spill file is in the data
    folder in each case.
    """
    if settings.journal == NO_JOURNAL:
        return InMemoryAnswers()
    store, finder = _database_for_writing(settings, log)
    spill = SpillFile(settings.data, number)
    backlog = Backlog(spill, PatientFinder(finder), log)
    writer = JournalWriter(
        store, backlog, partial(_files_of, history), settings.retention_days, clock, log, metrics,
        line,
    )  # fmt: skip
    return JournalAnswers(writer, backlog, spill, clock)


def open_reader(settings: Settings) -> SqlJournalReader:
    """The reading side of the same journal. Raises JournalUnavailableError and UsageError."""
    if settings.journal == NO_JOURNAL:
        raise JournalUnavailableError('no journal is kept: the setting journal is "none"')
    waiting = partial(spilled_with, settings.data)
    history = DirectoryRuleHistory(settings.data, settings.rules)
    if settings.journal:
        reading, _ = postgres()
        return SqlJournalReader(reading.PostgresDatabase(settings.journal), waiting, history)
    return SqlJournalReader(SqliteDatabase(settings.data), waiting, history)


def _database_for_writing(settings: Settings, log: EventLog) -> tuple[JournalStore, Finder]:
    """The store, and what finds things in it beside the store, on a connection of its own."""
    if not settings.journal:
        return SqliteStore(settings.data, log), SqliteFinder(settings.data)
    _, writing = postgres()
    return writing.PostgresStore(settings.journal), writing.PostgresStore(settings.journal)


def _files_of(history: RuleHistory, rule_set: str) -> tuple[SourceFile, ...]:
    """The source of a set that was accepted; () when it is not kept."""
    for entry in history.entries():
        if entry.id == rule_set:
            with suppress(NotKeptError):
                return history.files(entry)
    return ()


def postgres() -> tuple[ModuleType, ModuleType]:
    """PostgreSQL's reading and writing side: psycopg is an extra, and takes its time to import."""
    try:
        from router.adapters.journal.postgres import reading, store  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "a journal in PostgreSQL needs psycopg, which the binary and the Debian package do not "
            "hold: pip install 'sms-router[postgres]'"
        ) from error
    return reading, store
