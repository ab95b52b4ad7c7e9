"""The program at a terminal, with somebody who reads a question and types an answer."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread
from typing import Self

from tests.acceptance.running import DEADLINE, command, environment

END_OF_INPUT = "\x04"
INTERRUPT = "\x03"
# Only the terminal that a session has as its own turns Ctrl-C into a signal.
_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """`sms-router …` on a terminal of its own; use it in a `with`."""

    def __init__(self, cwd: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self._side, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *command(*arguments)],
            cwd=cwd, env=environment(env),
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._shown = ""
        self._read_until = 0
        self._ended = False
        self._changed = Condition()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)
        self._thread.join(DEADLINE)
        os.close(self._side)

    def answer(self, question: str, typed: str) -> None:
        """Wait until a question that holds these words is asked, and type a line."""
        with self._changed:
            self._changed.wait_for(lambda: self._found(question) or self._ended, timeout=DEADLINE)
            assert self._found(question), f"not asked: {question!r} in {self._shown!r}"
            self._read_until = len(self._shown)
        if typed == INTERRUPT:
            self._interrupt()
        else:
            os.write(self._side, (typed if typed == END_OF_INPUT else typed + "\n").encode())

    def _interrupt(self) -> None:
        """Press Ctrl-C, and again each second, as people do.

        A signal that comes between Python's last look and its blocking read waits for that read.
        """
        give_up = time.monotonic() + DEADLINE
        while self.process.poll() is None and time.monotonic() < give_up:
            os.write(self._side, INTERRUPT.encode())
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)

    def end(self) -> tuple[int, str]:
        """Wait for its end; the exit code and all that was shown."""
        code = self.process.wait(DEADLINE)
        self._thread.join(DEADLINE)
        return code, self._shown

    def _found(self, question: str) -> bool:
        asked = self._shown[self._read_until :]
        return question in asked and asked.endswith(": ")

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._side, 65_536)
            except OSError:  # Linux says so when the last program has left the terminal
                piece = b""
            with self._changed:
                self._shown += piece.decode().replace("\r\n", "\n")
                self._ended = not piece
                self._changed.notify_all()
            if not piece:
                return
