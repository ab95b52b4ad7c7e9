"""Serving in one process: both listeners, the journal and the watching of the rules."""

import gc
import signal
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from router.adapters.journal.scribe.process import Scribe
from router.adapters.tokens import Tokens
from router.app.ports import EventLog
from router.app.settings import Settings
from router.cli.listeners.pair import Loops, Sockets
from router.wiring.rules import BegunRules
from router.wiring.server import build, start_compiler, watch_rules

NEW_OBJECTS = 20_000
"""Objects that may be left over before those since the last time are looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Everything that is settled before anything runs.

    `public_url` is what signatures are checked against; `reloads` says whether a SIGHUP has the
    rules read again.
    """

    settings: Settings
    tokens: Tokens
    public_url: str
    begun: BegunRules
    scribe: Scribe | None
    sockets: Sockets
    log: EventLog
    reloads: bool


class Ending:
    """The end of a process in good order: by these signals, from when it is made, or by `follow`.

    A second signal ends it at once, whatever is under way.
    """

    def __init__(self, *signals: signal.Signals) -> None:
        self._signals = 0
        self._following = False
        self._requested = 0
        self._loops: Loops | None = None
        # Re-entrant: a signal may come while its own thread is at it.
        self._lock = RLock()
        for number in signals:
            signal.signal(number, lambda *_: self._signalled())

    def follow(self) -> None:
        """Have the loops stop since another process has ended. From any thread.

        That and one signal are one end: who stops them all stops each of them.
        """
        with self._lock:
            self._following = True
            self._request()

    def stops(self, loops: Loops) -> None:
        """These are the loops; what was asked before counts."""
        with self._lock:
            self._loops = loops
            self._request()

    def _signalled(self) -> None:
        with self._lock:
            self._signals += 1
            self._request()

    def _request(self) -> None:
        while self._loops and self._requested < max(self._signals, self._following):
            self._requested += 1
            self._loops.request_stop()


def spare_the_collector() -> None:
    """Have Python's garbage collector look through less, and more seldom; for who answers."""
    # What is there at the start stays, the index too: no need to walk over it again and again.
    gc.freeze()
    # A message leaves an answer behind, which is remembered, and hardly ever a cycle. Looked
    # through after every 700 objects, as is usual, these were 2 % of the work of a message.
    gc.set_threshold(NEW_OBJECTS, 10, 10)


def run_alone(settled: Settled, announce: Callable[[], None]) -> int:
    """Serve in this process until a signal ends it; the exit code."""
    ending = Ending(signal.SIGTERM, signal.SIGINT)
    compiler = start_compiler(settled.settings, settled.begun, settled.sockets.close, settled.log)
    # Not before that, or the compiler's process would hold the line open as well.
    line = settled.scribe.line() if settled.scribe else None
    application = build(
        settled.settings, settled.tokens, settled.public_url, settled.begun, compiler,
        line, settled.log,
    )  # fmt: skip
    loops = Loops(
        settled.sockets.answering(application.public, application.memory.watched),
        settled.sockets.telling(application.admin),
    )
    ending.stops(loops)
    if settled.reloads:
        signal.signal(signal.SIGHUP, lambda *_: application.reloader.ask())
    spare_the_collector()
    application.memory.start()
    # Said at once when one is lost, and none stays in the list of processes for it.
    compiler.watch()
    if settled.scribe:
        settled.scribe.watch(lambda code: settled.log.warning("scribe_lost", exit_code=code))
    announce()
    stop = watch_rules(application.reloader)
    try:
        loops.run()
    finally:
        stop.set()
        compiler.close()
        application.memory.stop()
    return 0
