"""Work that has to wait now and then, told apart from who waits.

A use case that waits for a disk is a generator: it yields each `Signal` that it waits for and goes
on once that is set. A caller with a thread to spare runs it to its end (`finish`); a server that
answers everybody on one thread takes it as far as it goes and comes back later (`Running`).
"""

from collections.abc import Callable, Generator
from threading import Event, Lock
from typing import Generic, Protocol, TypeVar

Result = TypeVar("Result")


class Signal:
    """Something that happens once. Safe from many threads."""

    __slots__ = ("_calls", "_lock", "done")

    def __init__(self) -> None:
        self.done = False
        self._calls: list[Callable[[], None]] = []
        self._lock = Lock()

    def set(self) -> None:
        """It has happened; a second time is nothing new."""
        with self._lock:
            if self.done:
                return
            self.done = True
            calls, self._calls = self._calls, []
        for call in calls:
            call()

    def when_done(self, call: Callable[[], None]) -> None:
        """Have it called once when it happens, by whoever sets it; at once if it has happened."""
        with self._lock:
            if not self.done:
                self._calls.append(call)
                return
        call()


class Watched(Protocol):
    """A file handle behind which signals are set, for the loop on which they are waited for.

    Where one thread does everything, what it waits for must not need another thread.
    """

    def begin(self) -> None:
        """From now on the loop reads what comes."""

    def fileno(self) -> int:
        """The handle."""

    def ready(self) -> bool:
        """Take what has come, without waiting; False when nothing will come any more."""

    def end(self) -> None:
        """The loop reads no more."""


Steps = Generator[Signal, None, Result]
"""A computation that yields what it waits for, and returns a result."""


class Running(Generic[Result]):
    """Steps under way. For one thread at a time.

    `result` is there once `advance` has said so.
    """

    __slots__ = ("_steps", "result", "waits_for")
    result: Result

    def __init__(self, steps: Steps[Result]) -> None:
        self._steps = steps
        self.waits_for: Signal | None = None

    def advance(self) -> bool:
        """Go on without waiting; True at the end. Raises what the steps raise."""
        try:
            while self.waits_for is None or self.waits_for.done:
                self.waits_for = next(self._steps)
        except StopIteration as end:
            self.result = end.value
            return True
        return False


def finish(steps: Steps[Result]) -> Result:
    """Run steps to their end, waiting where they wait. Raises what they raise."""
    running = Running(steps)
    while not running.advance():
        happened = Event()
        if running.waits_for is not None:
            running.waits_for.when_done(happened.set)
        happened.wait()
    return running.result
