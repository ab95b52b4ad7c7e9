"""Processes that write one SQLite file take turns.

SQLite lets one write at a time and has the others look again after 1, 2, 5, 10 ms and more: with
two workers that was most of their time. A lock that the kernel hands on wakes the next at once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ENDING = "-turns"


class Turns:
    """The right to write to a file, for one thread of each process."""

    def __init__(self, path: str) -> None:
        self._path = path + ENDING
        self._descriptor = -1

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for the turn and have it. Without such a lock SQLite's own is enough, only slower.

        Whoever has it and stands still holds the others up: they spill until it goes on.
        """
        held = self._take()
        try:
            yield
        finally:
            if held:
                with suppress(OSError):
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the file handle back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _take(self) -> bool:
        try:
            if self._descriptor < 0:
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
                self._descriptor = os.open(self._path, flags, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except OSError:
            return False
        return True
