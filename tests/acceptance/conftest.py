"""One real server for the tests that leave it as it is."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.plivo_side import Plivo
from tests.acceptance.running import PUBLIC_URL, ROOT, TOKEN, Server

RULES = """\
people:
  ann: +1 555 000 1111
  bob: +1 555 000 2222
lists:
  staff: [ann, bob, +15550003333]
rules:
  - name: Everything to the second number
    match: {to: +1 555 765 4322}
    actions:
      - forward: ann
    stop: true
  - name: Hours
    match: {text: {keyword: hours}}
    actions:
      - reply: "We are open 9-17 & <glad> to “help”."
  - name: All staff
    match: {text: {keyword: all}}
    actions:
      - multi-forward: {to: staff, text: "{sender}: {rest}"}
      - reply: {text: "Sent.", delivery-reports: no}
  - name: Bob too
    match: {text: {has-word: meeting}}
    actions:
      - forward: {to: bob, text: "{text}", delivery-reports: "https://reports.example.org/x?a=1&b=2"}
"""
OTHER_TOKEN = "the-token-of-a-sub-account"


def write_rules(folder: Path) -> Path:
    """The rules of these tests, in a folder of their own."""
    (folder / "rules").mkdir()
    (folder / "rules" / "10-rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def start(folder: Path, *arguments: str, tokens: str = f"{OTHER_TOKEN},{TOKEN}") -> Server:
    """The server as `python serve.py` starts it, with those rules."""
    return Server(
        write_rules(folder),
        "--rules",
        "rules",
        "--data",
        "data",
        "--public-url",
        PUBLIC_URL,
        *arguments,
        env={"PLIVO_AUTH_TOKEN": tokens},
        program=[sys.executable, str(ROOT / "serve.py")],
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with start(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def sms(server: Server) -> Plivo:
    """Plivo, talking to that server."""
    return Plivo(server.public)


@pytest.fixture(scope="session", autouse=True)
def _interrupts_arrive() -> None:
    """Undo a SIGINT ignored by whoever started us in the background: our servers inherit it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
