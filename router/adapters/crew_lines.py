"""The lines between the office, which takes new rules, and the workers, which answer by them.

One stream socket for each worker. Down it go rule sets, each as the difference to the one the
worker has; up come its numbers, about once a second. A worker that is started in place of another
gets a new line: half a message may be left in the old one.
"""

import pickle
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Lock, Thread

from router.adapters.compiler.differences import Difference, difference, joined
from router.app.crew import SampleKey, WorkerState, added
from router.app.live_rules import LiveRules
from router.app.ports import EventLog
from router.engine.ruleset import RuleSet

TELL_SECONDS = 1.0
"""How often a worker tells its numbers."""
SILENT_SECONDS = 10.0
"""A worker that has told nothing for so long does not count as answering."""
_LOST = (OSError, EOFError)


@dataclass(frozen=True, slots=True)
class NewRules:
    """A set to answer by from now on, taken at `at`."""

    change: Difference
    at: datetime


@dataclass(slots=True)
class _Line:
    """One worker as the office sees it."""

    connection: Connection
    base: RuleSet
    outbox: SimpleQueue[bytes | None] = field(default_factory=SimpleQueue)
    state: WorkerState | None = None
    heard: float = field(default_factory=time.monotonic)


class Office:
    """The office's ends of all lines. Safe from many threads.

    `base` is the set that every worker begins with; `control` brings each new line, as a file
    handle beside the worker's number. When `control` closes, `ended` is called.
    """

    def __init__(
        self, base: RuleSet, control: socket.socket, ended: Callable[[], None], log: EventLog
    ) -> None:
        self._base = base
        self._control = control
        self._ended = ended
        self._log = log
        self._lock = Lock()
        self._lines: dict[int, _Line] = {}
        self._past: dict[SampleKey, float] = {}
        self._served: tuple[RuleSet, datetime] | None = None

    def start(self) -> None:
        """Begin to take lines and to listen on them."""
        Thread(target=self._take_lines, name="crew-lines", daemon=True).start()
        Thread(target=self._listen, name="crew-states", daemon=True).start()

    def serve(self, rule_set: RuleSet, at: datetime) -> None:
        """Have every worker answer by this set."""
        with self._lock:
            self._served = (rule_set, at)
            sent: dict[int, bytes] = {}
            for line in self._lines.values():
                # Workers are nearly always at the same set: what differs is worked out once.
                if id(line.base) not in sent:
                    sent[id(line.base)] = _packed(line.base, rule_set, at)
                line.outbox.put(sent[id(line.base)])
                line.base = rule_set

    def states(self) -> tuple[WorkerState, ...]:
        """What the workers that answer have told last."""
        now = time.monotonic()
        with self._lock:
            return tuple(
                line.state
                for line in self._lines.values()
                if line.state is not None and now - line.heard < SILENT_SECONDS
            )

    def samples(self) -> dict[SampleKey, float]:
        """The numbers of all workers added up, those of past ones among them."""
        with self._lock:
            states = [line.state for line in self._lines.values() if line.state]
            parts = [self._past, *(one.counted for one in states), *(one.shown for one in states)]
        return added(parts)

    def _take_lines(self) -> None:
        with suppress(*_LOST):
            while True:
                number, handles, _, _ = socket.recv_fds(self._control, 1, 1)
                if not number:
                    break
                self._add(number[0], Connection(handles[0]))
        self._ended()

    def _add(self, number: int, connection: Connection) -> None:
        line = _Line(connection, self._base)
        with self._lock:
            before = self._lines.get(number)
            if before is not None:
                self._retire(before)
            self._lines[number] = line
            if self._served is not None and self._served[0] is not self._base:
                line.outbox.put(_packed(self._base, *self._served))
                line.base = self._served[0]
        Thread(target=_send, args=(line,), name="crew-line", daemon=True).start()

    def _retire(self, line: _Line) -> None:
        """What a past worker has counted stays counted."""
        if line.state is not None:
            self._past = added([self._past, line.state.counted])
        line.outbox.put(None)

    def _listen(self) -> None:
        while True:
            with self._lock:
                lines = {line.connection: line for line in self._lines.values()}
            if not lines:
                time.sleep(0.05)
                continue
            for ready in wait([*lines], TELL_SECONDS / 4):
                if isinstance(ready, Connection):
                    self._hear(lines[ready])

    def _hear(self, line: _Line) -> None:
        try:
            state: WorkerState = pickle.loads(line.connection.recv_bytes())  # noqa: S301 - ours
        except _LOST:
            # Its worker is gone; the line of the next one comes by itself.
            with self._lock:
                for number, one in [*self._lines.items()]:
                    if one is line:
                        self._retire(line)
                        del self._lines[number]
            return
        line.state, line.heard = state, time.monotonic()


def _packed(base: RuleSet, rule_set: RuleSet, at: datetime) -> bytes:
    return pickle.dumps(NewRules(difference(base, rule_set), at), pickle.HIGHEST_PROTOCOL)


def _send(line: _Line) -> None:
    """On a thread of its own: a worker that hangs must not hold the others up."""
    with suppress(*_LOST):
        while (message := line.outbox.get()) is not None:
            line.connection.send_bytes(message)


class WorkerLine:
    """A worker's end: swaps in what comes, tells `state` about once a second.

    `ended` is called when the other end is gone.
    """

    def __init__(
        self, connection: Connection, live: LiveRules, state: Callable[[], WorkerState],
        ended: Callable[[], None],
    ) -> None:  # fmt: skip
        self._connection = connection
        self._live = live
        self._state = state
        self._ended = ended

    def start(self) -> None:
        """Begin."""
        Thread(target=self._run, name="crew-line", daemon=True).start()

    def tell(self) -> None:
        """Tell the numbers now, for the last time."""
        with suppress(*_LOST):
            self._connection.send_bytes(pickle.dumps(self._state(), pickle.HIGHEST_PROTOCOL))

    def _run(self) -> None:
        with suppress(*_LOST):
            while True:
                self._connection.send_bytes(pickle.dumps(self._state(), pickle.HIGHEST_PROTOCOL))
                if self._connection.poll(TELL_SECONDS):
                    new: NewRules = pickle.loads(self._connection.recv_bytes())  # noqa: S301 - ours
                    self._live.swap(joined(self._live.rule_set, new.change), new.at)
        self._ended()
