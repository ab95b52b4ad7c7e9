from urllib.parse import parse_qsl, urlencode

import pytest

from router.cli.send import message_fields, message_url
from router.core.address import Address
from router.core.errors import UsageError


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
