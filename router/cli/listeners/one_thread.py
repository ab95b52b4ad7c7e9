"""A listener that answers everything on the thread of its loop (docs/adr/0024)."""

import socket
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from waitress.task import WSGITask
from waitress.utilities import build_http_date

from router.app.steps import Watched
from router.cli.listeners.connection import Connection
from router.cli.listeners.server import Listener, Server
from router.cli.listeners.watch import Watch
from router.web.holding import Begun, HoldingApplication

TOGETHER = 8
"""Requests that begin to wait together: the journal is written once for them, while others are
answered. As many answers are sent together: whoever gets the first is awake for the rest, and to
wake somebody costs more than to send."""
TOGETHER_SECONDS = 0.005
"""How long those that come later may keep the first of them; only rules that are slow do."""


class _BegunTask(WSGITask):
    """Writes the answer to a request that was begun before."""

    channel: "_OneThreadConnection"

    def execute(self) -> None:
        """Write it in one piece: head and body are all there."""
        begun = self.channel.begun
        if begun is None:
            raise RuntimeError("a request is begun before it is answered")
        self.status, self.complete = begun.status, True
        self.response_headers = [*begun.headers, ("Date", _http_date(int(self.start_time)))]
        head = self.build_response_header()
        # Not before: a head that counts as written gets no `Connection: close` any more.
        self.wrote_header = True
        self.channel.write_soon(head + b"".join(begun.body))


# Waitress would work it out for each answer.
@lru_cache(maxsize=2)
def _http_date(second: int) -> str:
    return build_http_date(second)


class _OneThreadConnection(Connection):
    """A connection whose requests are begun, put by while they wait, and then answered."""

    server: "_OneThreadServer"
    task_class = _BegunTask

    begun: Begun | None = None

    def service(self) -> None:
        """Take the first request as far as it goes; answer it if that is to its end."""
        request = self.requests[0]
        if request.error is None:
            if self.begun is None:
                environ = WSGITask(self, request).get_environment()
                self.begun = self.server.application.begin(environ)
            if not self.begun.advance():
                self.server.waiting.append(self)
                return
        super().service()
        self.begun = None
        self.server.answered.append(self)

    def send_answers(self) -> None:
        """Send what it has been answered; the loop sees to what the socket does not take."""
        if self.connected and self.total_outbufs_len:
            self.handle_write()

    def wait(self) -> None:
        """Get back into the line when the request need not wait any more."""
        if self.begun is not None:
            self.begun.when_ready(partial(self.server.resume, self))


class _OneThreadServer(Server):
    """Puts requests into a line, which the loop works off between two looks at its sockets.

    `resumed` are those that have waited and need not wait any more. The thread that lets them go
    on calls `wake`.
    """

    application: HoldingApplication
    channel_class = _OneThreadConnection

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - waitress's own
        self.line: deque[_OneThreadConnection] = deque()
        self.resumed: deque[_OneThreadConnection] = deque()
        self.waiting: list[_OneThreadConnection] = []
        self.answered: list[_OneThreadConnection] = []
        self.wake: Callable[[], None] = lambda: None
        super().__init__(*arguments, **named)

    def add_task(self, task: _OneThreadConnection) -> None:
        """A connection has a request."""
        self.line.append(task)

    def resume(self, connection: _OneThreadConnection) -> None:
        """A connection's request waits no more. From any thread."""
        self.resumed.append(connection)
        self.wake()

    @property
    def busy(self) -> bool:
        """Whether a request can be taken further."""
        return bool(self.line or self.resumed)

    def work(self) -> None:
        """Take every request as far as it goes, some at a time."""
        while self.busy:
            # Their clients have waited longest, and most of the work for them is done.
            while self.resumed:
                self.resumed.popleft().service()
            self._let_go()
            until = time.monotonic() + TOGETHER_SECONDS
            for _ in range(min(TOGETHER, len(self.line))):
                self.line.popleft().service()
                if time.monotonic() > until:
                    break
            self._let_go()

    def _let_go(self) -> None:
        """Send the answers, and have those wait that must, all of them together."""
        waiting, self.waiting = self.waiting, []
        for connection in waiting:
            connection.wait()
        answered, self.answered = self.answered, []
        for connection in answered:
            connection.send_answers()

    def pull_trigger(self) -> None:
        """Waitress's workers wake the loop so; here they are the loop."""


class OneThreadListener(Listener):
    """A server that answers everything on the loop's own thread; nothing in it may wait.

    Handing each request to a thread and its answer back cost more than the answer itself: Python
    runs one thread at a time (docs/adr/0024).
    """

    server_class = _OneThreadServer
    _server: _OneThreadServer

    def __init__(
        self, app: HoldingApplication, listening: socket.socket, connections: int,
        watched: Watched | None = None,
    ) -> None:  # fmt: skip
        super().__init__(app, listening, connections, threads=0)
        self._awake = False
        self._server.wake = self._wake_once
        self._watched = watched

    def serve(self, stop_count: Callable[[], int]) -> None:
        """Run the loop, which looks after what is watched as well, until a stop; then drain."""
        if (watched := self._watched) is None:
            super().serve(stop_count)
            return
        watch = Watch(watched.fileno(), partial(self._look, watched), self._map)
        watched.begin()
        try:
            super().serve(stop_count)
        finally:
            watch.del_channel()
            watched.end()

    def _look(self, watched: Watched) -> bool:
        # The line is looked at right after this: who gets into it needs no wake.
        self._awake = True
        return watched.ready()

    def _wake_once(self) -> None:
        # One wake for all that a commit lets go on.
        if not self._awake:
            self._awake = True
            self.wake()

    def _turn(self, seconds: float) -> None:
        server = self._server
        super()._turn(0.0 if server.busy else seconds)
        # First this, then the work: who is resumed in between is seen by it, or wakes the next.
        self._awake = False
        server.work()
