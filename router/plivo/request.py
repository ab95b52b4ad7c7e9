"""One HTTP request of Plivo's, as the wire had it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlivoRequest:
    """What the signature and the message are read from.

    `path` and `query` are as sent, percent-encoded, one character per byte (Latin-1), and `query`
    is without its `?`; `headers` has lower-case names, and values as WSGI gives them. `client` is
    the address at the other end of the connection, which may be a proxy's.
    """

    method: str
    path: str
    query: str
    body: bytes
    headers: Mapping[str, str]
    client: str = ""
