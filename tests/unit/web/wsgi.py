"""Drive a WSGI application as waitress does: the raw target beside the decoded path."""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults


@dataclass(frozen=True)
class Page:
    """One answer; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    app: WSGIApplication, method: str, target: str, body: bytes | io.RawIOBase = b"", **env: str
) -> Page:
    """Send one request; `env` adds to the WSGI environment."""
    environ = asked(method, target, body) | env
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        begun.append((status, headers))

    sent = b"".join(app(environ, start))
    ((status, headers),) = begun
    return Page(int(status[:3]), {name.lower(): value for name, value in headers}, sent)


def asked(method: str, target: str, body: bytes | io.RawIOBase = b"") -> dict[str, Any]:
    """The environ of one request."""
    path, _, query = target.partition("?")
    if "://" in path:
        path = "/" + path.partition("://")[2].partition("/")[2]
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "wsgi.input": io.BytesIO(body) if isinstance(body, bytes) else body,
    }
    if isinstance(body, bytes) and body:
        environ["CONTENT_LENGTH"] = str(len(body))
    setup_testing_defaults(environ)
    return environ
