"""Writes the journal on a thread of its own: what comes at the same time makes one commit."""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from socket import socket
from threading import Event, Lock, Thread

from router.adapters.journal.backlog import Backlog
from router.adapters.journal.entries import (
    ConflictError,
    Entry,
    JournalStore,
    nonces_of,
    sort_out,
    uuids_of,
)
from router.adapters.journal.patience import TICK_SECONDS, Line, Patience
from router.adapters.journal.scribe.line import ScribeLine
from router.adapters.journal.sources import FilesOf, Sources
from router.adapters.journal.ticket import Ticket
from router.adapters.journal.trimming import AGAIN_SECONDS, Trimming
from router.app.answers import KEPT, Outcome
from router.app.journal import JournalUnavailableError
from router.app.ports import Clock, EventLog, Metrics

JOURNAL_SECONDS = 0.5
"""How long a reply waits for the journal before it counts as stalled."""
SPILL_SECONDS = 0.4 - 2 * TICK_SECONDS
"""How long it then waits for the spill file; together less than the second that is promised."""
GROUP = 64
"""Entries in one commit, at most."""
OPEN_SECONDS = 5.0
RETRY_SECONDS = 0.5
IDLE_SECONDS = 5.0
_TRIES = 5


class JournalWriter:
    """Puts entries into a store, one commit for all that wait; into the backlog when it fails."""

    def __init__(  # noqa: PLR0913, PLR0917 - wiring hands it all it needs
        self,
        store: JournalStore,
        backlog: Backlog,
        files_of: FilesOf,
        retention_days: int,
        clock: Clock,
        log: EventLog,
        metrics: Metrics,
        line: socket | None = None,
    ) -> None:
        self._store = store
        self._backlog = backlog
        self._sources = Sources(files_of, clock)
        self._trimming = Trimming(store, retention_days, clock)
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._coming: deque[Ticket] = deque()
        self._asking: SimpleQueue[None] = SimpleQueue()
        self._asked = False
        self._full = False
        self._changing = Lock()
        self._retry_at = 0.0
        self._direct = True
        self._more = False
        self._opened = Event()
        self._ending = False
        self._for_journal = Line(JOURNAL_SECONDS, self._stalled)
        self._for_spill = Line(SPILL_SECONDS, lambda ticket: ticket.settle(KEPT))
        self._patience = Patience(self._for_journal, self._for_spill)
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self.degraded = False
        self.scribe = ScribeLine(line, self._take_back) if line else None

    def start(self) -> None:
        """Open the store and begin; waits for the store a little, then goes on without it."""
        self._patience.start()
        self._thread.start()
        if not self._opened.wait(OPEN_SECONDS):
            self._degrade("it could not be opened in time")

    def put(self, entry: Entry) -> Ticket:
        """Make an entry durable; it is set when it is, or is as durable as can be in a second."""
        scribe = self.scribe if self.scribe and self.scribe.free else None
        if scribe and not self._sources.told(entry):
            scribe = None
        ticket = Ticket(entry, scribe.send if scribe else self._ask)
        if self._direct:
            self._for_journal.add(ticket)
            (scribe.add if scribe else self._coming.append)(ticket)
        else:
            self._set_aside(ticket)
        self._patience.wake()
        return ticket

    def stop(self, seconds: float = 5.0) -> None:
        """Write what has come, and end; what the store does not take by then stays spilled."""
        self._ending = True
        self._asking.put(None)
        self._thread.join(seconds)
        self._backlog.stop(seconds)
        self._patience.stop()
        if lost := self._backlog.memory_alone:
            self._log.error("journal_row_lost", lost=lost)

    def _run(self) -> None:
        problem = ""
        try:
            self._store.open()
        except JournalUnavailableError as error:
            problem = str(error)
        if problem:
            self._degrade(problem)
        self._opened.set()
        while True:
            tickets, last = self._next_group()
            if tickets:
                self._commit(tickets)
            self._catch_up()
            while last and self._more:
                self._catch_up()
            if last:
                break
            if not tickets:
                self._look()
            self._seek_sources()
            self._trim()
        self._store.close()

    def _take_back(self, tickets: Sequence[Ticket]) -> None:
        """Write what the scribe did not, or find out why that cannot be."""
        self._coming.extend(tickets)
        self._ask()

    def _ask(self) -> None:
        """Have the thread write what has come."""
        if not self._asked:
            self._asked = True
            self._asking.put(None)

    def _next_group(self) -> tuple[list[Ticket], bool]:
        """What is to be written, at most a group; and whether the end has come."""
        # What has come but nobody asked for yet may be one of many that are just coming.
        with suppress(Empty):
            self._asking.get(timeout=0.0 if self._full else self._idle_seconds())
        ending = self._ending
        # First this, then the look: what comes in between asks once more.
        self._asked = False
        group = [self._coming.popleft() for _ in range(min(GROUP, len(self._coming)))]
        self._full = len(group) == GROUP
        return group, ending and not self._coming

    def _idle_seconds(self) -> float:
        """How long to wait for something to write before looking after everything else."""
        if self._more:
            return 0.0
        if self.degraded or self._backlog.waiting or self._sources.sought:
            return RETRY_SECONDS
        return AGAIN_SECONDS if self._trimming.soon else IDLE_SECONDS

    def _commit(self, tickets: list[Ticket]) -> None:
        try:
            outcomes = self._write([ticket.entry for ticket in tickets])
        except JournalUnavailableError as error:
            problem = str(error)
        else:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.written = True
                ticket.settle(outcome)
            return
        self._degrade(problem)
        for ticket in tickets:
            self._set_aside(ticket)

    def _stalled(self, ticket: Ticket) -> None:
        """The store has had its time for this one."""
        self._degrade(f"it did not answer within {JOURNAL_SECONDS} s")
        self._set_aside(ticket)

    def _set_aside(self, ticket: Ticket) -> None:
        self._for_spill.add(ticket)
        self._backlog.add(ticket)

    def _write(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Write entries as if none were known; where one is, ask which and write the others."""
        sources = self._sources.needed_by(entries)
        outcomes: list[Outcome] = [KEPT] * len(entries)
        fresh = list(entries)
        for _ in range(_TRIES):
            try:
                if fresh or sources:
                    self._store.write(fresh, sources)
            except JournalUnavailableError:
                # A database that begins anew has none of what the one before it had.
                self._sources.forget()
                raise
            except ConflictError:
                found = self._store.find(uuids_of(entries), nonces_of(entries))
                outcomes, fresh = sort_out(entries, found)
            else:
                self._sources.written(sources)
                return outcomes
        raise JournalUnavailableError("the journal's tables contradict each other")

    def _look(self) -> None:
        """Notice while nobody writes that the store is gone."""
        if self.degraded:
            return
        try:
            self._store.open()
        except JournalUnavailableError as error:
            # What the next store has to have was written into this one.
            self._sources.forget()
            self._degrade(str(error))

    def _seek_sources(self) -> None:
        """Look again for the sources that were not to be had when their first message came."""
        if self.degraded or not self._sources.due():
            return
        try:
            self._write(())
        except JournalUnavailableError as error:
            self._degrade(str(error))

    def _catch_up(self) -> None:
        """Write what is in the backlog, now and then while the store fails."""
        now = self._clock.monotonic()
        self._more = False
        if not (self.degraded or self._backlog.waiting) or (
            now < self._retry_at and not self._ending
        ):
            return
        try:
            self._store.open()
            self._more = self._backlog.work_off(self._write, GROUP)
        except JournalUnavailableError as error:
            problem = str(error)
        else:
            self._recover()
            return
        self._retry_at = self._clock.monotonic() + RETRY_SECONDS
        self._degrade(problem)

    def _degrade(self, reason: str) -> None:
        with self._changing:
            self._direct = False
            if not self.degraded:
                self.degraded = True
                self._log.error("journal_degraded", reason=reason)
            self._show()

    def _recover(self) -> None:
        with self._changing:
            # What comes from now on may go the straight way, while the last of the backlog goes.
            self._direct = True
            if self.degraded and not self._backlog.waiting:
                self.degraded = False
                self._log.info("journal_recovered")
            self._show()

    def _show(self) -> None:
        self._metrics.journal(self.degraded, self._backlog.waiting, self._backlog.lost)

    def _trim(self) -> None:
        if self.degraded:
            return
        try:
            self._trimming.work()
        except JournalUnavailableError as error:
            self._degrade(str(error))
