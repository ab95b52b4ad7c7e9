"""What the one thread does first and what together: its loop is turned by hand."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import falcon
import pytest

from router.app.admission import Answer
from router.app.steps import Running, Signal, Steps
from router.cli.listeners.one_thread import TOGETHER, OneThreadListener
from router.web.holding import Holding, hold
from tests.fakes.event_log import FakeEventLog
from tests.waiting import eventually


class Turned:
    """A listener with some clients. What becomes of requests is in `told`, in that order.

    A request for /wait waits for `go`; `answers_seen` are those that had arrived at a client when
    a request began.
    """

    def __init__(self, place: ExitStack) -> None:
        listening = place.enter_context(socket.create_server(("127.0.0.1", 0)))
        self._address = listening.getsockname()
        self._place = place
        self.clients: list[socket.socket] = []
        self.told: list[str] = []
        self.answers_seen: list[int] = []
        self.go = Signal()
        app: falcon.App[falcon.Request, falcon.Response] = falcon.App()
        app.add_sink(self.answer)
        self.listener = OneThreadListener(Holding(app, FakeEventLog()), listening, 100)
        place.callback(self.listener.close)

    def connect(self, clients: int) -> None:
        for _ in range(clients):
            sock = socket.create_connection(self._address)
            self.clients.append(self._place.enter_context(sock))
        eventually(lambda: self._turned() and self._connected() == clients)

    def ask(self, *paths: str) -> None:
        """One request from each client; the loop is turned when all have arrived."""
        for sock, path in zip(self.clients, paths, strict=True):
            sock.sendall(f"GET {path} HTTP/1.1\r\n\r\n".encode())

    def answer(self, req: falcon.Request, resp: falcon.Response, **_: Any) -> None:
        self.told.append(f"begun {req.path}")
        self.answers_seen.append(sum(map(_arrived, self.clients)))
        if req.path.startswith("/wait"):
            hold(req.env, Running(self._steps(req.path)))
        resp.text = "now"

    def _steps(self, path: str) -> Steps[Answer]:
        if not self.go.done:
            yield self.go
        self.told.append(f"resumed {path}")
        return Answer(200, b"later")

    def turn(self) -> None:
        self.listener._turn(1.0)

    def _turned(self) -> bool:
        self.listener._turn(0.0)
        return True

    def _connected(self) -> int:
        return len(self.listener._server.connections())


def _arrived(sock: socket.socket) -> bool:
    try:
        return bool(sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        return False


@pytest.fixture
def turned() -> Iterator[Turned]:
    with ExitStack() as place:
        yield Turned(place)


TOGETHER_SECONDS = "router.cli.listeners.one_thread.TOGETHER_SECONDS"


def test_answers_are_sent_some_together(turned: Turned, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many requests are answered before the first answer leaves, and no more."""
    monkeypatch.setattr(TOGETHER_SECONDS, 60.0)
    turned.connect(TOGETHER + 1)
    turned.ask(*(f"/{number}" for number in range(TOGETHER + 1)))
    turned.turn()
    assert turned.answers_seen == [0] * TOGETHER + [TOGETHER]
    assert all(map(_arrived, turned.clients))


def test_an_answer_waits_for_no_slow_ones(turned: Turned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TOGETHER_SECONDS, -1.0)
    turned.connect(3)
    turned.ask("/1", "/2", "/3")
    turned.turn()
    assert turned.answers_seen == [0, 1, 2]


def test_one_answer_alone_waits_for_nobody(turned: Turned) -> None:
    turned.connect(1)
    turned.ask("/1")
    turned.turn()
    assert turned.clients[0].recv(1000).endswith(b"now")


def test_who_has_waited_comes_before_who_is_new(turned: Turned) -> None:
    turned.connect(3)
    turned.ask("/wait1", "/wait2", "/3")
    turned.turn()
    assert [*map(_arrived, turned.clients)] == [False, False, True]
    turned.told.clear()
    turned.clients[2].recv(1000)
    turned.clients[2].sendall(b"GET /4 HTTP/1.1\r\n\r\n")
    turned.go.set()
    turned.turn()
    assert turned.told[:2] == ["resumed /wait1", "resumed /wait2"]
    eventually(lambda: turned._turned() and turned.told[2:] == ["begun /4"])
    assert all(map(_arrived, turned.clients))
    assert turned.answers_seen[-1] == 2
