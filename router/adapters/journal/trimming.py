"""Rows past their time go, a few at once, so that no message waits for it."""

from datetime import timedelta

from router.adapters.journal.entries import JournalStore
from router.app.ports import Clock

AT_ONCE = 100
AGAIN_SECONDS = 0.25
SECONDS = 60.0


class Trimming:
    """When a store is trimmed, and how far. For the writer's thread."""

    def __init__(self, store: JournalStore, retention_days: int, clock: Clock) -> None:
        self._store = store
        self._retention = timedelta(days=retention_days)
        self._clock = clock
        self._next = clock.monotonic() + SECONDS

    @property
    def soon(self) -> bool:
        """Whether it goes on in a moment."""
        return self._next - self._clock.monotonic() < AGAIN_SECONDS

    def work(self) -> None:
        """Take away some, if it is time. Raises JournalUnavailableError."""
        now = self._clock.monotonic()
        if now < self._next:
            return
        self._next = now + SECONDS
        if self._store.trim(self._clock.now() - self._retention, AT_ONCE) == AT_ONCE:
            self._next = now + AGAIN_SECONDS
