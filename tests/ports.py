"""Ports of loopback for tests: free until they are used, or closed for as long as it matters."""

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Below the ports that the system hands out by itself (ip_local_port_range of Linux): a port
# chosen there is not given to a server of another test between the choice and its use.
_LOWEST = 10_000
_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_CHANCE = random.SystemRandom()


def free_port() -> int:
    """A port of loopback that nobody listens at, and that the system gives to nobody."""
    for port in _CHANCE.sample(range(_LOWEST, _lowest_of_the_system()), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("a hundred ports of loopback are taken")


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of loopback that refuses every connection: held by a socket that does not listen."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def _lowest_of_the_system() -> int:
    try:
        lowest = int(_RANGE.read_text().split()[0])
    except OSError:
        lowest = 32_768
    return max(lowest, _LOWEST + 1_000)
