"""What nobody may ask, send or keep open; and an end in good order."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import start
from tests.acceptance.plivo_side import Plivo, message
from tests.acceptance.raw import connect, raw_message, rest_of
from tests.acceptance.running import DEADLINE, Server, fetch
from tests.ports import free_port

NAMED = {"SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}
ROUTES = ["/receive_sms/", "/receive_sms", "/sms_status/", "/sms_status"]


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW"])
def test_other_methods_are_not_allowed(sms: Plivo, method: str, path: str) -> None:
    answer = sms.ask(method, path)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.body == (b"" if method == "HEAD" else b"method not allowed\n")


@pytest.mark.parametrize(
    "path",
    ["/", "/x", "/receive_sms/x", "/RECEIVE_SMS/", "/readyz", "/metrics", "/-/reload", "/%ff"],
)
def test_other_paths_are_not_found(sms: Plivo, path: str) -> None:
    for method in ("GET", "POST"):
        answer = sms.ask(method, path)
        assert (answer.status, answer.body) == (404, b"not found\n")


def test_the_admin_listener_has_none_of_the_public_routes(server: Server) -> None:
    for path in (*ROUTES, "/healthz"):
        assert Plivo(server.admin).ask("POST", path).status == 404
    assert fetch(server.admin + "/readyz").status == 200
    assert fetch(server.public + "/healthz").status == 200


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ROUTES)
def test_over_64_kib_is_too_large(sms: Plivo, path: str, chunked: bool) -> None:
    def send(length: int) -> tuple[int, bytes]:
        body = b"Text=" + b"x" * (length - 5)
        sent = iter([body[:1000], body[1000:]]) if chunked else body
        answer = sms.ask("POST", path, sent)  # type: ignore[arg-type]
        return answer.status, answer.body

    assert send(65536) == (403, b"forbidden\n")
    for length in (65537, 1_000_000):
        assert send(length) == (413, b"request too large\n")


def test_a_long_query_is_too_large(sms: Plivo) -> None:
    answer = sms.ask("GET", "/receive_sms/?Text=" + "x" * 80_000)
    assert (answer.status, answer.body) == (413, b"request too large\n")


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    with connect(server.public) as sock:
        sock.sendall(b"POST /receive_sms/ HTTP/1.1\r\nContent-Length: 65537\r\n\r\n")
        answer = rest_of(sock)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"\r\n\r\nrequest too large\n")


@pytest.mark.parametrize(
    "head",
    [
        b"POST /receive_sms/ HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /receive_sms/ HTTP/1.1\r\nContent-Length: five\r\n\r\n",
        b"POST /receive_sms/ HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST /receive_sms/ HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /receive_sms/ HTTP/1.1\r\nbad header\r\n\r\n",
        b"POST http://[ HTTP/1.1\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /healthz HTTP/1.1\nHost: sms.example.org\n\n",
        b"GET /healthz HTTP/1.1\r\nHost: sms.example.org\n",
    ],
)
def test_what_is_no_http_is_a_bad_request_and_never_an_error_of_ours(
    server: Server, head: bytes
) -> None:
    with connect(server.public) as sock:
        sock.sendall(head)
        answer = rest_of(sock)
    assert answer.split(b" ")[1] == b"400"
    assert answer.endswith(b"\r\n\r\nbad request\n")


def test_a_length_shorter_than_the_body_cuts_the_text_and_is_told_by_v3_alone(
    server: Server,
) -> None:
    head, body = raw_message("hours")
    short = head.replace(b"Content-Length: %d" % len(body), b"Content-Length: 5")
    with connect(server.public) as sock:
        sock.sendall(short + body)
        assert rest_of(sock).startswith(b"HTTP/1.1 400 ")


def test_150_half_open_connections_do_not_keep_a_good_request_out(
    server: Server, sms: Plivo
) -> None:
    head, body = raw_message("hours")
    idle = [connect(server.public) for _ in range(150)]
    try:
        for number, sock in enumerate(idle):
            sock.sendall((head + body)[: number * 3])
        for _ in range(5):
            assert sms.post(message("hours")).status == 200
        assert fetch(server.admin + "/readyz").status == 200
    finally:
        for sock in idle:
            sock.close()


def test_900_half_open_connections_do_not_either(server: Server, sms: Plivo) -> None:
    idle: list[socket.socket] = []
    try:
        for _ in range(900):
            idle.append(connect(server.public))
            idle[-1].sendall(b"POST /receive_sms/ HTTP/1.1\r\nContent-Le")
        assert sms.post(message("hours")).status == 200
    finally:
        for sock in idle:
            sock.close()


def test_a_client_that_sends_a_byte_now_and_then_is_cut_off(server: Server) -> None:
    with connect(server.public) as sock:
        sock.settimeout(0.5)
        for byte in b"POST /receive_sms/ HTTP/1.1\r\n" + b"X-Slow: " + b"x" * 60:
            try:
                sock.sendall(bytes([byte]))
                if sock.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("it was never cut off")


@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGINT"])
def test_a_signal_lets_what_is_under_way_be_answered_and_ends_with_0(
    tmp_path: Path, signal_name: str
) -> None:
    with start(tmp_path, "--listen", f"127.0.0.1:{free_port()}") as server:
        head, body = raw_message("hours")
        with connect(server.public) as sock, connect(server.public) as quiet:
            sock.sendall(head + body[:10])
            quiet.sendall(b"GET /healthz HTTP/1.1\r\n\r\n")
            assert b"200 OK" in quiet.recv(1000)
            server.process.send_signal(NAMED[signal_name])
            assert quiet.recv(1000) == b""  # it is stopping by now
            # A proxy asks the other router at once; were it let in, it would wait for the end here.
            _refused(lambda: connect(server.public).close())
            sock.sendall(body[10:])
            answer = rest_of(sock)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"We are open" in answer
        assert server.process.wait(DEADLINE) == 0
        _refused(lambda: connect(server.public).close())


def _refused(attempt: Callable[[], None]) -> None:
    with pytest.raises(ConnectionRefusedError):
        attempt()
