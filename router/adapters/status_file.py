"""STATUS.txt: beside the rules, or in the data folder where the rules cannot be written."""

import os
from contextlib import suppress

from router.adapters.atomic_file import sweep, write_atomically
from router.app.ports import NotKeptError
from router.app.status_page import STATUS_FILE
from router.core.errors import words_of


class StatusFile:
    """Writes the page into the rules folder, else the data folder; implements StatusPage."""

    def __init__(self, rules: str, data: str) -> None:
        self._rules = rules
        self._data = data

    def write(self, text: str) -> str:
        """Replace the page; gives its path. Raises NotKeptError when neither folder takes it."""
        content = text.encode("utf-8", "replace")
        try:
            path = self._write(self._rules, content)
        except OSError:
            return self._write_in_data(content)
        # One page only: the other would go on telling of a verdict long past.
        if os.path.realpath(self._rules) != os.path.realpath(self._data):
            with suppress(OSError):
                os.unlink(os.path.join(self._data, STATUS_FILE))
        return path

    def _write_in_data(self, content: bytes) -> str:
        try:
            os.makedirs(self._data, exist_ok=True)
            return self._write(self._data, content)
        except OSError as problem:
            words = words_of(problem)
            raise NotKeptError(
                f'cannot write {STATUS_FILE} in "{self._rules}" or "{self._data}": {words}'
            ) from None

    def _write(self, folder: str, content: bytes) -> str:
        path = os.path.join(folder, STATUS_FILE)
        sweep(folder, STATUS_FILE, older_than=60)
        write_atomically(path, content)
        return path
