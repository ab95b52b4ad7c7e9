"""A clock that a test sets."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands still until `advance` moves both the time of day and the monotonic seconds."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) -> None:
        self._now = now
        self._seconds = 1000.0

    def now(self) -> datetime:
        """The moment it was set to, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that only `advance` moves."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Let this much time go by."""
        self._now += timedelta(seconds=seconds)
        self._seconds += seconds
