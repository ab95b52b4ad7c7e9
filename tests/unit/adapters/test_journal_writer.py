"""The thread that writes the journal: what it goes on looking for."""

import time
from pathlib import Path
from threading import Event

from router.adapters.clock import SystemClock
from router.adapters.journal.backlog import Backlog
from router.adapters.journal.entries import MessageEntry
from router.adapters.journal.opening import open_reader
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.sqlite.reading import SqliteFinder
from router.adapters.journal.sqlite.store import SqliteStore
from router.adapters.journal.writer import JournalWriter
from router.app.answers import KEPT
from router.app.settings import Settings
from router.language.source import SourceFile
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal_rows import bound, row
from tests.fakes.metrics import FakeMetrics

FILES = (SourceFile("rules/a.yaml", b"rules: []\n"),)


def test_the_source_of_a_set_is_kept_though_it_came_after_the_sets_only_message(
    tmp_path: Path,
) -> None:
    data, log = str(tmp_path / "data"), FakeEventLog()
    history: dict[str, tuple[SourceFile, ...]] = {}
    backlog = Backlog(SpillFile(data), SqliteFinder(data), log)
    writer = JournalWriter(
        SqliteStore(data, log), backlog, lambda id_: history.get(id_, ()),
        90, SystemClock(), log, FakeMetrics(),
    )  # fmt: skip
    backlog.start(False)
    writer.start()
    message = row("u-1")
    try:
        ticket = writer.put(MessageEntry(message, bound("n-1")))
        settled = Event()
        ticket.when_done(settled.set)
        assert settled.wait(20)
        assert ticket.outcome is KEPT
        reader = open_reader(Settings(data=data))
        assert reader.rule_set_files(message.rule_set) == ()
        history[message.rule_set] = FILES
        deadline = time.monotonic() + 20
        while not (kept := reader.rule_set_files(message.rule_set)):
            assert time.monotonic() < deadline, "the source was never kept"
            time.sleep(0.05)
        assert kept == FILES
        reader.close()
    finally:
        writer.stop()
