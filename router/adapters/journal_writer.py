"""Writes the journal on a thread of its own: what comes at the same time makes one commit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from router.adapters.journal_backlog import Backlog
from router.adapters.journal_entries import (
    ConflictError,
    Entry,
    JournalStore,
    MessageEntry,
    RuleSetSource,
    nonces_of,
    sort_out,
    uuids_of,
)
from router.adapters.journal_ticket import Ticket, settle_all
from router.app.answers import KEPT, Outcome
from router.app.journal import JournalUnavailableError
from router.app.ports import Clock, EventLog, Metrics
from router.language.source import SourceFile

JOURNAL_SECONDS = 0.5
"""How long a reply waits for the journal before it counts as stalled."""
SPILL_SECONDS = 0.4
"""How long it then waits for the spill file; together less than the second that is promised."""
GROUP = 64
"""Entries in one commit, at most."""
OPEN_SECONDS = 5.0
RETRY_SECONDS = 0.5
IDLE_SECONDS = 5.0
TRIMMED_AT_ONCE = 100
TRIM_AGAIN_SECONDS = 0.25
TRIM_SECONDS = 60.0
SOUGHT_SECONDS = 60.0
"""How long the source of a rule set is looked for, should the history not have it yet."""
_TRIES = 5

FilesOf = Callable[[str], tuple[SourceFile, ...]]
"""The source of a rule set by its id; () when it is not to be had. Never raises."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A rule set whose source is not kept yet: when it first decided, how long to look for it."""

    first_used: datetime
    until: float


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
    ) -> None:
        self._store = store
        self._backlog = backlog
        self._files_of = files_of
        self._retention = timedelta(days=retention_days)
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._coming: SimpleQueue[Ticket | None] = SimpleQueue()
        self._changing = Lock()
        self._known_sets: set[str] = set()
        self._sought_sets: dict[str, _Sought] = {}
        self._next_trim = clock.monotonic() + TRIM_SECONDS
        self._look_for_sets_at = 0.0
        self._retry_at = 0.0
        self._direct = True
        self._more = False
        self._opened = Event()
        self._ending = False
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self.degraded = False

    def start(self) -> None:
        """Open the store and begin; waits for the store a little, then goes on without it."""
        self._thread.start()
        if not self._opened.wait(OPEN_SECONDS):
            self._degrade("it could not be opened in time")

    def put(self, entry: Entry) -> Outcome:
        """Make an entry durable, or as durable as can be within a second; what became of it."""
        ticket = Ticket(entry)
        if self._direct:
            self._coming.put(ticket)
            if ticket.wait(JOURNAL_SECONDS):
                return ticket.outcome or KEPT
            self._degrade(f"it did not answer within {JOURNAL_SECONDS} s")
        self._backlog.add(ticket)
        ticket.wait(SPILL_SECONDS)
        return ticket.outcome or KEPT

    def stop(self, seconds: float = 5.0) -> None:
        """Write what has come, and end; what the store does not take by then stays spilled."""
        self._ending = True
        self._coming.put(None)
        self._thread.join(seconds)
        self._backlog.stop(seconds)
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
            self._seek_sets()
            self._trim()
        self._store.close()

    def _next_group(self) -> tuple[list[Ticket], bool]:
        """What waits to be written, at most a group; and whether the end has come."""
        tickets: list[Ticket] = []
        try:
            ticket = self._coming.get(timeout=self._idle_seconds())
            while ticket is not None:
                tickets.append(ticket)
                if len(tickets) == GROUP:
                    return tickets, False
                ticket = self._coming.get_nowait()
        except Empty:
            return tickets, False
        return tickets, True

    def _idle_seconds(self) -> float:
        """How long to wait for something to write before looking after everything else."""
        if self._more:
            return 0.0
        if self.degraded or self._backlog.waiting or self._sought_sets:
            return RETRY_SECONDS
        trimming = self._next_trim - self._clock.monotonic() < TRIM_AGAIN_SECONDS
        return TRIM_AGAIN_SECONDS if trimming else IDLE_SECONDS

    def _commit(self, tickets: list[Ticket]) -> None:
        try:
            outcomes = self._write([ticket.entry for ticket in tickets])
        except JournalUnavailableError as error:
            problem = str(error)
        else:
            settle_all(tickets, outcomes)
            return
        self._degrade(problem)
        for ticket in tickets:
            self._backlog.add(ticket)

    def _write(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Write entries as if none were known; where one is, ask which and write the others."""
        sources = self._new_sources(entries)
        outcomes: list[Outcome] = [KEPT] * len(entries)
        fresh = list(entries)
        for _ in range(_TRIES):
            try:
                if fresh or sources:
                    self._store.write(fresh, sources)
            except ConflictError:
                found = self._store.find(uuids_of(entries), nonces_of(entries))
                outcomes, fresh = sort_out(entries, found)
            else:
                for source in sources:
                    self._known_sets.add(source.id)
                    self._sought_sets.pop(source.id, None)
                return outcomes
        raise JournalUnavailableError("the journal's tables contradict each other")

    def _new_sources(self, entries: Sequence[Entry]) -> list[RuleSetSource]:
        """The source of each rule set that decided one of these and is not kept yet."""
        now = self._clock.monotonic()
        for entry in entries:
            if isinstance(entry, MessageEntry) and entry.row.rule_set not in self._known_sets:
                sought = _Sought(entry.row.received_at, now + SOUGHT_SECONDS)
                self._sought_sets.setdefault(entry.row.rule_set, sought)
        if not self._sought_sets or now < self._look_for_sets_at:
            return []
        # A set that was just taken may not be in the history yet: look again, for a while.
        self._look_for_sets_at = now + RETRY_SECONDS
        found = {id_: self._files_of(id_) for id_ in self._sought_sets}
        return [
            RuleSetSource(id_, files, self._sought_sets[id_].first_used)
            for id_, files in found.items()
            if files
        ]

    def _seek_sets(self) -> None:
        """Look again for the sources that were not to be had when their first message came."""
        now = self._clock.monotonic()
        if self.degraded or not self._sought_sets or now < self._look_for_sets_at:
            return
        given_up = [id_ for id_, sought in self._sought_sets.items() if now > sought.until]
        for id_ in given_up:
            del self._sought_sets[id_]
        try:
            self._write(())
        except JournalUnavailableError as error:
            self._degrade(str(error))

    def _catch_up(self) -> None:
        """Write what is in the backlog, now and then while the store fails."""
        now = self._clock.monotonic()
        if not (self.degraded or self._backlog.waiting) or (
            now < self._retry_at and not self._ending
        ):
            return
        self._more = False
        try:
            self._store.open()
            self._more = self._backlog.work_off(self._write, GROUP)
        except JournalUnavailableError as error:
            problem = str(error)
        else:
            self._recover()
            return
        # A database that begins anew has none of what the one before it had.
        self._known_sets.clear()
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
        """Take away rows past their time, a few at once, so that no message waits for it."""
        now = self._clock.monotonic()
        if self.degraded or now < self._next_trim:
            return
        self._next_trim = now + TRIM_SECONDS
        try:
            gone = self._store.trim(self._clock.now() - self._retention, TRIMMED_AT_ONCE)
        except JournalUnavailableError as error:
            self._degrade(str(error))
            return
        self._known_sets.clear()
        if gone == TRIMMED_AT_ONCE:
            self._next_trim = now + TRIM_AGAIN_SECONDS
