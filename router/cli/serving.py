"""Serving in one process: both listeners, the journal and the watching of the rules."""

import gc
import signal
from collections.abc import Callable
from dataclasses import dataclass

from router.adapters.tokens import Tokens
from router.app.ports import EventLog
from router.app.settings import Settings
from router.cli.listeners import Loops, Sockets
from router.wiring.rules import Begun
from router.wiring.server import build, start_compiler, watch_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Everything that is settled before anything runs.

    `public_url` is what signatures are checked against; `reloads` says whether a SIGHUP has the
    rules read again.
    """

    settings: Settings
    tokens: Tokens
    public_url: str
    begun: Begun
    sockets: Sockets
    log: EventLog
    reloads: bool


class Ending:
    """The end of a process in good order: by these signals, from when it is made, or by `ask`."""

    def __init__(self, *signals: signal.Signals) -> None:
        self._asked = 0
        self._loops: Loops | None = None
        for number in signals:
            signal.signal(number, lambda *_: self.ask())

    def ask(self) -> None:
        """Have the loops stop, now or once they are there. From any thread."""
        self._asked += 1
        if self._loops is not None:
            self._loops.request_stop()

    def stops(self, loops: Loops) -> None:
        """These are the loops; what was asked before counts."""
        self._loops = loops
        for _ in range(self._asked):
            loops.request_stop()


def run_alone(served: Served, announce: Callable[[], None]) -> int:
    """Serve in this process until a signal ends it; the exit code."""
    ending = Ending(signal.SIGTERM, signal.SIGINT)
    compiler = start_compiler(served.begun, served.log)
    application = build(
        served.settings, served.tokens, served.public_url, served.begun, compiler, served.log
    )
    loops = Loops(
        served.sockets.answering(application.public), served.sockets.telling(application.admin)
    )
    ending.stops(loops)
    if served.reloads:
        signal.signal(signal.SIGHUP, lambda *_: application.reloader.ask())
    # What is there at the start stays, the index too: no need to walk over it again and again.
    gc.freeze()
    application.memory.start()
    announce()
    stop = watch_rules(application.reloader)
    try:
        loops.run()
    finally:
        stop.set()
        application.memory.stop()
    return 0
