"""Lines on their way to whoever reads the log, who may have stopped reading.

A pipe, a terminal or the journal of the system that takes nothing more would hold up whoever
writes to it, and with him every answer.
"""

import select
from collections.abc import Callable
from typing import TextIO

STUCK_SECONDS = 0.25
"""How long a reader may keep a line waiting before lines are lost, until it reads again."""
_PIECE = 4096  # a pipe that has room takes so many bytes at once (PIPE_BUF)
_WIDEST = 4  # bytes of a character


class PatientLines:
    """Writes lines to a stream, and loses those for which it has no room for too long.

    `told` makes the line that says how many were lost, which goes out before the next. For one
    thread at a time.
    """

    def __init__(self, stream: TextIO, told: Callable[[int], str]) -> None:
        self._stream = stream
        self._told = told
        self._lost = 0
        self._cut = False
        self._poll: select.poll | None = None
        try:
            descriptor = stream.fileno()
        except (OSError, ValueError):
            return  # in memory there is always room
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)

    def write(self, line: str) -> None:
        """Write a line, flushed, or lose it. Raises what the stream does."""
        text = f"{line}\n"
        if self._lost:
            if not self._has_room(0.0):
                self._lost += 1
                return
            text = f"{self._told(self._lost)}\n{text}"
        if self._cut:
            text = f"\n{text}"
        if self._put(text):
            self._lost, self._cut = 0, False
        else:
            self._lost += 1

    def _put(self, text: str) -> bool:
        piece = _PIECE if text.isascii() else _PIECE // _WIDEST
        for start in range(0, len(text), piece):
            if not self._has_room(STUCK_SECONDS):
                self._cut = self._cut or start > 0
                return False
            self._stream.write(text[start : start + piece])
            self._stream.flush()
        return True

    def _has_room(self, seconds: float) -> bool:
        # One that has gone counts as room: to write to it fails, which is the writer's matter.
        return self._poll is None or bool(self._poll.poll(seconds * 1000))
