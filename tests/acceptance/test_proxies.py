"""The router behind nginx and behind Caddy, each as the documentation sets it up."""

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import pytest

from router.cli.listeners.connection import IDLE_SECONDS, RECEIVE_SECONDS
from tests.acceptance.conftest import start
from tests.acceptance.journal_side import Home
from tests.acceptance.plivo_side import FAMILIES, Plivo, logged, message
from tests.acceptance.proxies import (
    DOCS,
    DOCUMENTED,
    HOST,
    PROXIES,
    PlivoOutside,
    Proxy,
    caddy,
    missing,
    replaced,
)
from tests.acceptance.raw import rest_of
from tests.acceptance.running import PUBLIC_URL as ROUTER_URL
from tests.acceptance.running import TOKEN, Server, eventually, fetch
from tests.docs_blocks import blocks
from tests.postgres import PostgresServer

PAGE = DOCS / "operations-proxy.md"
PUBLIC_URL = f"https://{HOST}"
PREFIX = "/hooks/sms"
PATH = "/receive_sms/"
PARTS = ("header", "body")
OPEN = "We are open 9-17 & <glad> to “help”."


@dataclass(frozen=True)
class Front:
    """A router with a proxy before it, and Plivo outside."""

    kind: str
    router: Server
    proxy: Proxy
    sms: PlivoOutside


@contextmanager
def front(
    kind: str, place: Path, prefix: str = "", changes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Front]:
    """Start both; `changes` are made to the documented configuration."""
    if absent := missing(kind):
        pytest.skip(f"not installed: {absent}")
    url = PUBLIC_URL + prefix
    (place / "proxy").mkdir()
    with ExitStack() as stack:
        router = stack.enter_context(start(place, "--public-url", url))
        at = {DOCUMENTED: router.public}
        proxy = stack.enter_context(PROXIES[kind](place / "proxy", at, changes))
        sms = PlivoOutside(PUBLIC_URL, url, extra={"Host": HOST}, proxy=proxy)
        yield Front(kind, router, proxy, sms)


@pytest.fixture(scope="module", params=PROXIES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    """Each proxy, as the file in docs/ has it."""
    with front(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.mark.parametrize("text", ["Hours?", "hours café + ñ € 😀 &=%;"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_right_signature_stays_right(house: Front, family: str, method: str, text: str) -> None:
    ask = house.sms.get if method == "GET" else house.sms.post
    assert ask(message(text), family=family).texts == [OPEN]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_delivery_report_arrives_with_its_reference(house: Front, family: str) -> None:
    ((attributes, _),) = house.sms.post(message()).messages
    target = attributes["callbackUrl"].removeprefix(PUBLIC_URL)
    report = message(Status="delivered")
    assert house.sms.post(report, target, family=family).status == 200
    reference = target.partition("?ref=")[2]
    assert logged(house.router, "report", message_uuid=report["MessageUUID"])["reference"] in {
        reference, reference.replace("%3A", ":"),
    }  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_longest_text_there_is_arrives_whole(house: Front, method: str) -> None:
    # 1,600 characters of which each takes twelve in a query: more than nginx reads by default.
    ask = house.sms.get if method == "GET" else house.sms.post
    form = message("hours " + "😀" * 1594)
    assert ask(form, family="V3").texts == [OPEN]
    assert logged(house.router, "message", message_uuid=form["MessageUUID"])["text_length"] == 1600


SPOOFED = {
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example.org",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Server": "evil.example.org",
    "X-Original-URL": "/metrics",
    "X-Rewrite-URL": "/metrics",
    "Forwarded": "for=192.0.2.1;host=evil.example.org;proto=http",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_what_a_client_claims_in_headers_changes_nothing(house: Front, family: str) -> None:
    spoofed = PlivoOutside(
        PUBLIC_URL, PUBLIC_URL, extra={"Host": HOST} | SPOOFED, proxy=house.proxy
    )
    assert spoofed.post(message(), family=family).texts == [OPEN]
    for claimed in ("http://evil.example.org", "http://evil.example.org:80/evil", f"http://{HOST}"):
        evil = PlivoOutside(PUBLIC_URL, claimed, extra=spoofed.extra, proxy=house.proxy)
        answer = evil.post(message(), family=family)
        assert (answer.status, answer.body) == (403, b"forbidden\n")


@pytest.mark.parametrize(
    "claimed", ["https://evil.example.org", f"https://{HOST}:8443", f"https://{HOST}/evil"]
)
def test_claims_do_not_reach_the_advice_in_the_log(house: Front, claimed: str) -> None:
    before = refusals(house.router)
    evil = PlivoOutside(PUBLIC_URL, claimed, extra={"Host": HOST} | SPOOFED, proxy=house.proxy)
    assert evil.post(message()).status == 403
    eventually(lambda: len(refusals(house.router)) > len(before))
    line = refusals(house.router)[-1]
    assert '"advice": ["' in line
    assert claimed not in line


def test_the_log_names_whom_the_proxy_has_seen_and_not_whom_a_client_claims_to_be(
    house: Front,
) -> None:
    before = refusals(house.router)
    extra = {"Host": HOST, "X-Forwarded-For": "192.0.2.1, 192.0.2.2"}
    evil = PlivoOutside(PUBLIC_URL, "http://evil.example.org", extra=extra, proxy=house.proxy)
    assert evil.post(message()).status == 403
    eventually(lambda: len(refusals(house.router)) > len(before))
    refused = json.loads(refusals(house.router)[-1])
    assert (refused["client"], refused["forwarded_for"]) == ("127.0.0.1", "127.0.0.1")


def refusals(router: Server) -> list[str]:
    """The lines of the log that tell of them."""
    return [line for line in router.err.all() if '"refused"' in line]


def test_another_host_is_not_passed_on(house: Front) -> None:
    for host in ("evil.example.org", "127.0.0.1", f"{HOST}.evil.example.org"):
        before = requests_counted(house)
        other = PlivoOutside(PUBLIC_URL, f"https://{host}", extra={"Host": host}, proxy=house.proxy)
        for url in (PUBLIC_URL, f"https://{host}"):
            other.public_url = url
            answer = other.post(message())
            assert b"<Response>" not in answer.body
        assert requests_counted(house) == before
        with pytest.raises((ssl.SSLError, ConnectionError)):
            house.proxy.connect(host)


def requests_counted(house: Front) -> list[str]:
    """What the router has counted of its public routes."""
    page = fetch(house.router.admin + "/metrics").body
    return [line for line in page.splitlines() if line.startswith("sms_router_requests_total")]


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/-/reload", "/healthz/../metrics", "/x"])
def test_the_admin_listener_is_not_behind_it(house: Front, path: str) -> None:
    targets = [path, house.router.admin + path, "//" + house.router.admin[7:] + path]
    for target in targets:
        for method in ("GET", "POST"):
            answer = house.sms.ask(method, target)
            assert answer.status not in range(200, 400), (target, answer)
            assert b"sms_router" not in answer.body
            assert b"rule_set" not in answer.body
    assert house.sms.ask("GET", "/healthz").body == b"ok\n"


@pytest.mark.parametrize("length", [65_537, 1_000_000, 20_000_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_over_64_kib_is_refused_and_the_next_message_is_answered(
    house: Front, length: int, chunked: bool
) -> None:
    body = b"Text=" + b"x" * (length - 5)
    sent = iter([body[:1000], body[1000:]]) if chunked else body
    with suppress(OSError):  # hung up on while it was still sending, which is a refusal too
        assert house.sms.ask("POST", "/receive_sms/", sent).status == 413  # type: ignore[arg-type]
    assert house.sms.post(message()).texts == [OPEN]


def test_64_kib_come_through_whole(house: Front) -> None:
    form = message()
    padding = "x" * (65_536 - len(urlencode(form | {"Padding": ""})))
    assert house.sms.post(form | {"Padding": padding}, family="V3").texts == [OPEN]


def unfinished(upto: int) -> bytes:
    """The beginning of a request with a body of 100 bytes."""
    head = f"POST /receive_sms/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100\r\n\r\nText="
    return head.encode()[:upto]


def test_200_clients_that_never_finish_keep_no_message_out(house: Front) -> None:
    with ExitStack() as stack:
        for number in range(200):
            slow = stack.enter_context(house.proxy.connect())
            slow.sendall(unfinished(number))
        for _ in range(5):
            assert house.sms.post(message()).texts == [OPEN]


# The documented times, shortened so that nobody waits long for them here. Caddy's for the body is
# left above the router's.
HASTY = {
    "nginx": {f"client_{part}_timeout 10s": f"client_{part}_timeout 1s" for part in PARTS},
    "caddy": {"read_header 10s": "read_header 1s", "read_body 20s": "read_body 11s"},
}


@pytest.mark.parametrize("kind", PROXIES)
def test_a_client_that_stops_half_way_is_cut_off_and_told_no_success(
    kind: str, tmp_path: Path
) -> None:
    with front(kind, tmp_path, changes=HASTY[kind]) as house, ExitStack() as stack:
        lengths = (1, 20, 45, 1000)
        stopped = [stack.enter_context(house.proxy.connect()) for _ in lengths]
        for length, slow in zip(lengths, stopped, strict=True):
            slow.sendall(unfinished(length))
        for slow in stopped:
            assert b" 200 " not in rest_of(slow).partition(b"\r\n")[0]
        assert house.sms.post(message()).texts == [OPEN]


def test_caddy_waits_longer_for_a_body_than_the_router_does() -> None:
    """Else it would answer 200 itself, and Plivo would not ask again."""
    assert seconds_in_the_caddyfile("read_body") > RECEIVE_SECONDS


def test_caddy_lets_go_of_a_connection_before_the_router_does() -> None:
    """Else it would now and then send a message into one that is just being closed."""
    assert 0 < seconds_in_the_caddyfile("keepalive") < IDLE_SECONDS


def seconds_in_the_caddyfile(name: str) -> int:
    (seconds,) = re.findall(rf"^\t+{name} (\d+)s$", (DOCS / "Caddyfile").read_text(), re.MULTILINE)
    return int(seconds)


@pytest.mark.parametrize("kind", PROXIES)
def test_while_the_router_is_away_plivo_is_told_to_ask_again(kind: str, tmp_path: Path) -> None:
    with front(kind, tmp_path) as house:
        assert house.sms.post(message()).texts == [OPEN]
        assert house.router.end() == 0
        for _ in range(3):
            assert house.sms.post(message()).status in {502, 503, 504}


def rows_of_the_page(kind: str) -> list[tuple[str, str, str]]:
    """What the page says to change in a proxy's file for a path prefix: which way, from, to."""
    page = PAGE.read_text("utf-8")
    rows = re.findall(rf"^\| {kind}, (\w+) +\| `(.+?)` +\| (.+?) +\|$", page, re.MULTILINE | re.I)
    return [(way, old, "\n".join(re.findall("`(.+?)`", new))) for way, old, new in rows]


WAYS = {
    "as it is": (), "kept": ("kept",), "stripped": ("kept", "stripped"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", PROXIES)
def test_a_path_prefix_may_be_kept_or_stripped(kind: str, way: str, tmp_path: Path) -> None:
    rows = {(named, old): new for named, old, new in rows_of_the_page(kind)}
    # Caddy's lines for the two are the same line; nginx's go together.
    wanted = WAYS[way] if kind == "nginx" else WAYS[way][-1:]
    changes = {old: new for (named, old), new in rows.items() if named in wanted}
    assert len(changes) == len(wanted)
    with front(kind, tmp_path, PREFIX, changes) as house:
        for family in FAMILIES:
            ((attributes, _),) = house.sms.post(message(), PREFIX + PATH, signed_path=PATH).messages
            target = attributes["callbackUrl"].removeprefix(PUBLIC_URL)
            assert target.startswith(PREFIX + "/sms_status/?ref=")
            report = message(Status="sent")
            behind = target.removeprefix(PREFIX)
            taken = house.sms.post(report, target, signed_path=behind, family=family)
            assert taken.status == 200
            # Signed for the same path without the prefix: that is another address.
            house.sms.public_url = PUBLIC_URL
            assert house.sms.post(message(), PREFIX + PATH, signed_path=PATH).status == 403
            house.sms.public_url = PUBLIC_URL + PREFIX
        assert house.sms.ask("GET", PREFIX + "/healthz").body == b"ok\n"
        for path in ("/metrics", "/readyz"):
            assert house.sms.ask("GET", PREFIX + path).status == 404


def test_without_tls_no_message_gets_to_the_router(house: Front) -> None:
    before = requests_counted(house)
    plain = Plivo(f"http://127.0.0.1:{house.proxy.plain_port}", f"http://{HOST}")
    plain.extra = {"Host": HOST}
    assert plain.post(message()).status == {"nginx": 404, "caddy": 308}[house.kind]
    assert requests_counted(house) == before


def test_no_number_and_no_text_gets_into_a_file_of_the_proxy(house: Front) -> None:
    form = message("a text in private", From="15550001234")
    assert house.sms.get(form).texts == []
    Plivo(f"http://127.0.0.1:{house.proxy.plain_port}", extra={"Host": HOST}).get(form)
    files = [path for path in house.proxy.place.rglob("*") if path.is_file()]
    assert files
    for path in files:
        written = path.read_bytes()
        assert b"15550001234" not in written, path
        assert b"in+private" not in written, path


def test_nginx_serves_what_the_certificate_is_asked_with(house: Front) -> None:
    if house.kind != "nginx":
        return  # Caddy answers the certificate's questions by itself
    challenges = house.proxy.place / "www" / ".well-known" / "acme-challenge"
    challenges.mkdir(parents=True)
    (challenges / "a-word").write_text("its proof")
    plain = Plivo(f"http://127.0.0.1:{house.proxy.plain_port}", extra={"Host": HOST})
    assert plain.ask("GET", "/.well-known/acme-challenge/a-word").body == b"its proof"


def test_the_first_text_of_the_guide_gets_its_answer(tmp_path: Path) -> None:
    if absent := missing("caddy"):
        pytest.skip(f"not installed: {absent}")
    guide = [b.body for b in blocks(DOCS / "operations.md") if b.heading == "1. Install"]
    settings, rule = (
        next(body for body in guide if body.startswith(f"# /etc/sms-router/{name}"))
        for name in ("settings.yaml", "rules/10-hours.yaml")
    )
    etc = tmp_path / "etc"
    (etc / "rules").mkdir(parents=True)
    (etc / "rules" / "10-hours.yaml").write_text(rule)
    own = {"/etc/sms-router": str(etc), "/var/lib/sms-router": str(tmp_path / "data")}
    (etc / "settings.yaml").write_text(replaced(settings, own))
    (tmp_path / "proxy").mkdir()
    with ExitStack() as stack:
        router = stack.enter_context(
            Server(tmp_path, "--settings", "etc/settings.yaml", env={"PLIVO_AUTH_TOKEN": TOKEN})
        )
        proxy = stack.enter_context(caddy(tmp_path / "proxy", {DOCUMENTED: router.public}))
        sms = PlivoOutside(PUBLIC_URL, PUBLIC_URL, extra={"Host": HOST}, proxy=proxy)
        assert sms.post(message("Hours please?")).texts == ["We are open 9-17."]


def upstream_of_the_page() -> str:
    """nginx's block for two routers."""
    (block,) = [one for one in blocks(PAGE) if one.language == "nginx"]
    return block.body


@pytest.mark.parametrize("kind", PROXIES)
def test_two_routers_answer_alike_and_one_alone_is_enough(
    kind: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    if absent := missing(kind):
        pytest.skip(f"not installed: {absent}")
    changes = {old: new for way, old, new in rows_of_the_page(kind) if way == "two"}
    assert changes
    url = postgres.new_database()
    homes = [Home(tmp_path / name, {"SMS_ROUTER_JOURNAL": url}) for name in ("a", "b")]
    place = tmp_path / "proxy"
    for folder in (place, *(home.place for home in homes)):
        folder.mkdir()
    for number, home in enumerate(homes):
        home.rules(f"Open at {number}.")
    with ExitStack() as stack:
        one, other = [stack.enter_context(home.router()) for home in homes]
        at = {"10.0.0.11:8080": one.public, "10.0.0.12:8080": other.public}
        before = upstream_of_the_page() if kind == "nginx" else ""
        proxy = stack.enter_context(PROXIES[kind](place, at, changes, before))
        sms = PlivoOutside(PUBLIC_URL, ROUTER_URL, extra={"Host": HOST}, proxy=proxy)
        forms = [message() for _ in range(20)]
        first = [sms.post(form) for form in forms]
        assert {answer.texts[0] for answer in first} == {"Open at 0.", "Open at 1."}
        with ThreadPoolExecutor(4) as threads:
            under_way = threads.map(lambda _: sms.post(message()), range(200))
            one.process.kill()
            answers = list(under_way)
        if kind == "nginx":
            assert {answer.status for answer in answers} == {200}
        else:  # until Caddy has seen that one is gone, Plivo is told to ask again
            assert {answer.status for answer in answers} <= {200, 502, 503}
            eventually(lambda: all(sms.post(form).status == 200 for form in forms))
        assert [sms.post(form).body for form in forms] == [answer.body for answer in first]
