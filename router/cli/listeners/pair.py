"""The two HTTP listeners, on waitress: Plivo's and the operator's, each with its limits."""

import errno
import logging
import resource
import socket
import sys
import threading
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from router.app.settings import Endpoint
from router.app.steps import Watched
from router.cli.listeners.one_thread import OneThreadListener
from router.cli.listeners.server import BACKLOG, Listener
from router.core.errors import UsageError, words_of
from router.web.holding import HoldingApplication

ADMIN_THREADS = 2
PUBLIC_CONNECTIONS = 1000
ADMIN_CONNECTIONS = 50
_SPARE_FILES = 200
"""File handles left for everything else when connections have taken theirs."""

# The thread that answers and the one that writes the journal take turns, and at Python's default of
# 5 ms a thread that computes keeps the other waiting that long.
SWITCH_INTERVAL = 0.0005


class Loops:
    """Listeners that run together: the first in the thread that runs them, others beside it."""

    def __init__(self, first: Listener, *others: Listener) -> None:
        self._first = first
        self._others = others
        self._stops = 0

    def run(self) -> None:
        """Serve until `request_stop`; requests under way are still answered. To be called once."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        beside = [
            threading.Thread(target=one.serve, args=(self._stop_count,), name="admin-listener")
            for one in self._others
        ]
        for thread in beside:
            thread.start()
        self._first.serve(self._stop_count)
        for thread in beside:
            thread.join()

    def request_stop(self) -> None:
        """Make `run` return soon; asked a second time, at once. For signal handlers and threads."""
        self._stops += 1
        for listener in (self._first, *self._others):
            listener.wake()

    def _stop_count(self) -> int:
        return self._stops


@dataclass(frozen=True, slots=True)
class Sockets:
    """Both sockets, bound.

    `public` and `admin` are where they really are (port 0 has become a real port).
    """

    public_socket: socket.socket
    admin_socket: socket.socket
    public: Endpoint
    admin: Endpoint

    def close(self) -> None:
        """Give both back, in a process that does not listen or does not any more."""
        self.public_socket.close()
        self.admin_socket.close()

    def answering(
        self, app: HoldingApplication, watched: Watched | None = None
    ) -> OneThreadListener:
        """What answers Plivo, and looks after what it waits for."""
        connections = min(PUBLIC_CONNECTIONS, _file_limit() - _SPARE_FILES)
        return OneThreadListener(app, self.public_socket, connections, watched)

    def telling(self, app: WSGIApplication) -> Listener:
        """What tells the operator."""
        return Listener(app, self.admin_socket, ADMIN_CONNECTIONS, ADMIN_THREADS)


def bind(public: Endpoint, admin: Endpoint) -> Sockets:
    """Bind both.

    Raises UsageError, which names the address, when one cannot be had, and when there may not be as
    many open files as it takes to listen at all.
    """
    if public == admin and public.port:
        raise UsageError(
            f"listen and admin-listen are both {public}: what is yours stays apart from what Plivo "
            "calls, so give one of them another port"
        )
    if (most := _file_limit()) <= _SPARE_FILES:
        raise UsageError(
            f"this process may open {most} files, which are too few to listen: raise that with "
            "LimitNOFILE=4096 in the systemd unit, or ulimit -n 4096"
        )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a warning per queued request
    first = _bound(public)
    try:
        second = _bound(admin)
    except UsageError:
        first.close()
        raise
    real = [
        Endpoint(at.host, one.getsockname()[1]) for at, one in ((public, first), (admin, second))
    ]
    return Sockets(first, second, *real)


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
    except UnicodeError as error:  # a part of more than 63 letters cannot even be looked for
        raise UsageError(f"cannot listen on {at}: no name can be like that") from error
    except OSError as error:
        raise UsageError(f"cannot listen on {at}: {_why(error)}") from error


def _why(error: OSError) -> str:
    """Why an address cannot be had; what Python adds to the system's words helps nobody."""
    match error.errno:
        case errno.EADDRINUSE:
            return "another program has that port, or this one runs already"
        case errno.EADDRNOTAVAIL:
            return "this machine has no such address"
        case errno.EACCES:
            return "this user may not have that port; those from 1024 on are for everybody"
        case _:
            return words_of(error)


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
