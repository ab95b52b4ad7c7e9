"""The machine's clock."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Tells the machine's time; implements the Clock port."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds from some fixed point; never goes back when the clock is set."""
        return time.monotonic()
