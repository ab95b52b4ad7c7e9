"""What the journal's tests share: routers to start, texts to send at once, the journal to read."""

import json
import random
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event, Lock
from typing import Any

from router.app.journal import JournalReader
from router.app.settings import Settings
from router.core.journal import JournalRow
from router.wiring.journal import journal_reader
from tests.acceptance.plivo_side import Answer, Plivo, message
from tests.acceptance.running import PUBLIC_URL, ROOT, TOKEN, Server, fetch

RULES = """\
people: {{ann: +1 555 000 1111}}
rules:
  - name: Hours
    match: {{text: {{keyword: hours}}}}
    actions: [reply: "{answer}"]
  - name: To Ann
    match: everything
    actions: [forward: ann]
"""


@dataclass
class Home:
    """A folder with rules and data, and the routers that are started in it."""

    place: Path
    env: dict[str, str] = field(default_factory=dict)
    data: str = "data"

    def rules(self, answer: str) -> None:
        """Write the rules, with this answer to Hours."""
        (self.place / "rules").mkdir(exist_ok=True)
        (self.place / "rules" / "10.yaml").write_text(RULES.format(answer=answer))

    def router(self, *more: str, wrapper: list[str] | None = None) -> Server:
        """A router, to be used in a `with`; `wrapper` is put before its command."""
        program = [*(wrapper or []), sys.executable, str(ROOT / "serve.py")]
        environment = {"PLIVO_AUTH_TOKEN": TOKEN, **self.env}
        return Server(
            self.place, "--rules", "rules", "--data", self.data, "--public-url", PUBLIC_URL,
            *more, env=environment, program=program,
        )  # fmt: skip

    @contextmanager
    def journal(self) -> Iterator[JournalReader]:
        """The journal, read from here."""
        url = self.env.get("SMS_ROUTER_JOURNAL", "")
        reader = journal_reader(Settings(data=str(self.place / self.data), journal=url))
        try:
            yield reader
        finally:
            reader.close()

    def rows(self) -> list[JournalRow]:
        """Every row, oldest first."""
        with self.journal() as reader:
            return list(reader.rows())[::-1]


def ready(server: Server) -> dict[str, Any]:
    """What /readyz says."""
    return fetch_json(f"{server.admin}/readyz")


def fetch_json(url: str) -> dict[str, Any]:
    """A page of JSON."""

    page: dict[str, Any] = json.loads(fetch(url).body)
    return page


@dataclass
class Sent:
    """The answers to the texts of a load, by uuid, and the other statuses that came."""

    answers: dict[str, bytes] = field(default_factory=dict)
    other: list[int] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def take(self, form: Mapping[str, str], answer: Answer) -> None:
        """Note one answer."""
        with self.lock:
            if answer.status == 200:
                self.answers[form["MessageUUID"]] = answer.body
            else:
                self.other.append(answer.status)


@contextmanager
def load(server: Server, sent: Sent, threads: int = 6) -> Iterator[None]:
    """Send texts from many threads at once until the block ends; a router that dies ends it too."""
    over = Event()

    def send() -> None:
        plivo = Plivo(server.public)
        while not over.is_set():
            form = message(random.choice(["hours?", "hello", "é" * 300]))
            try:
                answer = plivo.post(form, family=random.choice(["V2", "V3"]))
            except (OSError, HTTPException):
                return
            sent.take(form, answer)

    with ThreadPoolExecutor(threads) as pool:
        senders = [pool.submit(send) for _ in range(threads)]
        try:
            yield
        finally:
            over.set()
            for one in senders:
                one.result()


def assert_all_kept(rows: list[JournalRow], sent: Sent) -> None:
    """Every text that was answered is there exactly once, with the bytes that were sent."""
    kept = [(row.uuid, row.xml) for row in rows]
    assert len(kept) == len(dict(kept))
    missing = sent.answers.items() - set(kept)
    assert not missing, f"{len(missing)} of {len(sent.answers)} answered texts are not kept"
