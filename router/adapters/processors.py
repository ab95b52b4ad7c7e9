"""The other processors of this machine, given work by forking."""

import io
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any, TypeVar

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
        pipe.send_bytes(pickled(work()))


def pickled(made: object) -> bytes:
    """What came of some work, to be sent; `pickle.loads` makes it again."""
    packed = io.BytesIO()
    _Pickler(packed, pickle.HIGHEST_PROTOCOL).dump(made)
    return packed.getvalue()


class _Pickler(pickle.Pickler):
    """Takes what a dataclass holds all at once, and has it made anew from that.

    By itself it looks each field up by its name, here and there, which takes half as long again.
    """

    def reducer_override(self, obj: Any) -> Any:  # noqa: ANN401 - as the library has it
        """The class of such an object and what it is made of; anything else goes its usual way."""
        values = _values_of(type(obj))  # type: ignore[arg-type]  # classes are hashable
        return NotImplemented if values is None else (type(obj), values(obj))


@cache
def _values_of(kind: type[Any]) -> Callable[[Any], tuple[object, ...]] | None:
    """What takes all that an object of a class is made of.

    None for any other class than of tuples with names, and of dataclasses that hold nothing but
    their fields.
    """
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return tuple
    if not is_dataclass(kind) or "__slots__" not in vars(kind):
        return None
    every = fields(kind)
    names = [field.name for field in every if field.init and not field.kw_only]
    if len(names) < len(every):
        return None
    if len(names) > 1:
        return attrgetter(*names)
    return lambda made: tuple(getattr(made, name) for name in names)
