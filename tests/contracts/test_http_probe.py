"""What every HttpProbe does."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from router.adapters.http_probe import MAX_BODY, DirectHttpProbe
from router.app.checkups.ports import HttpAnswer, HttpProbe, NoAnswer
from tests.fakes.clock import FakeClock
from tests.fakes.doctor import MOMENT, FakeHttpProbe, answer

LARGE = b"x" * (MAX_BODY + 1)


class Pages(BaseHTTPRequestHandler):
    """Four pages, and an echo of what is posted."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        match self.path:
            case "/readyz":
                self._send(200, b"ready")
            case "/large":
                self._send(200, LARGE)
            case _:
                self._send(302, b"", Location="/readyz")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(403, self.headers["X-Plivo-Signature-V2"].encode() + b" " + body)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class Server(ThreadingHTTPServer):
    """Does not mind a client that has read enough."""

    def handle_error(self, *_: Any) -> None:
        """Nobody reads it."""


def fake(url: str) -> FakeHttpProbe:
    return FakeHttpProbe(
        pages={
            f"{url}/readyz": answer(200, b"ready"),
            f"{url}/large": answer(200, LARGE[:MAX_BODY]),
            f"{url}/elsewhere": answer(302, location="/readyz"),
        },
        listeners={
            url: lambda _, headers, body: answer(
                403, headers["x-plivo-signature-v2"].encode() + b" " + body
            )
        },
    )


@pytest.fixture(params=["fake", "direct"])
def both(request: pytest.FixtureRequest) -> Iterator[tuple[HttpProbe, str]]:
    """A probe, and the URL of a server that it can ask."""
    server = Server(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield (fake(url) if request.param == "fake" else DirectHttpProbe(FakeClock(MOMENT))), url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestHttpProbe:
    def test_an_answer_comes_with_its_status_body_and_moments(
        self, both: tuple[HttpProbe, str]
    ) -> None:
        probe, url = both
        got = probe.get(f"{url}/readyz")
        assert isinstance(got, HttpAnswer)
        assert (got.status, got.body) == (200, b"ready")
        assert got.asked <= got.answered

    def test_a_redirect_is_an_answer_like_any_other(self, both: tuple[HttpProbe, str]) -> None:
        probe, url = both
        got = probe.get(f"{url}/elsewhere")
        assert isinstance(got, HttpAnswer)
        assert (got.status, got.headers["location"]) == (302, "/readyz")

    def test_a_post_arrives_with_its_headers_and_body(self, both: tuple[HttpProbe, str]) -> None:
        probe, url = both
        got = probe.post(f"{url}/receive_sms/", {"x-plivo-signature-v2": "abc"}, b"a=1")
        assert isinstance(got, HttpAnswer)
        assert (got.status, got.body) == (403, b"abc a=1")

    def test_of_a_large_answer_the_beginning_is_enough(self, both: tuple[HttpProbe, str]) -> None:
        probe, url = both
        got = probe.get(f"{url}/large")
        assert isinstance(got, HttpAnswer)
        assert len(got.body) == MAX_BODY

    def test_where_nobody_listens_there_is_no_answer(self, both: tuple[HttpProbe, str]) -> None:
        probe, _ = both
        for got in (probe.get("http://127.0.0.1:1/"), probe.post("http://127.0.0.1:1/", {}, b"")):
            assert got == NoAnswer("refused", "nothing listens there")
