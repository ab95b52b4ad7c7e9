"""The scribe: a process that writes rows for those that answer (docs/adr/0039).

A thread that writes needs Python's lock several times for each commit, and whoever answers has to
give it away and queue for it again. The other process is handed groups of rows on a socket that
keeps messages apart, and says of each group whether it is written, in their order. It decides
nothing: a group that it cannot write goes back to the one that sent it.
"""

import gc
import os
import pickle
import select
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Protocol

from router.adapters.forking import forked, when_ended
from router.adapters.journal.message_columns import MessageRecord

LARGEST = 1 << 20
"""Bytes of one group, at most; whoever has more at once writes it himself."""
WRITTEN, NOT_WRITTEN = b"1", b"0"
_BEGIN, _A_LINE, _NO_MORE = b"=", b"+", b"."
_LONGEST_PATH = 1 << 16
_TOGETHER = 64
_END_SECONDS = 20.0  # it folds SQLite's log into the file, which may be large and the disk slow


class RowWriter(Protocol):
    """What makes rows durable. It never raises."""

    def write(self, rows: Sequence[MessageRecord]) -> bool:
        """Write all or none; whether it did."""

    def close(self) -> None:
        """Give everything back."""


class Scribe:
    """The process, as its parent sees it. To be made while there is only one thread.

    It has a copy of all that is loaded by then, so it is best made before much is. `make` makes in
    that process what writes into the data folder that `begin` tells it. It ends when this and all
    its lines are closed, or the processes that hold them have ended.
    """

    def __init__(self, make: Callable[[str], RowWriter]) -> None:
        self._control, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # What is there now is shared as long as neither writes on it, the collector included.
        gc.freeze()
        self.pid = forked(lambda: self._run(far, make), lambda: None)
        self._waiting: Thread | None = None
        self._ending = False
        far.close()

    def begin(self, data: str) -> None:
        """Tell it where to write, before any line is made."""
        with suppress(OSError):
            self._control.send(_BEGIN + os.fsencode(data))

    def line(self) -> socket.socket:
        """A new line to it, for one process that answers."""
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # What does not fit is refused, and the group goes another way.
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST)
        # Without a scribe there is nobody at the other end, which its owner notices.
        with suppress(OSError):
            socket.send_fds(self._control, [_A_LINE], [far.fileno()])
        far.close()
        return near

    def watch(self, lost: Callable[[int], None]) -> None:
        """Have a thread see to its end; `lost` gets the exit code of one that was not told to.

        For a parent that has threads anyhow, once it has forked all it has to fork.
        """
        self._waiting = when_ended(self.pid, lambda code: None if self._ending else lost(code))

    def let_go(self) -> None:
        """Close what only its parent needs: in a process that was forked later."""
        self._control.close()

    def close(self) -> None:
        """Let it end, and wait for that; the lines must be closed by then."""
        self._ending = True
        # Not by closing alone: processes forked since then hold this end as well.
        with suppress(OSError):
            self._control.send(_NO_MORE)
        self._control.close()
        if self._waiting is not None:
            self._waiting.join(_END_SECONDS)
            return
        until = time.monotonic() + _END_SECONDS
        with suppress(ChildProcessError):
            while not os.waitpid(self.pid, os.WNOHANG)[0] and time.monotonic() < until:
                time.sleep(0.005)

    def _run(self, far: socket.socket, make: Callable[[str], RowWriter]) -> None:
        # Whoever is told to end closes the lines, and what is in them has to be written before.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self._control.close()
        # A bug ends it; the others then write by themselves, meet the bug too, and log it.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        told = far.recv(_LONGEST_PATH)
        if told.startswith(_BEGIN):
            rows = make(os.fsdecode(told.removeprefix(_BEGIN)))
            _Desk(far, rows.write).work()
            rows.close()


class _Desk:
    """The process's own side."""

    def __init__(
        self, control: socket.socket, write: Callable[[Sequence[MessageRecord]], bool]
    ) -> None:
        self._control: socket.socket | None = control
        self._write = write
        self._lines: dict[int, socket.socket] = {}
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._buffer = memoryview(bytearray(LARGEST))

    def work(self) -> None:
        """Write what comes until nobody is left to send anything."""
        while self._control or self._lines:
            came: list[tuple[socket.socket, list[MessageRecord]]] = []
            for handle, _ in self._poll.poll():
                if (line := self._lines.get(handle)) is None:
                    self._take_line()
                elif (rows := self._take_rows(line)) is not None:
                    came.append((line, rows))
            if came:
                self._write_all(came)

    def _take_line(self) -> None:
        if self._control is None:
            return
        _, handles, _, _ = socket.recv_fds(self._control, 1, 1)
        if not handles:
            self._poll.unregister(self._control)
            self._control.close()
            self._control = None
        for handle in handles:
            self._lines[handle] = socket.socket(fileno=handle)
            self._poll.register(handle, select.POLLIN)

    def _take_rows(self, line: socket.socket) -> list[MessageRecord] | None:
        size = 0
        with suppress(OSError):
            size = line.recv_into(self._buffer)
        if not size:
            self._poll.unregister(line)
            del self._lines[line.fileno()]
            line.close()
            return None
        rows: list[MessageRecord] = pickle.loads(self._buffer[:size])  # noqa: S301 - our own parent's
        return rows

    def _write_all(self, came: Sequence[tuple[socket.socket, list[MessageRecord]]]) -> None:
        """One commit for all that have come; where that fails, one for each."""
        together = [row for _, rows in came for row in rows]
        all_written = len(together) <= _TOGETHER and self._write(together)
        for line, rows in came:
            written = all_written or (len(came) > 1 and self._write(rows))
            with suppress(OSError):
                line.send(WRITTEN if written else NOT_WRITTEN)
