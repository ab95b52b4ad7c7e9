"""The bytes of the journal's file, as nobody but a thief reads them."""

import os
import re

from router.adapters.journal.numbers import LONGEST_WRITTEN

_READ_AT_ONCE = 1 << 20


class FileBytes:
    """Looks through a file beside SQLite.

    Once opened it stays open until the database is closed, too: to close any handle of a file takes
    away the locks of every connection that this process has to it (POSIX), and another process
    would then delete the log under them.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor = -1

    def have(self, wanted: re.Pattern[bytes]) -> bool:
        """Whether that is anywhere in it. Raises OSError."""
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        place, end = 0, b""
        while piece := os.pread(self._descriptor, _READ_AT_ONCE, place):
            place += len(piece)
            if wanted.search(end + piece):
                return True
            end = piece[-LONGEST_WRITTEN:]
        return False

    def close(self) -> None:
        """Give the handle back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
