"""The two HTTP listeners, on waitress: Plivo's and the operator's, each with its limits."""

import logging
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from router.app.settings import Endpoint
from router.cli.listeners_server import BACKLOG, Application, Listener, OneThreadListener
from router.core.errors import UsageError
from router.web.holding import HoldingApplication

ADMIN_THREADS = 2
PUBLIC_CONNECTIONS = 1000
ADMIN_CONNECTIONS = 50
_SPARE_FILES = 200
"""File handles left for everything else when connections have taken theirs."""

# The thread that answers and the one that writes the journal take turns, and at Python's default of
# 5 ms a thread that computes keeps the other waiting that long.
SWITCH_INTERVAL = 0.0005


class Listeners:
    """Both listeners, bound and ready to run.

    `public` and `admin` are where they really listen (port 0 has become a real port).
    """

    def __init__(
        self, public: OneThreadListener, public_host: str, admin: Listener, admin_host: str
    ) -> None:
        self._public = public
        self._admin = admin
        self._stops = 0
        self.public = Endpoint(public_host, public.port)
        self.admin = Endpoint(admin_host, admin.port)

    @classmethod
    def open(
        cls, public_app: HoldingApplication, admin_app: Application, public: Endpoint,
        admin: Endpoint,
    ) -> "Listeners":  # fmt: skip
        """Bind both. Raises UsageError, which names the address, when one cannot be had."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a warning per queued request
        connections = min(PUBLIC_CONNECTIONS, _file_limit() - _SPARE_FILES)
        first = _bound(public)
        try:
            second = _bound(admin)
        except UsageError:
            first.close()
            raise
        return cls(
            OneThreadListener(public_app, first, connections), public.host,
            Listener(admin_app, second, ADMIN_CONNECTIONS, ADMIN_THREADS), admin.host,
        )  # fmt: skip

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
