"""How long a request waits for the journal: the one promise that holds whatever the disk does."""

import time
from collections import deque
from collections.abc import Callable
from threading import Event, Thread

from router.adapters.journal.ticket import Ticket

TICK_SECONDS = 0.04
"""How often it is looked whether somebody has waited long enough; so late it may be noticed."""


class Line:
    """Tickets in the order in which their time is over; for those whose time is, `give_up`."""

    def __init__(self, seconds: float, give_up: Callable[[Ticket], None]) -> None:
        self._seconds = seconds
        self._give_up = give_up
        self._waiting: deque[tuple[float, Ticket]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, ticket: Ticket) -> None:
        """From now on the ticket waits. From any thread."""
        self._waiting.append((time.monotonic() + self._seconds, ticket))

    def look(self) -> None:
        """Let go of what is settled, and give up on what has waited long enough. For one thread."""
        now = time.monotonic()
        while self._waiting:
            due, ticket = self._waiting[0]
            if not ticket.done and due > now:
                return
            self._waiting.popleft()
            if not ticket.done:
                self._give_up(ticket)


class Patience:
    """Looks after lines on a thread of its own, which sleeps while nobody waits."""

    def __init__(self, *lines: Line) -> None:
        self._lines = lines
        self._wanted = Event()
        self._ending = False
        self._thread = Thread(target=self._run, name="journal-patience", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wake(self) -> None:
        """Somebody waits. From any thread, and cheap when it is awake."""
        if not self._wanted.is_set():
            self._wanted.set()

    def stop(self) -> None:
        """Give up on nobody any more."""
        self._ending = True
        self._wanted.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending:
            self._wanted.wait()
            # Cleared first: who comes while the lines are found empty is seen the next time round.
            self._wanted.clear()
            while any(self._lines) and not self._ending:
                time.sleep(TICK_SECONDS)
                for line in self._lines:
                    line.look()
