import pytest

from router.app.checkups.ports import Credentials, TokenPlace
from router.app.checkups.settings import (
    address_checkup,
    admin_checkup,
    settings_checkup,
    settings_sources,
    token_checkup,
)
from router.app.settings import Endpoint
from router.core.checkup import Health

SECRET = "a-secret-token"
VARIABLE = TokenPlace("PLIVO_AUTH_TOKEN", 1)


def test_settings_name_every_source_the_weakest_first() -> None:
    environment = {"SMS_ROUTER_LISTEN": "x", "SMS_ROUTER_DATA": " ", "SMS_ROUTER_PORT_1": "k"}
    sources = settings_sources("settings.yaml", environment, {"public-url": "u"})
    assert sources == ("settings.yaml", "SMS_ROUTER_LISTEN", "--public-url")
    assert settings_checkup(sources).words == (
        "read without a mistake from settings.yaml, SMS_ROUTER_LISTEN and --public-url"
    )


def test_settings_without_a_source_are_the_defaults() -> None:
    assert "every setting has its default" in settings_checkup(settings_sources("", {}, {})).words


def test_a_token_is_counted_and_placed_but_never_told() -> None:
    file = TokenPlace("PLIVO_AUTH_TOKEN_FILE", 1)
    checkup = token_checkup(Credentials((SECRET, "other"), (VARIABLE, file)), server_runs=False)
    assert checkup.verdict is Health.OK
    assert checkup.words == "2 tokens, from PLIVO_AUTH_TOKEN and PLIVO_AUTH_TOKEN_FILE"
    assert SECRET not in repr(Credentials((SECRET,)))


@pytest.mark.parametrize(
    ("found", "server_runs", "verdict", "words"),
    [
        (Credentials(), False, Health.FAIL, "serve does not start without one"),
        (
            Credentials((), (TokenPlace("PLIVO_AUTH_TOKEN_FILE", 0),)),
            False,
            Health.FAIL,
            "PLIVO_AUTH_TOKEN_FILE is set but holds none",
        ),
        (Credentials(), True, Health.WARN, "the running server has its"),
        (Credentials((SECRET,), (), dev=True), True, Health.WARN, "the one that dev mode made"),
        (
            Credentials((), (TokenPlace("F", 0, "F: cannot read"),)),
            True,
            Health.FAIL,
            "cannot read",
        ),
        (
            Credentials((SECRET,), (TokenPlace("F", 1, open_to_all=True),)),
            False,
            Health.WARN,
            "every user of this machine can read it",
        ),
        (
            Credentials(("one", "your-token"), (VARIABLE,)),
            False,
            Health.FAIL,
            "one is your-token, which is no token",
        ),
        (
            Credentials(('"x"',), (TokenPlace("F", 1, in_quotes=True),)),
            False,
            Health.FAIL,
            "one stands in quotes",
        ),
    ],
)
def test_what_is_wrong_with_the_token_is_said(
    found: Credentials, server_runs: bool, verdict: Health, words: str
) -> None:
    checkup = token_checkup(found, server_runs)
    assert (checkup.verdict, bool(checkup.advice)) == (verdict, True)
    assert words in checkup.words
    assert SECRET not in checkup.words + checkup.advice


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://sms.oldtown.clinic", "Plivo is to call https://sms.oldtown.clinic/receive_sms/"),
        (
            "https://sms.oldtown.clinic/plivo",
            "Plivo is to call https://sms.oldtown.clinic/plivo/receive_sms/; the path /plivo is a"
            " part of it",
        ),
    ],
)
def test_a_sane_public_url_is_shown_as_plivo_calls_it(url: str, words: str) -> None:
    checkup = address_checkup(url, dev=False)
    assert (checkup.verdict, checkup.words) == (Health.OK, words)


@pytest.mark.parametrize(
    ("url", "verdict", "words"),
    [
        ("", Health.FAIL, "not set"),
        ("http://sms.oldtown.clinic", Health.WARN, "without https"),
        ("https://localhost", Health.FAIL, "cannot be reached from the internet"),
        ("https://127.0.0.1", Health.FAIL, "cannot be reached from the internet"),
        ("https://[::1]", Health.FAIL, "cannot be reached from the internet"),
        ("https://sms.example.org", Health.WARN, "is a name of examples"),
        ("http://sms.clinic.example:8443", Health.WARN, "is a name of examples"),
        ("https://10.1.2.3", Health.FAIL, "cannot be reached from the internet"),
        ("https://router.internal", Health.FAIL, "cannot be reached from the internet"),
        ("https://8.8.8.8", Health.WARN, "few certificates are for addresses"),
        ("https://SMS.oldtown.clinic", Health.WARN, "capital letters"),
        ("https://sms.oldtown.clinic:443", Health.WARN, "port 443 goes without saying"),
        ("http://sms.oldtown.clinic:80", Health.WARN, "port 80 goes without saying"),
        ("https://sms.oldtown.clinic:8443", Health.WARN, "port 8443 is an unusual one"),
        ("https://sms.oldtown.clinic//x", Health.WARN, "two slashes"),
        ("http://localhost:8080", Health.FAIL, "cannot be reached from the internet"),
        ("http://sms.oldtown.clinic:8080", Health.WARN, "without https"),
        ("http://sms.oldtown.clinic:8080", Health.WARN, "; port 8080 is an unusual one"),
    ],
)
def test_what_may_be_wrong_with_the_public_url_is_said(
    url: str, verdict: Health, words: str
) -> None:
    checkup = address_checkup(url, dev=False)
    assert (checkup.verdict, bool(checkup.advice)) == (verdict, True)
    assert words in checkup.words
    assert address_checkup(url, dev=True).verdict is Health.WARN


PUBLIC = Endpoint("127.0.0.1", 8080)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_an_admin_listener_on_loopback_is_private(host: str) -> None:
    assert admin_checkup(Endpoint(host, 8081), PUBLIC).verdict is Health.OK


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "router.example.org"])
def test_an_admin_listener_that_others_reach_is_doubted(host: str) -> None:
    checkup = admin_checkup(Endpoint(host, 8081), PUBLIC)
    assert checkup.verdict is Health.WARN
    assert "set admin-listen to 127.0.0.1:8081" in checkup.advice


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_two_listeners_at_one_address_cannot_be(host: str) -> None:
    checkup = admin_checkup(Endpoint(host, 8080), PUBLIC)
    assert checkup.verdict is Health.FAIL
    assert checkup.words.endswith(": serve cannot have both")


def test_two_listeners_may_have_one_port_on_two_addresses_or_any_port() -> None:
    assert admin_checkup(Endpoint("::1", 8080), PUBLIC).verdict is Health.OK
    anywhere = Endpoint("127.0.0.1", 0)
    assert admin_checkup(anywhere, anywhere).verdict is Health.OK
