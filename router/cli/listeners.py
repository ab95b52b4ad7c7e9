"""The two HTTP listeners, on waitress: Plivo's and the operator's, each with its limits."""

import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from router.app.settings import Endpoint
from router.cli.listeners_connection import (
    MAX_BODY,
    MAX_HEADERS,
    MAX_RAW_BODY,
    Connection,
    SocketMap,
)
from router.core.errors import UsageError

PUBLIC_THREADS = 8
ADMIN_THREADS = 2
PUBLIC_CONNECTIONS = 1000
ADMIN_CONNECTIONS = 50
_SPARE_FILES = 200
"""File handles left for everything else when connections have taken theirs."""
DRAIN_SECONDS = 8.0
"""How long a stop waits for requests under way: Plivo itself gives up after 8 s."""
BACKLOG = 1024

# A request passes between waitress's loop and a worker, and at Python's default of 5 ms a thread
# that computes keeps the others waiting that long. Half a millisecond was measured to serve 1.5
# times as many requests.
SWITCH_INTERVAL = 0.0005

Application = Callable[..., Any]


class Listeners:
    """Both listeners, bound and ready to run.

    `public` and `admin` are where they really listen (port 0 has become a real port).
    """

    def __init__(self, public: "_Listener", admin: "_Listener") -> None:
        self._public = public
        self._admin = admin
        self._stops = 0
        self.public = public.endpoint
        self.admin = admin.endpoint

    @classmethod
    def open(
        cls, public_app: Application, admin_app: Application, public: Endpoint, admin: Endpoint
    ) -> "Listeners":
        """Bind both. Raises UsageError, which names the address, when one cannot be had."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a warning per queued request
        connections = min(PUBLIC_CONNECTIONS, _file_limit() - _SPARE_FILES)
        first = _Listener(public_app, public, PUBLIC_THREADS, connections)
        try:
            return cls(first, _Listener(admin_app, admin, ADMIN_THREADS, ADMIN_CONNECTIONS))
        except UsageError:
            first.close()
            raise

    def run(self) -> None:
        """Serve until SIGTERM, SIGINT or `request_stop`; requests under way are still answered.

        To be called once, in the main thread.
        """
        sys.setswitchinterval(SWITCH_INTERVAL)
        with _signals_calling(self.request_stop):
            beside = threading.Thread(
                target=self._admin.serve, args=(self._stop_count,), name="admin-listener"
            )
            beside.start()
            self._public.serve(self._stop_count)
            beside.join()

    def request_stop(self) -> None:
        """Make `run` return soon; asked a second time, at once. For signal handlers and threads."""
        self._stops += 1
        self._public.wake()
        self._admin.wake()

    def _stop_count(self) -> int:
        return self._stops


class _Server(TcpWSGIServer):
    """Waitress's server with deadlines per connection, and a way out when all are taken."""

    channel_class: type[HTTPChannel] = Connection
    max_connections = PUBLIC_CONNECTIONS

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


class _Listener:
    """One server with its sockets, its worker threads and its loop."""

    def __init__(self, app: Application, at: Endpoint, threads: int, connections: int) -> None:
        listening = _bound(at)
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
        # Let the loop send an answer in one go, not the worker its head and then its body: a third
        # more requests a second. (As an argument it is deprecated, with no other way in its place.)
        adjustments.send_bytes = MAX_BODY
        self._server = _Server(
            app,
            self._map,
            _sock=listening,
            dispatcher=self._workers,
            adj=adjustments,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )
        self._server.max_connections = connections
        self.endpoint = Endpoint(at.host, int(listening.getsockname()[1]))

    def serve(self, stop_count: Callable[[], int]) -> None:
        """Run the loop until a stop is asked for, then drain."""
        while not stop_count():
            self._turn(1.0)
        self._drain(stop_count)

    def wake(self) -> None:
        """Let the loop look up; from any thread, and from a signal handler."""
        with self._waking:
            if not self._closed:
                self._server.pull_trigger()

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


def _bound(at: Endpoint) -> socket.socket:
    """A socket bound to this address; of a name's addresses, IPv4 goes first."""
    try:
        found = socket.getaddrinfo(
            at.host, at.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server(
            (str(address[0]), int(address[1])), family=family, backlog=BACKLOG
        )
    except OSError as error:
        raise UsageError(f"cannot listen on {at}: {error.strerror or error}") from error


def _file_limit() -> int:
    """How many files this process may open, after asking for enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * PUBLIC_CONNECTIONS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


@contextmanager
def _signals_calling(stop: Callable[[], None]) -> Iterator[None]:
    """While inside, SIGTERM and SIGINT call `stop`; afterwards they do what they did before."""

    def handle(_number: int, _frame: object) -> None:
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
