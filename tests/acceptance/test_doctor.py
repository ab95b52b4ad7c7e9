"""`doctor` beside the real server: running, stopped, behind a proxy, and with captured requests."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.acceptance.conftest import write_rules
from tests.acceptance.plivo_side import message, signed_headers
from tests.acceptance.proxy import Proxy, proxy
from tests.acceptance.running import PUBLIC_URL, TOKEN, Ended, Server, eventually, fetch, run_here
from tests.ports import free_port

OTHER = "the-token-of-another-account"


class Place:
    """A folder with rules, and the settings that a server and `doctor` share."""

    def __init__(self, folder: Path) -> None:
        self.folder = write_rules(folder)
        self.listen = f"127.0.0.1:{free_port()}"
        self.admin = f"127.0.0.1:{free_port()}"

    @contextmanager
    def serving(self, public_url: str, *arguments: str, token: str = TOKEN) -> Iterator[Server]:
        env = {"PLIVO_AUTH_TOKEN": token, "SMS_ROUTER_PUBLIC_URL": public_url}
        with Server(self.folder, *arguments, env=env) as server:
            self.listen = server.public.removeprefix("http://")
            self.admin = server.admin.removeprefix("http://")
            yield server

    def doctor(self, *arguments: str, public_url: str = PUBLIC_URL, token: str = TOKEN) -> Ended:
        """`doctor`, with the ports of the server if one runs."""
        env = {
            "PLIVO_AUTH_TOKEN": token,
            "SMS_ROUTER_PUBLIC_URL": public_url,
            "SMS_ROUTER_LISTEN": self.listen,
            "SMS_ROUTER_ADMIN_LISTEN": self.admin,
        }
        ended = run_here(self.folder, "doctor", *arguments, env=env)
        assert TOKEN not in ended.out + ended.err
        return ended

    def checks(self, *arguments: str, **more: str) -> dict[str, dict[str, Any]]:
        """Each checkup by its name."""
        ended = self.doctor("--format", "json", *arguments, **more)
        page = json.loads(ended.out)
        assert ended.code == (1 if page["fail"] else 0)
        return {one["name"]: one for one in page["checks"]}


@pytest.fixture(autouse=True)
def _no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is known but this machine's, as where the tests run there may be no network."""
    real = socket.getaddrinfo

    def known(host: str, *more: Any, **named: Any) -> Any:
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", known)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def front() -> Iterator[Proxy]:
    with proxy() as running:
        yield running


def test_a_server_behind_a_proxy_is_found_right_and_gets_no_message(
    place: Place, front: Proxy
) -> None:
    with place.serving(front.url) as server:
        front.to = server.public
        checks = place.checks(public_url=front.url)
        metrics = fetch(f"{server.admin}/metrics").body
    right = {name for name, one in checks.items() if one["verdict"] == "ok"}
    assert {"server", "watcher", "listener", "signature", "journal", "history", "clock"} <= right
    # The URL of these tests is not one that Plivo could call, and that is the only failure.
    failed = {name for name, one in checks.items() if one["verdict"] == "fail"}
    assert failed == {"public-url"}
    assert 'outcome="malformed"' in metrics
    assert 'outcome="answered"' not in metrics
    listed = run_here(place.folder, "journal", "list", "--format", "json")
    assert json.loads(listed.out) == []


def test_without_a_server_it_says_so_and_does_not_fail_for_it(place: Place) -> None:
    ended = place.doctor()
    assert ended.code == 0, ended.out
    for name in ("server", "watcher", "listener", "signature"):
        assert f"warn  {name} " in ended.out
    assert not (place.folder / "data").exists()


def test_a_server_with_another_token_is_told(place: Place, front: Proxy) -> None:
    with place.serving(front.url, token=OTHER) as server:
        front.to = server.public
        checks = place.checks(public_url=front.url)
    assert checks["listener"]["verdict"] == checks["signature"]["verdict"] == "fail"
    assert "another token or public-url" in checks["listener"]["advice"]


@pytest.mark.parametrize("keeps_path", [True, False])
def test_a_path_in_the_public_url_is_right_whether_the_proxy_keeps_it_or_not(
    place: Place, front: Proxy, keeps_path: bool
) -> None:
    url = f"{front.url}/plivo"
    with place.serving(url) as server:
        front.to = server.public
        if not keeps_path:
            front.path = lambda path: path.removeprefix("/plivo")
        checks = place.checks(public_url=url)
    assert checks["listener"]["verdict"] == checks["signature"]["verdict"] == "ok"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (lambda path: path.rstrip("/"), "refuses the signature"),
        (lambda path: "/somewhere" + path, "does not know the path"),
    ],
)
def test_a_proxy_that_changes_the_path_is_told(
    place: Place, front: Proxy, path: Any, words: str
) -> None:
    with place.serving(front.url) as server:
        front.to, front.path = server.public, path
        checks = place.checks(public_url=front.url)
    assert checks["listener"]["verdict"] == "ok"
    assert checks["signature"]["verdict"] == "fail"
    assert words in checks["signature"]["words"]
    assert "unchanged" in checks["signature"]["advice"]


def test_a_proxy_that_does_not_reach_the_router_is_told(place: Place, front: Proxy) -> None:
    front.answers = 502
    checks = place.checks(public_url=front.url)
    assert "answered 502: the proxy cannot reach the router" in checks["signature"]["words"]
    assert place.listen in checks["signature"]["advice"]


def test_an_edit_that_the_server_has_refused_is_told(place: Place) -> None:
    with place.serving(PUBLIC_URL) as server:
        rules = place.folder / "rules" / "10-rules.yaml"
        rules.write_text(rules.read_text("utf-8").replace("reply", "replly"), "utf-8")
        eventually(lambda: '"ok": false' in fetch(f"{server.admin}/readyz").body)
        checks = place.checks()
    assert checks["rules"]["verdict"] == "fail"
    assert checks["watcher"]["verdict"] == "warn"
    assert checks["server"]["verdict"] == "ok"


def test_a_server_that_serves_another_folder_is_told(place: Place) -> None:
    (place.folder / "others").mkdir()
    rule = "rules: [{name: a, match: everything, actions: nothing, examples: [{text: a}]}]"
    (place.folder / "others" / "a.yaml").write_text(rule, "utf-8")
    with place.serving(PUBLIC_URL):
        checks = place.checks("--rules", "others")
    assert checks["watcher"]["verdict"] == "fail"
    assert "has another rules folder" in checks["watcher"]["advice"]


def test_settings_that_cannot_be_used_end_it_with_2(place: Place) -> None:
    (place.folder / "settings.yaml").write_text("pubic-url: https://sms.example.org\n")
    ended = place.doctor()
    assert (ended.code, ended.out) == (2, "")
    assert 'did you mean "public-url"?' in ended.err
    assert place.doctor("--format", "xml").code == 2


def captured(
    folder: Path,
    signed: str,
    *,
    family: str = "V3",
    token: str = TOKEN,
    path: str = "/receive_sms/",
) -> str:
    """A file with a request that Plivo's library signed for a URL."""
    form = message()
    headers = signed_headers(family, "POST", signed, form, nonce="123456789", token=token)
    lines = [f"POST {path} HTTP/1.1", "Host: sms.example.org"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    (folder / "request.txt").write_text("\r\n".join([*lines, "", urlencode(form)]) + "\n")
    return "request.txt"


@pytest.mark.parametrize("family", ["V2", "Ma-V2", "V3", "Ma-V3"])
def test_a_captured_request_that_fits_is_said_to(place: Place, family: str) -> None:
    file = captured(place.folder, f"{PUBLIC_URL}/receive_sms/", family=family)
    ended = place.doctor("--request", file, token=f"{OTHER},{TOKEN}")
    assert ended.code == 0
    assert f"it fits as it stands: {family}, with token 2 of 2" in ended.out
    assert ended.out.endswith("\n3 checks: 3 ok.\n")


@pytest.mark.parametrize(
    ("signed", "advice"),
    [
        ("http://sms.example.org/receive_sms/", "set public-url to that"),
        ("https://sms.example.org:8443/receive_sms/", "set public-url to that"),
        ("https://sms.example.org/receive_sms", "make the URL told to Plivo end as"),
    ],
)
def test_a_captured_request_that_does_not_fit_names_what_would(
    place: Place, signed: str, advice: str
) -> None:
    file = captured(place.folder, signed)
    if ":8443" in signed:
        path = place.folder / file
        path.write_text(
            path.read_text().replace("Host: sms.example.org", "Host: sms.example.org:8443")
        )
    ended = place.doctor("--request", file)
    assert ended.code == 1
    assert "fail  signature  no V3 signature fits the public URL" in ended.out
    assert advice in ended.out
    checks = place.checks("--request", file)
    assert advice in checks["signature"]["advice"]


def test_a_captured_request_needs_a_token_and_a_file(place: Place) -> None:
    file = captured(place.folder, f"{PUBLIC_URL}/receive_sms/", token=OTHER)
    ended = place.doctor("--request", file)
    assert (ended.code, "check that PLIVO_AUTH_TOKEN" in ended.out) == (1, True)
    assert place.doctor("--request", "missing.txt").code == 2
    ended = run_here(place.folder, "doctor", "--request", file)
    assert ended.code == 2
    assert "there is no auth token" in ended.err
