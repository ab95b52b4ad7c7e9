"""An entry on its way to the disk, and how the thread that waits for it is woken."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from threading import Lock

from router.adapters.journal_entries import Entry
from router.app.answers import Outcome


class Ticket:
    """An entry, and the one thread that waits for its outcome.

    `written` says that the journal has it, `set_aside` that the backlog has.
    """

    __slots__ = ("_gave_up", "_next", "_settled", "entry", "outcome", "set_aside", "written")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.outcome: Outcome | None = None
        self.written = False
        self.set_aside = False
        self._next: Ticket | None = None
        self._gave_up = False
        self._settled = Lock()
        self._settled.acquire()

    def settle(self, outcome: Outcome) -> None:
        """Let the waiting thread go on with this outcome; only the first counts."""
        if self.outcome is None:
            self.outcome = outcome
        self._wake()

    def wait(self, seconds: float) -> bool:
        """Wait until it is settled, for so long."""
        settled = self._settled.acquire(timeout=seconds)
        if not settled:
            self._gave_up = True
            settled = self._settled.acquire(blocking=False)
        if settled and self._next is not None:
            self._next.pass_on()
        return settled

    def pass_on(self) -> None:
        """Wake the waiting thread, which wakes the next; past those that wait no more."""
        ticket: Ticket | None = self
        while ticket is not None:
            ticket._wake()
            ticket = ticket._next if ticket._gave_up else None

    def link(self, following: "Ticket") -> None:
        """Have the thread that waits for this one wake the one that waits for another."""
        self._next = following

    def _wake(self) -> None:
        # Two may come to it at the same moment, and it takes no harm from that.
        with suppress(RuntimeError):
            self._settled.release()


def settle_all(tickets: Sequence[Ticket], outcomes: Sequence[Outcome]) -> None:
    """Settle what was written together.

    The threads wake each other, one after the other: Python runs one at a time, and those that
    wait for their turn cost the one that has it.
    """
    for ticket, outcome in zip(tickets, outcomes, strict=True):
        ticket.written = True
        if ticket.outcome is None:
            ticket.outcome = outcome
    for ticket, following in pairwise(tickets):
        ticket.link(following)
    tickets[0].pass_on()
