"""One HTTP server with its sockets and its loop, on waitress."""

import socket
import threading
import time
from collections.abc import Callable
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from router.cli.listeners.connection import MAX_HEADERS, MAX_RAW_BODY, Connection, SocketMap
from router.web.public import MAX_BODY

BACKLOG = 1024
_SPARE = 100
"""Connections above the limit, for those that make room but are not closed yet."""
_TAKEN_OF_EACH = 20
DRAIN_SECONDS = 8.0
"""How long a stop waits for requests under way: Plivo itself gives up after 8 s."""


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
        """Take those that have connected, a few at a time, the more the more there are.

        A turn of the loop looks at every connection: with one for each turn, a thousand that came
        at once kept everybody waiting for seconds. While there are few, each is left to whichever
        process is free, where several share the socket.
        """
        for _ in range(1 + len(self.active_channels) // _TAKEN_OF_EACH):
            if not self._take():
                break

    def _take(self) -> bool:
        """Take a connection, if there is one, and say whether.

        When there are too many, the one closest to its deadline must go, so that somebody who only
        opens connections cannot keep Plivo out.
        """
        before, waiting = len(self.active_channels), []
        if before >= self.max_connections:
            waiting = [c for c in self.connections() if not c.requests and not c.will_close]
        super().handle_accept()
        taken = len(self.active_channels) > before
        if taken and waiting:
            min(waiting, key=lambda connection: connection.deadline).will_close = True
        return taken


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
            connection_limit=connections + _SPARE,  # above ours, which makes room, not wait
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
