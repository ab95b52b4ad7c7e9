"""Waiting in tests: ask again and again until something holds, with a deadline."""

import time
from collections.abc import Callable

DEADLINE = 60.0
"""Seconds before a test gives up waiting; nothing ever waits that long when all is well."""


def eventually(holds: Callable[[], object], seconds: float = DEADLINE) -> None:
    """Ask until it holds; fails when it does not in this time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come to hold in time"
        time.sleep(0.005)
