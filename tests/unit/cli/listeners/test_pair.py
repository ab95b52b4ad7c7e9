import errno
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection

import falcon
import pytest
from waitress.adjustments import Adjustments

from router.app.admission import Answer
from router.app.settings import Endpoint
from router.app.steps import Running as Begun
from router.app.steps import Signal, Steps
from router.cli.listeners import connection
from router.cli.listeners.pair import Loops, bind
from router.core.errors import UsageError
from router.web.holding import Holding, hold
from tests.fakes.event_log import FakeEventLog

PATIENCE = 20.0
ANYWHERE = Endpoint("127.0.0.1", 0)


class Echo:
    """Falcon applications that tell the length of a body; a path of /wait waits for `go`.

    `waiting` counts the requests that have come to that.
    """

    def __init__(self) -> None:
        self.waiting = threading.Semaphore(0)
        self.go = Signal()
        self.log = FakeEventLog()
        self.admin: falcon.App[falcon.Request, falcon.Response] = falcon.App()
        self.admin.add_sink(self.answer)
        self.public = Holding(self.admin, self.log)

    def answer(self, req: falcon.Request, resp: falcon.Response, **_: object) -> None:
        length = len(req.env["wsgi.input"].read())
        body = f"{req.method} {req.env['REQUEST_URI']} {length}".encode()
        if req.path == "/wait":
            hold(req.env, Begun(self.steps(body)))
            self.waiting.release()
        resp.data = body

    def steps(self, body: bytes) -> Steps[Answer]:
        if not self.go.done:
            yield self.go
        return Answer(200, body)


class Running:
    """Listeners that run in a thread, both with the same application."""

    def __init__(self) -> None:
        self.app = Echo()
        self.listeners = bind(ANYWHERE, ANYWHERE)
        self.loops = Loops(
            self.listeners.answering(self.app.public), self.listeners.telling(self.app.admin)
        )
        self.thread = threading.Thread(target=self.loops.run, daemon=True)

    def connect(self, to: Endpoint | None = None) -> socket.socket:
        at = to or self.listeners.public
        return socket.create_connection((at.host, at.port), timeout=PATIENCE)

    def exchange(self, sent: bytes) -> bytes:
        """Everything that comes back for these bytes, until the other side closes."""
        with self.connect() as sock:
            sock.sendall(sent)
            return received(sock)

    def stop(self) -> None:
        self.loops.request_stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


def cut_off(sock: socket.socket, piece: bytes) -> bool:
    """Whether the other side hangs up while it is sent one piece after the other."""
    for _ in range(400):
        try:
            sock.sendall(piece)
            if sock.gettimeout() != PATIENCE and sock.recv(1) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:  # a reset or a broken pipe, as it comes
            return True
    return False


def received(sock: socket.socket) -> bytes:
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def running() -> Iterator[Running]:
    servers = Running()
    servers.thread.start()
    try:
        yield servers
    finally:
        servers.app.go.set()
        servers.loops.request_stop()
        servers.loops.request_stop()
        servers.thread.join(PATIENCE)


def test_both_listeners_have_a_real_port_and_answer() -> None:
    with running() as servers:
        for at in (servers.listeners.public, servers.listeners.admin):
            with servers.connect(at) as sock:
                sock.sendall(b"GET /x?a=%20 HTTP/1.0\r\n\r\n")
                assert received(sock).endswith(b"GET /x?a=%20 0")
        assert servers.listeners.public.port not in {0, servers.listeners.admin.port}


@pytest.mark.parametrize(
    ("request_bytes", "status", "line"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", 413, b"request too large\n"),
        (b"POST / HTTP/1.1\r\nContent-Length: 65537\r\nExpect: 100-continue\r\n\r\n", 413, None),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400, b"bad request\n"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, b"bad request\n"),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, None),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400, b"bad request\n"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, None),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n" + b"x" * 65537,
            413,
            b"request too large\n",
        ),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;x=y\r\na\r\n" * 70000, 413,
         None),
        (b"GET http://[ HTTP/1.1\r\n\r\n", 400, None),
        (b"get / HTTP/1.1\r\n\r\n", 400, None),
        (b"\x16\x03\x01 hello\r\n\r\n", 400, None),
        (b"GET /" + b"a" * 80_000 + b" HTTP/1.1\r\n\r\n", 413, None),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400, b"bad request\n"),
        (b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n", 400, b"bad request\n"),
    ],
)  # fmt: skip
def test_what_is_no_proper_request_gets_one_line_and_is_hung_up_on(
    request_bytes: bytes, status: int, line: bytes | None
) -> None:
    with running() as servers:
        answer = servers.exchange(request_bytes)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split(b" ")[1] == str(status).encode()
        assert b"Connection: close" in head
        assert b"waitress" not in answer
        assert body.endswith(b"\n")
        assert body.count(b"\n") == 1
        if line is not None:
            assert body == line


@pytest.mark.parametrize("before", [b"", b"\r\n"])
def test_a_line_end_that_comes_in_two_pieces_is_one(before: bytes) -> None:
    parser = connection.RequestParser(Adjustments())
    for byte in before + b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na\nb\n\n":
        assert not parser.completed
        assert parser.received(bytes([byte])) == 1
    assert (parser.completed, parser.error) == (True, None)
    assert parser.get_body_stream().read() == b"a\nb\n\n"


@pytest.mark.parametrize("length", [0, 1, 65536])
def test_a_body_up_to_64_kib_is_taken_also_in_chunks(length: int) -> None:
    with running() as servers:
        http = HTTPConnection("127.0.0.1", servers.listeners.public.port, timeout=PATIENCE)
        http.request("POST", "/", body=b"x" * length)
        assert http.getresponse().read() == b"POST / %d" % length
        chunks = iter([b"x"] * min(length, 5000) + [b"x" * (length - min(length, 5000))])
        http.request("POST", "/", body=chunks, encode_chunked=True)
        assert http.getresponse().read() == b"POST / %d" % length
        http.close()


@pytest.mark.parametrize("length", [65537, 300_000, 5_000_000])
def test_who_sends_too_much_still_gets_the_answer(length: int) -> None:
    with running() as servers:
        for body in (b"x" * length, io.BytesIO(b"x" * length)):
            http = HTTPConnection("127.0.0.1", servers.listeners.public.port, timeout=PATIENCE)
            http.request("POST", "/", body=body)
            answer = http.getresponse()
            assert (answer.status, answer.read()) == (413, b"request too large\n")
            http.close()


def test_who_goes_on_sending_behind_a_refusal_is_cut_off_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "LINGER_BYTES", 100_000)
    with running() as servers, servers.connect() as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
        assert cut_off(sock, b"x" * 10_000)


def test_who_stays_behind_a_refusal_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LINGER_SECONDS", 0.0)
    with running() as servers, servers.connect() as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
        assert b"413" in received(sock)


@pytest.mark.parametrize(
    "sent", [b"", b"\r\n", b"POST / HT", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"]
)
def test_a_request_that_does_not_arrive_in_time_is_cut_off(
    sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "RECEIVE_SECONDS", 0.0)
    with running() as servers, servers.connect() as sock:
        sock.sendall(sent)
        assert received(sock) == b""


def test_a_byte_now_and_then_does_not_put_the_end_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "RECEIVE_SECONDS", 0.3)
    with running() as servers, servers.connect() as sock:
        sock.settimeout(0.05)
        assert cut_off(sock, b"x")


def test_a_connection_that_is_not_used_any_more_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.0)
    with running() as servers:
        assert servers.exchange(b"GET / HTTP/1.1\r\n\r\n").endswith(b"GET / 0")


def test_one_connection_serves_many_requests_also_sent_at_once() -> None:
    with running() as servers:
        answers = servers.exchange(
            b"GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
            b"GET /3 HTTP/1.1\r\nConnection: close\r\n\r\n"
        )
        assert [answers.count(b"HTTP/1.1 200 OK"), b"POST /2 3" in answers] == [3, True]
        assert answers.index(b"GET /1 0") < answers.index(b"POST /2 3") < answers.index(b"GET /3 0")


@pytest.mark.parametrize(
    ("request_bytes", "said"),
    [
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", b"\r\nConnection: close\r\n"),
        (b"GET / HTTP/1.0\r\n\r\n", b"\r\nConnection: close\r\n"),
    ],
)
def test_who_is_hung_up_on_behind_the_answer_is_told_by_both_listeners(
    request_bytes: bytes, said: bytes
) -> None:
    with running() as servers:
        for at in (servers.listeners.public, servers.listeners.admin):
            with servers.connect(at) as sock:
                sock.sendall(request_bytes)
                assert said in received(sock).partition(b"\r\n\r\n")[0] + b"\r\n"


def test_half_open_connections_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.cli.listeners.pair.PUBLIC_CONNECTIONS", 60)
    with running() as servers:
        idle = [servers.connect() for _ in range(150)]
        for sock in idle:
            with suppress(OSError):  # the first ones have had to make room already
                sock.sendall(b"POST /receive_sms/ HTTP/1.1\r\nContent-Le")
        for _ in range(20):
            assert servers.exchange(b"GET / HTTP/1.0\r\n\r\n").endswith(b"GET / 0")
        for sock in idle:
            sock.close()


def test_of_many_that_come_at_once_more_are_taken_at_a_time_the_more_there_are() -> None:
    sockets = bind(ANYWHERE, ANYWHERE)
    listener = sockets.answering(Echo().public)
    at = (sockets.public.host, sockets.public.port)
    with ExitStack() as opened:
        opened.callback(sockets.admin_socket.close)
        opened.callback(listener.close)
        for _ in range(200):
            opened.enter_context(socket.create_connection(at, timeout=PATIENCE))
        taken: list[int] = []
        while sum(taken) < 200:
            before = len(listener._server.connections())
            listener._turn(PATIENCE)
            taken.append(len(listener._server.connections()) - before)
    assert taken[:20] == [1] * 20
    assert max(taken) == 10
    assert len(taken) < 100


def test_a_stop_answers_what_is_under_way_and_what_has_begun_to_arrive() -> None:
    with running() as servers:
        working, arriving, quiet = servers.connect(), servers.connect(), servers.connect()
        quiet.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert quiet.recv(1000)
        arriving.sendall(b"POST /late HTTP/1.1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab")
        working.sendall(b"GET /wait HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert servers.app.waiting.acquire(timeout=PATIENCE)
        servers.loops.request_stop()
        assert received(quiet) == b""
        arriving.sendall(b"cd")
        assert received(arriving).endswith(b"POST /late 4")
        servers.app.go.set()
        assert received(working).endswith(b"GET /wait 0")
        servers.thread.join(PATIENCE)
        assert not servers.thread.is_alive()
        with pytest.raises(ConnectionRefusedError):
            servers.connect()
        for sock in (working, arriving, quiet):
            sock.close()


def test_many_wait_on_one_thread_while_others_are_answered() -> None:
    with running() as servers:
        waiting = [servers.connect() for _ in range(40)]
        for sock in waiting:
            sock.sendall(b"GET /wait HTTP/1.0\r\n\r\n")
            assert servers.app.waiting.acquire(timeout=PATIENCE)
        assert servers.exchange(b"GET /other HTTP/1.0\r\n\r\n").endswith(b"GET /other 0")
        servers.app.go.set()
        for sock in waiting:
            with sock:
                assert received(sock).endswith(b"GET /wait 0")


def test_answers_on_one_connection_keep_their_order_also_behind_one_that_waits() -> None:
    with running() as servers, servers.connect() as sock:
        sock.sendall(b"GET /wait HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert servers.app.waiting.acquire(timeout=PATIENCE)
        servers.app.go.set()
        answers = received(sock)
        assert answers.index(b"GET /wait 0") < answers.index(b"GET /2 0")


def test_who_hangs_up_while_the_answer_waits_harms_nobody() -> None:
    with running() as servers:
        with servers.connect() as sock:
            sock.sendall(b"GET /wait HTTP/1.1\r\n\r\n")
            assert servers.app.waiting.acquire(timeout=PATIENCE)
        servers.app.go.set()
        assert servers.exchange(b"GET /x HTTP/1.0\r\n\r\n").endswith(b"GET /x 0")


def test_a_second_stop_does_not_wait_for_a_request_that_does_not_arrive() -> None:
    with running() as servers, servers.connect() as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab")
        assert servers.exchange(b"GET / HTTP/1.0\r\n\r\n")
        servers.loops.request_stop()
        servers.stop()
        assert sock.recv(100) == b""


def test_an_address_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = rf"cannot listen on 127\.0\.0\.1:{port}: another program has that port"
        for public, admin in (
            (Endpoint("127.0.0.1", port), ANYWHERE),
            (ANYWHERE, Endpoint("127.0.0.1", port)),
        ):
            with pytest.raises(UsageError, match=said):
                bind(public, admin)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.EADDRNOTAVAIL, "Cannot assign (while …)"), "this machine has no such"),
        (OSError(errno.EACCES, "Permission denied (while …)"), "this user may not have that port"),
        (OSError(errno.ENOBUFS, "No buffer space available"), "no buffer space available"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "name or service not"),
    ],
)
def test_an_address_that_cannot_be_had_is_named_with_why(
    problem: OSError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:
        raise problem

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(UsageError, match=rf"cannot listen on 127\.0\.0\.1:1: {words}"):
        bind(Endpoint("127.0.0.1", 1), ANYWHERE)


def test_a_name_that_cannot_even_be_looked_for_is_no_bug() -> None:
    with pytest.raises(UsageError, match=r"cannot listen on a{70}\.example:1: no name can be"):
        bind(Endpoint(f"{'a' * 70}.example", 1), ANYWHERE)


def test_one_address_cannot_be_both_listeners() -> None:
    with pytest.raises(UsageError, match=r"^listen and admin-listen are both 127\.0\.0\.1:1: "):
        bind(Endpoint("127.0.0.1", 1), Endpoint("127.0.0.1", 1))
