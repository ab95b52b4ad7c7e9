"""The other processors of this machine, given work by forking."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

MOST_SPARE = 3
ENDING = (signal.SIGTERM, signal.SIGINT)
"""Signals that end the other process at once, and without a word: the first one handles them."""
Made = TypeVar("Made")


class ForkedProcessors:
    """A process for each piece of work: it has all that is here, and sends back what it made.

    In a process that has threads by now, which none should fork, or that may have no children,
    such as the compiler's, there is no spare processor.
    """

    @property
    def spare(self) -> int:
        """How many processors this process may run on besides one."""
        if sys.platform != "linux" or multiprocessing.current_process().daemon:
            return 0
        if threading.active_count() > 1:
            return 0
        return min(MOST_SPARE, len(os.sched_getaffinity(0)) - 1)

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Begin the work in a process of its own; if that is lost, it is done here."""
        if self.spare < 1:
            return work
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_do, args=(theirs, ours, work), name="side-work", daemon=True
        )
        try:
            process.start()
        except OSError:
            ours.close()
            return work
        finally:
            theirs.close()

        def made() -> Made:
            try:
                result: Made = pickle.loads(ours.recv_bytes())  # noqa: S301 - our own child
            except (OSError, EOFError):
                result = work()
            finally:
                ours.close()
                process.kill()
                process.join()
            return result

        return made


def _do(pipe: Connection, others: Connection, work: Callable[[], object]) -> None:
    """The other process. A bug ends it; who asks then does the work, meets the bug, and tells."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    others.close()
    with open(os.devnull, "w", encoding="utf-8") as sys.stderr, suppress(OSError):
        pipe.send_bytes(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
