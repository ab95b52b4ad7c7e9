"""Journals for the contracts: each with a way to fill it and one to read it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from router.adapters.journal.entries import (
    Entry,
    JournalStore,
    MessageEntry,
    ReportEntry,
    RuleSetSource,
)
from router.adapters.journal.opening import open_reader
from router.adapters.journal.postgres.store import PostgresStore
from router.adapters.journal.sqlite.store import SqliteStore
from router.app.journal import JournalReader
from router.app.settings import Settings
from router.core.journal import JournalRow, ReportRow
from router.language.source import SourceFile
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal import FakeJournal
from tests.fakes.journal_rows import START, bound
from tests.postgres import PostgresServer

REAL = ("sqlite", "postgres")


@dataclass
class Journal:
    """A journal that a test fills with rows, reports and rule sets, and reads."""

    reader: JournalReader
    keep: Callable[..., None]
    """Takes rows and reports, and a word that makes the nonces of their requests others."""
    keep_files: Callable[[str, tuple[SourceFile, ...]], None]


@contextmanager
def real_store(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[
    tuple[JournalStore, Settings]
]:  # fmt: skip
    """An empty database of this kind, open, and the settings that name it."""
    settings = Settings(data=str(folder / "data"))
    store: JournalStore = SqliteStore(settings.data, FakeEventLog())
    if kind == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = Settings(data=settings.data, journal=server.new_database())
        store = PostgresStore(settings.journal)
    store.open()
    try:
        yield store, settings
    finally:
        store.close()


@contextmanager
def journal_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Journal]:
    """A journal of this kind, empty."""
    if kind == "fake":
        fake = FakeJournal()

        def remember(
            rows: tuple[JournalRow, ...], reports: tuple[ReportRow, ...], _: str = ""
        ) -> None:
            fake.kept += rows
            fake.reports += reports

        yield Journal(fake, remember, lambda id_, files: fake.rule_sets.update({id_: files}))
        return
    with real_store(kind, request, folder) as (store, settings):

        def write(
            rows: tuple[JournalRow, ...], reports: tuple[ReportRow, ...], other: str = ""
        ) -> None:
            entries: list[Entry] = [MessageEntry(one, bound(f"{other}{one.uuid}")) for one in rows]
            entries += [
                ReportEntry(one, bound(f"{other}{place} {one.outbound_uuid}"))
                for place, one in enumerate(reports)
            ]
            store.write(entries, ())

        reader = open_reader(settings)
        yield Journal(
            reader, write, lambda id_, files: store.write((), (RuleSetSource(id_, files, START),))
        )
        reader.close()
