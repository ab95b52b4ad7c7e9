"""Serving in several processes: one that looks after the others, an office, and workers.

The office takes new rules and answers the operator; each worker answers Plivo on the same listening
socket. The one that looks after them has a single thread, so it can fork a worker at any time.
"""

import gc
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from router.adapters.forking import forked
from router.cli.listeners.pair import Loops
from router.cli.serving.one_process import Ending, Settled, spare_the_collector
from router.wiring.server import build_office, build_worker, start_compiler, watch_rules

YOUNG_SECONDS = 1.0
"""A worker that ends sooner is not replaced at once: the reason may still be there."""
PAUSE_SECONDS = 1.0
_WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


def run_crew(settled: Settled, workers: int, announce: Callable[[], None]) -> int:
    """Serve with so many workers until a signal ends it; the exit code."""
    # Waited for one by one, so none can come in between; the processes made take them as usual.
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    gc.freeze()  # what is there already is shared with the processes made, as long as nobody writes
    crew = _Crew(settled)
    crew.start(workers)
    announce()
    return crew.look_after()


class _Crew:
    """The processes, as their parent sees them."""

    def __init__(self, settled: Settled) -> None:
        self._settled = settled
        self._control, self._far_control = socket.socketpair()
        self._office = 0
        self._workers: dict[int, tuple[int, float]] = {}
        self._stopping = False
        self._code = 0

    def start(self, workers: int) -> None:
        """Start the office, then the workers."""
        self._office = forked(self._run_office, lambda: self._bug("office"))
        for number in range(workers):
            self._start_worker(number)

    def look_after(self) -> int:
        """Hand signals on and replace workers that are lost, until all have ended."""
        self._take_ended()  # for a scribe that was lost before its end could be noticed
        while self._office or self._workers:
            number = signal.sigwait(_WATCHED)
            if number == signal.SIGCHLD:
                self._take_ended()
            elif number == signal.SIGHUP:
                if self._settled.reloads and self._office:
                    _send(self._office, signal.SIGHUP)
            else:
                self._stop()
        return self._code

    def _start_worker(self, number: int) -> None:
        near, far = socket.socketpair()
        line = self._settled.scribe.line() if self._settled.scribe else None
        pid = forked(
            lambda: self._run_worker(number, near, far, line),
            lambda: self._bug(f"worker {number}"),
        )
        self._workers[pid] = (number, time.monotonic())
        near.close()
        if line:
            line.close()
        # The office gets its end as a file handle; without an office there is no more to do.
        with suppress(OSError):
            socket.send_fds(self._control, [bytes([number])], [far.fileno()])
        far.close()

    def _stop(self) -> None:
        self._stopping = True
        # Or who connects while the last requests are answered would be held instead of refused.
        self._settled.sockets.close()
        for pid in (self._office, *self._workers):
            if pid:
                _send(pid, signal.SIGTERM)

    def _take_ended(self) -> None:
        """Take note of every process that has ended."""
        while self._office or self._workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid == self._office:
                self._office = 0
                self._without_office(code)
            elif pid in self._workers:
                self._without_worker(*self._workers.pop(pid), code)
            else:
                # The scribe, the only other one: each worker writes by itself now (ADR 39).
                self._settled.log.warning("scribe_lost", exit_code=code)

    def _without_office(self, code: int) -> None:
        if not self._stopping:
            # Nobody takes new rules any more: better to end, and be started anew as a whole.
            self._settled.log.error("office_lost", exit_code=code)
            self._code = 1
            self._stop()

    def _without_worker(self, number: int, since: float, code: int) -> None:
        if self._stopping:
            return
        self._settled.log.error("worker_lost", worker=number, exit_code=code)
        if time.monotonic() - since < YOUNG_SECONDS:
            time.sleep(PAUSE_SECONDS)
        self._start_worker(number)

    def _bug(self, process: str) -> None:
        """Tell of what ends a process, inside its `except`."""
        self._settled.log.bug("bug", process=process)

    def _leave_scribe(self) -> None:
        if self._settled.scribe:
            self._settled.scribe.let_go()

    def _run_office(self) -> None:
        settled = self._settled
        self._leave_scribe()
        self._control.close()
        settled.sockets.public_socket.close()
        ending = Ending(signal.SIGTERM)
        compiler = start_compiler(
            settled.settings, settled.begun, settled.sockets.close, settled.log
        )
        application = build_office(
            settled.settings, settled.begun, compiler, self._far_control, ending.follow, settled.log
        )
        loops = Loops(settled.sockets.telling(application.admin))
        ending.stops(loops)
        signal.signal(signal.SIGHUP, lambda *_: application.reloader.ask())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        application.office.start()
        compiler.watch()
        stop = watch_rules(application.reloader)
        loops.run()
        stop.set()
        compiler.close()

    def _run_worker(
        self, number: int, near: socket.socket, far: socket.socket, line: socket.socket | None
    ) -> None:
        settled = self._settled
        self._leave_scribe()
        for other in (self._control, self._far_control, settled.sockets.admin_socket, far):
            other.close()
        ending = Ending(signal.SIGTERM)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        worker = build_worker(
            settled.settings, settled.tokens, settled.public_url, settled.begun, number,
            Connection(near.detach()), line, ending.follow, settled.log,
        )  # fmt: skip
        loops = Loops(settled.sockets.answering(worker.public, worker.memory.watched))
        ending.stops(loops)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        spare_the_collector()
        worker.memory.start()
        worker.line.start()
        try:
            loops.run()
        finally:
            worker.memory.stop()
            worker.line.tell()


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
