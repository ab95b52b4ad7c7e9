"""A look into the journal that does not come back keeps nobody waiting."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from router.adapters.journal.backlog import Backlog
from router.adapters.journal.entries import Found, MessageEntry
from router.adapters.journal.patient_finder import PatientFinder
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.ticket import Ticket
from router.app.answers import KEPT
from router.app.journal import JournalUnavailableError
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal_rows import bound, row
from tests.waiting import eventually

PATIENCE = 20.0
FOUND = Found(answers={"u-1": b"<Response/>"})


class StuckFinder:
    """A Finder that comes back from a look once `going` is set, with what `broken` says or FOUND.

    `looks` are the uuids it was asked for.
    """

    def __init__(self) -> None:
        self.going = Event()
        self.broken = ""
        self.looks: list[Sequence[str]] = []
        self.closed = Event()

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        self.looks.append(uuids)
        self.going.wait(PATIENCE)
        if self.broken:
            raise JournalUnavailableError(self.broken)
        return FOUND

    def close(self) -> None:
        self.closed.set()


def test_what_comes_back_in_time_is_handed_on_and_so_is_a_failure() -> None:
    stuck = StuckFinder()
    stuck.going.set()
    finder = PatientFinder(stuck, PATIENCE)
    assert finder.find(["u-1"], ["n-1"]) == FOUND
    stuck.broken = "it is away"
    with pytest.raises(JournalUnavailableError, match="it is away"):
        finder.find(["u-1"], [])
    finder.close()
    assert stuck.closed.is_set()


def test_a_look_that_takes_too_long_is_given_up_and_the_next_one_not_even_begun() -> None:
    stuck = StuckFinder()
    finder = PatientFinder(stuck, 0.01)
    with pytest.raises(JournalUnavailableError, match="did not show within"):
        finder.find(["u-1"], [])
    with pytest.raises(JournalUnavailableError, match="still under way"):
        finder.find(["u-2"], [])
    stuck.going.set()
    eventually(lambda: _finds(finder))
    assert ["u-2"] not in stuck.looks
    finder.close()
    assert stuck.closed.wait(PATIENCE)


def _finds(finder: PatientFinder) -> bool:
    try:
        return finder.find(["u-3"], []) == FOUND
    except JournalUnavailableError:
        return False


def test_one_that_was_never_asked_has_nothing_to_close() -> None:
    stuck = StuckFinder()
    PatientFinder(stuck).close()
    assert not stuck.closed.is_set()


def test_an_entry_is_in_the_spill_file_before_it_is_settled_though_no_look_comes_back(
    tmp_path: Path,
) -> None:
    stuck = StuckFinder()
    spill = SpillFile(str(tmp_path))
    backlog = Backlog(spill, PatientFinder(stuck), FakeEventLog())
    backlog.start(False)
    entry = MessageEntry(row("u-1"), bound("n-1"))
    ticket, settled = Ticket(entry, lambda: None), Event()
    ticket.when_done(settled.set)
    backlog.add(ticket)
    assert settled.wait(PATIENCE)
    assert not stuck.going.is_set()
    assert ticket.outcome is KEPT
    assert [one.row.uuid for part in spill.read() for one in part if isinstance(one, MessageEntry)]
    stuck.going.set()
    backlog.stop(PATIENCE)
