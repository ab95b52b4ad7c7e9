"""The line to the scribe: groups of tickets go down it, and what became of them comes back."""

import pickle
import socket
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from router.adapters.journal.entries import MessageEntry
from router.adapters.journal.message_columns import message_record
from router.adapters.journal.scribe.process import LARGEST, WRITTEN
from router.adapters.journal.ticket import Ticket
from router.app.answers import KEPT

GROUP = 64
"""Tickets in one group, at most."""

Refused = Callable[[Sequence[Ticket]], None]


class ScribeLine:
    """A Watched, all of it for the thread of the loop that reads it.

    One group is under way at a time: what comes meanwhile makes the next, which is the larger the
    slower the disk is.

    `refused` gets the tickets that the scribe has not written, for whatever reason, and all of them
    once it is gone.
    """

    def __init__(self, line: socket.socket, refused: Refused) -> None:
        line.setblocking(False)
        self._line = line
        self._refused = refused
        self._coming: deque[Ticket] = deque()
        self._under_way: list[Ticket] = []
        self._read = False

    @property
    def free(self) -> bool:
        """Whether it takes tickets: somebody reads what comes back, and nothing is stuck."""
        return self._read and not (self._under_way and self._under_way[0].set_aside)

    def add(self, ticket: Ticket) -> None:
        """Take the ticket of a message; it goes off at the next `send`."""
        self._coming.append(ticket)

    def send(self) -> None:
        """Have what has come written, once what is under way is."""
        while self._coming and not self._under_way:
            group = [self._coming.popleft() for _ in range(min(GROUP, len(self._coming)))]
            # The backlog has those that have waited too long.
            if fresh := [ticket for ticket in group if not ticket.set_aside]:
                self._send(fresh)

    def _send(self, group: list[Ticket]) -> None:
        entries = [ticket.entry for ticket in group]
        rows = [message_record(entry) for entry in entries if isinstance(entry, MessageEntry)]
        message = pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)
        with suppress(OSError):
            if len(message) <= LARGEST:
                self._line.send(message)
                self._under_way = group
                return
        self._refused(group)

    def begin(self) -> None:
        """From now on it takes tickets."""
        self._read = True

    def fileno(self) -> int:
        """The socket."""
        return self._line.fileno()

    def ready(self) -> bool:
        """Settle what is written, hand back what is not, and send what has come."""
        try:
            said = self._line.recv(1)
        except BlockingIOError:
            return True
        except OSError:
            said = b""
        if not said:
            self.end()
            return False
        group, self._under_way = self._under_way, []
        if said == WRITTEN:
            for ticket in group:
                ticket.written = True
                ticket.settle(KEPT)
        else:
            self._refused(group)
        self.send()
        return True

    def end(self) -> None:
        """Hand back everything; the scribe may still write what it has got."""
        self._read = False
        left = [*self._under_way, *self._coming]
        self._under_way = []
        self._coming.clear()
        self._line.close()
        if left:
            self._refused(left)
