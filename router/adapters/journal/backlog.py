"""What the journal does not take at the moment: in memory and in the spill file, until it does."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Protocol

from router.adapters.journal.entries import Entry, Found, nonces_of, sort_out, uuids_of
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.ticket import Ticket
from router.app.answers import KEPT, Outcome
from router.app.journal import JournalUnavailableError
from router.app.ports import EventLog

MAX_HELD = 50_000
"""Entries held in memory; beyond them the spill file alone has them."""
LOOK_AGAIN_SECONDS = 5.0

Write = Callable[[Sequence[Entry]], list[Outcome]]
"""Writes entries, or says what is there already; raises JournalUnavailableError."""


class Finder(Protocol):
    """Looks into the journal while its writer is stuck, on a connection of its own."""

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What there is of these, given as keys. Raises JournalUnavailableError."""

    def close(self) -> None:
        """Disconnect. Never raises."""


class Backlog:
    """Takes tickets on a thread of its own, so that no stuck disk holds the one that waits."""

    def __init__(self, spill: SpillFile, finder: Finder, log: EventLog) -> None:
        self._spill = spill
        self._finder = finder
        self._log = log
        self._lock = Lock()
        self._counting = Lock()
        self._count = 0
        self._coming: SimpleQueue[Ticket | None] = SimpleQueue()
        self._held: deque[Ticket] = deque()
        self._in_file = False
        self._only_in_file = False
        self._spilling = True
        self._look_again = 0.0
        self._thread = Thread(target=self._run, name="journal-spill", daemon=True)
        self.lost = 0

    def start(self, left_over: bool) -> None:
        """Begin; `left_over` says that the file has entries of an earlier process."""
        self._in_file = self._only_in_file = left_over
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many entries wait; 1 at least while the file has any."""
        return max(self._count, int(self._in_file))

    @property
    def memory_alone(self) -> int:
        """How many entries would be lost with the process."""
        return 0 if self._spilling else len(self._held)

    def add(self, ticket: Ticket) -> None:
        """Spill a ticket and hold it; it is settled as soon as that is done."""
        if not ticket.set_aside:
            ticket.set_aside = True
            self._counted(1)
            self._coming.put(ticket)

    def work_off(self, write: Write, at_once: int) -> bool:
        """Write some of what is held, or else what only the file has; empty the file at the end.

        Whether there is more to do at once. For the writer's thread alone. Raises
        JournalUnavailableError, and nothing is lost by that.
        """
        if self._held:
            some = [self._held[place] for place in range(min(at_once, len(self._held)))]
            fresh = [ticket for ticket in some if not ticket.written]
            if fresh:
                write([ticket.entry for ticket in fresh])
            for ticket in some:
                ticket.written = True
                self._held.popleft()
            self._counted(-len(some))
            return True
        # The spill thread may be at it for long; the file is emptied another time.
        if self._lock.acquire(blocking=False):
            try:
                if not self._held and self._coming.empty():
                    self._empty_file(write, at_once)
            finally:
                self._lock.release()
        return False

    def _empty_file(self, write: Write, at_once: int) -> None:
        try:
            if self._only_in_file:
                # A write that fails leaves the file half read.
                with closing(self._spill.read()) as parts:
                    for entries in parts:
                        for start in range(0, len(entries), at_once):
                            write(entries[start : start + at_once])
                self._only_in_file = False
                self._counted(-self._count)
            self._spill.clear()
        except OSError as error:
            raise JournalUnavailableError(f"{self._spill.path}: {error.strerror}") from error
        self._in_file = False
        self._spilling = True

    def stop(self, seconds: float) -> None:
        """Spill what has come and end."""
        self._coming.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            tickets = [self._coming.get()]
            with self._lock:
                try:
                    while len(tickets) < MAX_HELD:
                        tickets.append(self._coming.get_nowait())
                except Empty:
                    pass
                come = [ticket for ticket in tickets if ticket]
                fresh = [ticket for ticket in come if not ticket.written]
                self._counted(len(fresh) - len(come))
                if fresh:
                    self._take(fresh)
            if None in tickets:
                self._finder.close()
                return

    def _take(self, tickets: list[Ticket]) -> None:
        entries = [ticket.entry for ticket in tickets]
        outcomes, fresh = sort_out(entries, self._look_up(entries))
        spilled = self._spilled(fresh)
        for ticket, outcome in zip(tickets, outcomes, strict=True):
            if outcome == KEPT:
                self._hold(ticket, spilled)
            else:
                self._counted(-1)
            ticket.settle(outcome)

    def _counted(self, more: int) -> None:
        with self._counting:
            self._count += more

    def _hold(self, ticket: Ticket, spilled: bool) -> None:
        if len(self._held) < MAX_HELD:
            self._held.append(ticket)
        elif spilled:
            self._only_in_file = True
        else:
            self._counted(-1)
            self.lost += 1
            self._log.error("journal_row_lost", lost=self.lost)

    def _look_up(self, entries: Sequence[Entry]) -> Found:
        """What the journal has of them, if it can be read at least."""
        now = time.monotonic()
        if now < self._look_again:
            return Found()
        try:
            return self._finder.find(uuids_of(entries), nonces_of(entries))
        except JournalUnavailableError:
            self._look_again = now + LOOK_AGAIN_SECONDS
            return Found()

    def _spilled(self, entries: Sequence[Entry]) -> bool:
        try:
            if entries:
                self._spill.append(entries)
                self._in_file = True
        except OSError as error:
            if self._spilling:
                self._spilling = False
                self._log.error(
                    "journal_spill_failed", file=self._spill.path, reason=str(error.strerror)
                )
            return False
        return True
