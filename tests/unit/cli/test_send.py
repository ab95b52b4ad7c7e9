import socket
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlencode

import pytest

from router.cli import send as verb
from router.cli.send import message_fields, message_url, send
from router.core.address import Address
from router.core.errors import RefusedError, UsageError


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/receive_sms/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/receive_sms/"),
        ("https://a.example.org/plivo", "https://a.example.org/plivo/receive_sms/"),
        ("https://a.example.org/receive_sms", "https://a.example.org/receive_sms"),
        ("https://a.example.org/receive_sms/", "https://a.example.org/receive_sms/"),
    ],
)
def test_a_routers_url_gets_the_path_and_a_message_url_stays(url: str, called: str) -> None:
    assert message_url(url) == called


@pytest.mark.parametrize("url", ["a.example.org", "ftp://a.example.org", "http://", ""])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"^--url: "):
        message_url(url)


def test_the_form_is_what_plivo_posts() -> None:
    fields = dict(message_fields(Address("+15551230000"), Address("72975"), "hours?"))
    assert (fields["From"], fields["To"], fields["Text"]) == ("15551230000", "72975", "hours?")
    assert (fields["Type"], fields["Units"]) == ("sms", "1")


def test_every_message_has_an_id_of_its_own() -> None:
    one, other = (
        dict(message_fields(Address("+15551230000"), Address("+15557654321"), "x"))["MessageUUID"]
        for _ in range(2)
    )
    assert one != other


def test_bytes_of_the_command_line_that_are_no_text_can_be_sent() -> None:
    fields = message_fields(Address("+15551230000"), Address("+15557654321"), "caf\udce9")
    assert parse_qsl(urlencode(fields))[3] == ("Text", "caf?")


def test_an_answer_that_stops_half_way_is_hung_up_on_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLIVO_AUTH_TOKEN", "a-token-for-tests")
    monkeypatch.setattr(verb, "PATIENCE_SECONDS", 0.1)
    last: list[bytes] = []

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(20)
            connection.recv(65536)
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n<Res")
            while piece := connection.recv(65536):
                last[:] = [piece]
        last[:] = [b""]

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        # Held on to, since it knows of every call that led to it, and of the answer there.
        with pytest.raises(RefusedError, match="gave no answer within") as held:
            send.main(["--text", "hours", "--url", url], standalone_mode=False)
        thread.join()
    assert held.value.__context__ is not None
    assert last == [b""]
