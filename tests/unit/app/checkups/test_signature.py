from urllib.parse import urlsplit

import pytest

from router.app.checkups.ports import HttpAnswer, NoAnswer, Trouble
from router.app.checkups.signature import (
    FORM,
    Tried,
    as_served,
    listener_checkup,
    public_checkup,
    try_listener,
    try_public,
    untried,
)
from router.app.settings import Endpoint, Settings
from router.core.checkup import Checkup, Health
from router.plivo.fields import Malformed
from router.plivo.inbound import read_inbound
from tests.fakes.doctor import MOMENT, FakeHttpProbe, FakeRouter, Post, answer

URL = "https://sms.example.org"
HERE = "http://127.0.0.1:8080"
TOKENS = ("one", "two")
SETTINGS = Settings(public_url=URL)


def examined(
    probe: FakeHttpProbe, settings: Settings = SETTINGS, tokens: tuple[str, ...] = TOKENS
) -> tuple[Checkup, Checkup]:
    """What is said of the listener and of the public URL."""
    here = try_listener(probe, settings, tokens)
    listener = listener_checkup(settings.listen, here)
    return listener, public_checkup(settings, try_public(probe, settings, tokens, here), here)


def proxied(passes: Post, router: Post | None = None) -> FakeHttpProbe:
    """The router on loopback, and what stands at the public URL."""
    return FakeHttpProbe(listeners={HERE: router or FakeRouter(URL, TOKENS), URL: passes})


def test_the_form_that_is_sent_is_no_message() -> None:
    assert isinstance(read_inbound(FORM, MOMENT), Malformed)


def test_all_is_well_when_each_token_fits_and_the_public_url_leads_there() -> None:
    probe = proxied(FakeRouter(URL, TOKENS))
    listener, public = examined(probe)
    assert (listener.verdict, public.verdict) == (Health.OK, Health.OK)
    assert "each of 2 tokens" in listener.words
    assert probe.posted == [f"{HERE}/receive_sms/"] * 2 + [f"{URL}/receive_sms/"]


@pytest.mark.parametrize("keeps_path", [True, False])
def test_a_path_of_the_public_url_may_be_kept_or_taken_off(keeps_path: bool) -> None:
    settings = Settings(public_url=URL + "/plivo")
    router = FakeRouter(URL + "/plivo", TOKENS)

    def passes(url: str, headers: dict[str, str], body: bytes) -> HttpAnswer:
        return router(url if keeps_path else url.replace("/plivo", ""), headers, body)

    listener, public = examined(proxied(passes, router), settings)
    assert (listener.verdict, public.verdict) == (Health.OK, Health.OK)


def test_a_token_that_the_server_does_not_have_yet_is_named_by_its_place() -> None:
    router = FakeRouter(URL, ("one", "old"))
    listener, public = examined(proxied(router, router))
    assert (listener.verdict, public.verdict) == (Health.WARN, Health.OK)
    assert "does not have token 2 of 2" in listener.words


@pytest.mark.parametrize(
    "router", [FakeRouter(URL, ("other",)), FakeRouter("https://other.example.org", TOKENS)]
)
def test_a_server_with_another_token_or_url_refuses_both_ways(router: FakeRouter) -> None:
    listener, public = examined(proxied(router, router))
    assert (listener.verdict, public.verdict) == (Health.FAIL, Health.FAIL)
    assert "another token or public-url" in listener.advice
    assert "see listener" in public.advice


def test_the_token_that_only_the_router_behind_the_public_url_has_is_found() -> None:
    here = NoAnswer("refused", "nothing listens there")
    listener, public = examined(proxied(FakeRouter(URL, ("two",)), lambda *_: here))
    assert (listener.verdict, public.verdict) == (Health.WARN, Health.OK)


def test_a_proxy_that_changes_the_path_is_told_from_a_wrong_token() -> None:
    router = FakeRouter(URL, TOKENS)
    changed = proxied(
        lambda url, headers, body: router(HERE + "/sms/receive_sms/", headers, body), router
    )
    dropped = proxied(lambda url, headers, body: router(url, {}, body), router)
    elsewhere = FakeHttpProbe(listeners={URL: FakeRouter(URL, ("other",))})
    assert "does not know the path that arrives" in examined(changed)[1].words
    assert "drops the headers X-Plivo-…" in examined(dropped)[1].advice
    assert "of that router" in examined(elsewhere)[1].advice


@pytest.mark.parametrize(
    ("status", "words", "advice"),
    [
        (400, "does not understand it", "let /receive_sms/"),
        (401, "asks for a login", "so they need none"),
        (403, "something in front of the router forbids it", "let /receive_sms/"),
        (404, "has no such path", "let the proxy pass it to 127.0.0.1:8080"),
        (405, "takes no POST", "pass POST"),
        (413, "limits it", "without that limit"),
        (429, "limits it", "without that limit"),
        (500, "is broken", "logs of both"),
        (502, "cannot reach the router", "is it running? Pass to 127.0.0.1:8080"),
        (503, "cannot reach the router", "is it running?"),
        (504, "cannot reach the router", "is it running?"),
        (200, "this is not the router's answer", "let the proxy pass"),
        (418, "this is not the router's answer", "let the proxy pass"),
    ],
)
def test_what_a_proxy_answers_by_itself_is_named(status: int, words: str, advice: str) -> None:
    _, public = examined(proxied(lambda *_: answer(status, b"<html>")))
    assert public.verdict is Health.FAIL
    assert words in public.words
    assert f"answered {status}" in public.words
    assert advice in public.advice


def test_a_redirect_to_https_names_the_public_url_to_set() -> None:
    settings = Settings(public_url="http://sms.example.org")
    probe = FakeHttpProbe(
        listeners={
            "http://sms.example.org": lambda url, *_: answer(
                301, location=url.replace("http", "https")
            )
        }
    )
    _, public = examined(probe, settings)
    assert public.verdict is Health.FAIL
    assert public.advice == "set public-url to https://sms.example.org"


def test_a_redirect_to_another_path_is_the_proxys_to_mend() -> None:
    for location in ({"location": URL + "/receive_sms"}, {}):
        _, public = examined(proxied(lambda *_, to=location: answer(308, **to)))
        assert public.verdict is Health.FAIL
        assert "a redirect loses the signature" in public.advice


@pytest.mark.parametrize(
    ("trouble", "verdict", "words"),
    [
        ("no-name", Health.WARN, "cannot be reached from here"),
        ("refused", Health.WARN, "cannot be reached from here"),
        ("unreachable", Health.WARN, "cannot be reached from here"),
        ("untrusted", Health.FAIL, "certificate"),
        ("unproven", Health.WARN, "cannot be proven from here"),
        ("silent", Health.FAIL, "gave no answer in time"),
        ("broken", Health.FAIL, "hung up"),
    ],
)
def test_what_cannot_be_reached_from_here_is_only_doubted(
    trouble: Trouble, verdict: Health, words: str
) -> None:
    listener, public = examined(proxied(lambda *_: NoAnswer(trouble, "why")))
    assert (listener.verdict, public.verdict) == (Health.OK, verdict)
    assert words in public.words
    assert "(why)" in public.words
    assert public.advice


def test_another_program_where_the_server_should_listen_is_told() -> None:
    listener, _ = examined(proxied(FakeRouter(URL, TOKENS), lambda *_: answer(200, b"hello")))
    assert listener.verdict is Health.FAIL
    assert "(200) is not this router" in listener.words
    assert "another program has this port" in listener.advice


def test_a_server_that_is_stuck_is_told_and_asked_but_once() -> None:
    stuck = NoAnswer("silent", "8 s")
    probe = proxied(FakeRouter(URL, TOKENS), lambda *_: stuck)
    listener, _ = examined(probe)
    assert listener.verdict is Health.FAIL
    assert probe.posted.count(f"{HERE}/receive_sms/") == 1


def test_without_a_token_or_public_url_nothing_is_tried() -> None:
    for tokens, url, what in (((), URL, "token"), (TOKENS, "", "public-url")):
        checkup = untried("signature", tokens, url)
        assert checkup is not None
        assert f"there is no {what}" in checkup.words
    assert untried("signature", TOKENS, URL) is None


def test_in_dev_mode_the_listener_is_the_public_url() -> None:
    assert as_served(Settings(), dev=True).public_url == HERE
    assert as_served(Settings(listen=Endpoint("localhost", 8080)), dev=True).public_url == HERE
    assert not as_served(Settings(), dev=False).public_url
    assert not as_served(Settings(listen=Endpoint("127.0.0.1", 0)), dev=True).public_url
    assert as_served(SETTINGS, dev=True) == SETTINGS


def test_no_answer_at_all_is_heard_from_nobody() -> None:
    assert not Tried(()).heard
    assert urlsplit(HERE).port == SETTINGS.listen.port
