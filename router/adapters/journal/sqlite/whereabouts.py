"""Whether the path of an open file still leads to it.

A file that is deleted, or whose folder is, stays open: SQLite goes on writing what nobody will ever
find again. SQLite itself leaves the files of a new journal in its place alone (it compares, too).
"""

import os
from contextlib import suppress


class Whereabouts:
    """The file that a path led to when it was opened."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def note(self) -> None:
        """The file has just been opened."""
        self._opened = self._now()

    def gone(self) -> bool:
        """Whether the path leads to no file, or to another one. Costs one look at the disk."""
        return self._opened is None or self._now() != self._opened

    def _now(self) -> tuple[int, int] | None:
        with suppress(OSError):
            status = os.stat(self._path)
            return status.st_dev, status.st_ino
        return None
