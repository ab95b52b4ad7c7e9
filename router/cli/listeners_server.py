"""One HTTP server with its sockets and its loop, on waitress: with threads, or on one alone."""

import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import build_http_date

from router.app.steps import Watched
from router.cli.listeners_connection import (
    MAX_BODY,
    MAX_HEADERS,
    MAX_RAW_BODY,
    Connection,
    SocketMap,
)
from router.cli.listeners_watch import Watch
from router.web.holding import Begun, HoldingApplication

BACKLOG = 1024
DRAIN_SECONDS = 8.0
"""How long a stop waits for requests under way: Plivo itself gives up after 8 s."""

TOGETHER = 8
"""Requests that begin to wait together: the journal is written once for them, while others are
answered."""


class Server(TcpWSGIServer):
    """Waitress's server with deadlines per connection, and a way out when all are taken."""

    channel_class: type[Connection] = Connection
    max_connections = 1000

    def connections(self) -> list[Connection]:
        """The open connections."""
        return [c for c in list(self.active_channels.values()) if isinstance(c, Connection)]

    def maintenance(self, now: float) -> None:
        """Hang up on those whose time is over; waitress calls this about once a second."""
        monotonic = time.monotonic()
        for connection in self.connections():
            if connection.expired(monotonic):
                connection.will_close = True

    def handle_accept(self) -> None:
        """Take a connection; when there are too many, the one closest to its deadline must go.

        So that somebody who only opens connections cannot keep Plivo out.
        """
        if len(self.active_channels) >= self.max_connections:
            waiting = [c for c in self.connections() if not c.requests and not c.will_close]
            if waiting:
                min(waiting, key=lambda connection: connection.deadline).will_close = True
        super().handle_accept()


class Listener:
    """A server whose requests are answered by threads: for few of them, which may take long."""

    server_class: type[Server] = Server

    def __init__(
        self, app: WSGIApplication, listening: socket.socket, connections: int, threads: int
    ) -> None:
        self._map: SocketMap = {}
        self._closed = False
        # Re-entrant, since a signal handler may wake what its own thread is closing.
        self._waking = threading.RLock()
        self._workers = ThreadedTaskDispatcher()
        self._workers.set_thread_count(threads)
        adjustments = Adjustments(
            ident="",
            backlog=BACKLOG,
            connection_limit=connections + 100,  # above ours, which makes room instead of waiting
            cleanup_interval=1,
            max_request_header_size=MAX_HEADERS,
            max_request_body_size=MAX_RAW_BODY,
            log_socket_errors=False,
            # Never trusted, but they tell why a signature does not fit.
            clear_untrusted_proxy_headers=False,
        )
        # Head and body of an answer go out together. (As an argument it is deprecated, with no
        # other way in its place.)
        adjustments.send_bytes = MAX_BODY
        self._server = self.server_class(
            app,
            self._map,
            _sock=listening,
            dispatcher=self._workers,
            adj=adjustments,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )
        self._server.max_connections = connections
        self.port = int(listening.getsockname()[1])

    def serve(self, stop_count: Callable[[], int]) -> None:
        """Run the loop until a stop is asked for, then drain."""
        while not stop_count():
            self._turn(1.0)
        self._drain(stop_count)

    def wake(self) -> None:
        """Let the loop look up; from any thread, and from a signal handler."""
        with self._waking:
            if not self._closed:
                self._server.trigger.pull_trigger()

    def close(self) -> None:
        """Give everything back, whatever is under way."""
        with self._waking:
            self._closed = True
        self._workers.shutdown(timeout=1)
        for connection in self._server.connections():
            connection.handle_close()
        self._server.socket.close()
        if not self._workers.threads:
            # A worker that is still at it would write to the trigger's number, by then perhaps
            # somebody else's file: leave that one to the end of the process.
            self._server.trigger.close()

    def _turn(self, seconds: float) -> None:
        # poll() has no limit of 1,024 file handles, as select() has.
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _drain(self, stop_count: Callable[[], int]) -> None:
        """Answer what has arrived, take nothing more, close."""
        self._take_waiting_connections()
        until = time.monotonic() + DRAIN_SECONDS
        while stop_count() < 2 and time.monotonic() < until:
            self._turn(0.05)
            for connection in self._server.connections():
                connection.will_close |= not connection.busy
            if not self._server.connections():
                break
        self.close()

    def _take_waiting_connections(self) -> None:
        """Take those who have connected already, and stop listening."""
        for _ in range(BACKLOG):
            before = len(self._server.active_channels)
            self._server.handle_accept()
            if len(self._server.active_channels) == before:
                break
        self._server.accepting = False
        self._server.socket.close()


class _BegunTask(WSGITask):
    """Writes the answer to a request that was begun before."""

    channel: "_OneThreadConnection"

    def execute(self) -> None:
        """Write it in one piece: head and body are all there."""
        begun = self.channel.begun
        if begun is None:
            raise RuntimeError("a request is begun before it is answered")
        self.status, self.complete, self.wrote_header = begun.status, True, True
        self.response_headers = [*begun.headers, ("Date", _http_date(int(self.start_time)))]
        body = b"".join(begun.body)
        self.channel.write_soon(self.build_response_header() + body)


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
        if self.connected and self.total_outbufs_len:
            self.handle_write()

    def wait(self) -> None:
        """Get back into the line when the request need not wait any more."""
        if self.begun is not None:
            self.begun.when_ready(partial(self.server.resume, self))


class _OneThreadServer(Server):
    """Puts requests into a line, which the loop works off between two looks at its sockets."""

    application: HoldingApplication
    channel_class = _OneThreadConnection

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - waitress's own
        self.line: deque[_OneThreadConnection] = deque()
        self.waiting: list[_OneThreadConnection] = []
        self.resumed: Callable[[], None] = lambda: None
        super().__init__(*arguments, **named)

    def add_task(self, task: _OneThreadConnection) -> None:
        """A connection has a request."""
        self.line.append(task)

    def resume(self, connection: _OneThreadConnection) -> None:
        """A connection's request waits no more. From any thread."""
        self.line.append(connection)
        self.resumed()

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
        self._server.resumed = self._resumed
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

    def _resumed(self) -> None:
        # One wake for all that a commit lets go on.
        if not self._awake:
            self._awake = True
            self.wake()

    def _turn(self, seconds: float) -> None:
        line = self._server.line
        super()._turn(0.0 if line else seconds)
        # First this, then the line: who comes in between is in the line, or wakes the next turn.
        self._awake = False
        while line:
            line.popleft().service()
            if len(self._server.waiting) >= TOGETHER or not line:
                self._let_wait()

    def _let_wait(self) -> None:
        # Some at a time, so that whatever they wait for is done for all of them together.
        waiting, self._server.waiting = self._server.waiting, []
        for connection in waiting:
            connection.wait()
