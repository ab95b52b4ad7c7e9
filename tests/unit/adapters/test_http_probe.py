"""The ways in which no answer comes; those that a fake cannot have."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from router.adapters.http_probe import DirectHttpProbe
from router.app.checkups.ports import HttpAnswer, NoAnswer
from tests.fakes.clock import FakeClock

Serve = Callable[[socket.socket], object]


def probe(patience: float = 20.0) -> DirectHttpProbe:
    return DirectHttpProbe(FakeClock(), patience)


@contextmanager
def listening(serve: Serve) -> Iterator[int]:
    """One connection is handed to `serve`; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with suppress(OSError), server.accept()[0] as connection:
                serve(connection)

        thread = Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()


def trouble(got: HttpAnswer | NoAnswer) -> str:
    assert isinstance(got, NoAnswer), got
    assert got.words
    return got.trouble


def test_one_that_takes_the_request_and_says_nothing_is_silent() -> None:
    done = Event()
    with listening(lambda _: done.wait(20)) as port:
        got = probe(0.05).get(f"http://127.0.0.1:{port}/")
        done.set()
    assert trouble(got) == "silent"


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 2000 x\r\n\r\n"])
def test_one_that_hangs_up_or_says_something_else_is_broken(said: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)

    with listening(serve) as port:
        got = probe().post(f"http://127.0.0.1:{port}/", {}, b"a=1")
    assert trouble(got) == "broken"


def test_https_to_one_that_speaks_http_is_broken() -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(serve) as port:
        assert trouble(probe().get(f"https://127.0.0.1:{port}/")) == "broken"


def test_a_name_that_nobody_knows_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # A label of more than 63 letters cannot even be asked for.
    assert trouble(probe().get(f"http://{'a' * 70}.example.org/")) == "no-name"
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert trouble(probe().get("http://sms.example.org/")) == "no-name"


def test_an_address_that_no_way_leads_to_is_unreachable() -> None:
    # A multicast address: no connection can be made to one.
    assert trouble(probe().get("http://224.0.0.1:9/")) == "unreachable"


def test_a_connection_that_takes_too_long_is_unreachable() -> None:
    # A listener whose queue is full leaves who comes next waiting.
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        at = server.getsockname()
        with socket.create_connection(at):
            url = f"http://127.0.0.1:{at[1]}/"
            assert trouble(probe(0.05).get(url)) == "unreachable"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate with")
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", key, "-out", certificate,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def serve(connection: socket.socket) -> None:
        with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True):
            pass

    with listening(serve) as port:
        assert trouble(probe().get(f"https://localhost:{port}/")) == "untrusted"


def test_words_of_a_certificate_that_leads_to_no_authority_are_a_doubt_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = ssl.SSLCertVerificationError("x")
    problem.verify_code, problem.verify_message = 20, "unable to get local issuer certificate"

    def refuse(*_: object, **__: object) -> socket.socket:
        raise problem

    monkeypatch.setattr(socket, "create_connection", refuse)
    got = probe().get("http://sms.example.org/")
    assert got == NoAnswer("unproven", "unable to get local issuer certificate")
