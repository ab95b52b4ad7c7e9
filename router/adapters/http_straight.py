"""HTTP without a detour: to the host that is named, never through a proxy of the environment."""

import ssl
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult


def connection_to(url: SplitResult, patience: float) -> HTTPConnection:
    """A connection, not opened yet, that waits at most so many seconds for each step.

    The router that is asked may well be on loopback, where no proxy would find it.
    """
    host = url.hostname or ""
    if url.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, url.port, timeout=patience, context=context)
    return HTTPConnection(host, url.port, timeout=patience)


def words_of(problem: Exception) -> str:
    """What was wrong, in the system's words where it has some: `connection reset by peer`."""
    strerror = getattr(problem, "strerror", None)
    return str(strerror or problem or type(problem).__name__).lower()
