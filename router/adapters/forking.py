"""Processes forked from this one, which do one thing and end."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

BUG = 3
"""The exit code of a process that met a bug."""


def forked(run: Callable[[], None], failed: Callable[[], None]) -> int:
    """A new process that does this and ends; gives its number.

    To be called while there is only one thread. When `run` raises, `failed` is called while that is
    on its way, and the exit code is `BUG`.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # its disk may be full
            stream.flush()
    pid = os.fork()
    if pid:
        return pid
    code = BUG
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent tells us
        run()
        code = 0
    finally:
        # Not the parent's way out: what it would close and print is not ours.
        if code:
            failed()
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def when_ended(pid: int, call: Callable[[int], None]) -> Thread:
    """Have a thread wait for a child, so that it is no defunct process; gives that thread.

    `call` gets the exit code, minus the number of the signal where one ended it.
    """

    def wait() -> None:
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            return  # whoever started this program had it ignore its children's ends
        call(os.waitstatus_to_exitcode(status))

    thread = Thread(target=wait, name=f"child-{pid}", daemon=True)
    thread.start()
    return thread
