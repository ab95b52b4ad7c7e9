"""A proxy in front of the real server, which does to requests what proxies do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from tests.acceptance.running import DEADLINE


@dataclass
class Proxy:
    """Listens at `url` and passes POSTs on to the URL `to`, with their path changed by `path`.

    With `answers` it answers them itself, with that status.
    """

    url: str
    to: str = ""
    path: Callable[[str], str] = str
    answers: int = 0

    def pass_on(self, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The answer to a request."""
        if self.answers:
            return self.answers, b"<html>"
        parts = urlsplit(self.to)
        behind = HTTPConnection(parts.hostname or "", parts.port, timeout=DEADLINE)
        try:
            behind.request("POST", self.path(target), body, headers)
            with behind.getresponse() as answer:
                return answer.status, answer.read()
        finally:
            behind.close()


@contextmanager
def proxy() -> Iterator[Proxy]:
    """A proxy that runs, and does not know yet what is behind it."""

    class Passing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = front.pass_on(self.path, dict(self.headers), body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    front = Proxy(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
