"""Rounds of load that alternate among the servers, with what each cost."""

import hashlib
import hmac
import os
import secrets
import statistics
import tempfile
import urllib.request
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import Outcome, run_wrk, write_requests
from tests.bench.rules import DESK, STRANGER, Text, mixed_texts, write_rules
from tests.bench.servers import TOKEN, Server, start_ours, start_peer

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
WARM_UP = 1
SAFELY_MORE_THAN_SERVED = 12_000  # requests a second for which signatures are prepared
DIFFERENT_TEXTS = 2000


@dataclass(frozen=True, slots=True)
class Contender:
    """Who takes part; without `rules` it is a peer."""

    title: str
    rules: int = 0
    journal: bool | None = None
    workers: int = 1

    def start(self, folder: Path) -> Server:
        """Its server; ours with rules and data of its own below the folder."""
        if self is BARE or self is FLASK:
            return start_peer("bare" if self is BARE else "flask")
        rules = folder / f"rules-{self.rules}-{self.journal}-{self.workers}"
        write_rules(rules, self.rules)
        data = folder / f"data-{self.rules}-{self.journal}-{self.workers}"
        return start_ours(rules, data, bool(self.journal), self.workers)


BARE = Contender("bare falcon, constant")
FLASK = Contender("Flask + plivo sample")


def ours(rules: int, journal: bool, workers: int = 1) -> Contender:
    """This server with so many rules and processes that answer."""
    title = f"{rules:,} rules, journal {'on' if journal else 'off'}"
    if workers > 1:
        title += f", {workers} workers"
    return Contender(title, rules, journal, workers)


@dataclass(slots=True)
class Record:
    """What one contender did, round by round; `spent` is processor microseconds a request."""

    outcomes: list[Outcome] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        """Requests a second of each round."""
        return [one.rate for one in self.outcomes]

    @property
    def errors(self) -> int:
        """Answers that were no 2xx, in all rounds."""
        return sum(one.errors for one in self.outcomes)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of what each round gave, with the smallest and the largest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}–{self.most:.2f})"


def ratio(ones: Sequence[float], others: Sequence[float]) -> Ratio:
    """How the one did beside the other, in the same rounds."""
    each = [one / other for one, other in zip(ones, others, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def form(text: Text) -> dict[str, str]:
    """What Plivo sends of a text, without a MessageUUID."""
    return {
        "From": text.sender.removeprefix("+"), "To": DESK.removeprefix("+"), "Type": "sms",
        "Units": "1", "TotalRate": "0", "TotalAmount": "0", "MessageIntent": "", "Text": text.text,
    }  # fmt: skip


def take_turns(servers: dict[Contender, Server]) -> dict[Contender, Record]:
    """Measure each in every round, each time beginning with another; the rest stands still.

    What the one before has left for the disk to write is written first, and is not this one's.
    """
    bodies = {
        one: [urlencode(form(text)) for text in mixed_texts(one.rules or 10_000, DIFFERENT_TEXTS)]
        for one in servers
    }
    records = {one: Record() for one in servers}
    for number in range(-1, ROUNDS):
        order = list(servers)
        order = order[number % len(order) :] + order[: number % len(order)]
        for one in order:
            seconds = WARM_UP if number < 0 else SECONDS
            os.sync()
            outcome, spent = _one_round(servers[one], bodies[one], seconds)
            if number >= 0:
                records[one].outcomes.append(outcome)
                records[one].spent.append(spent)
                print(
                    f"round {number + 1} {one.title:28} {outcome.rate:8.0f} req/s  "
                    f"p99 {outcome.p99:6.1f} ms  {spent:6.0f} µs  errors {outcome.errors}",
                    flush=True,
                )
    return records


def _one_round(server: Server, bodies: Sequence[str], seconds: int) -> tuple[Outcome, float]:
    with tempfile.TemporaryDirectory() as folder:
        count = seconds * SAFELY_MORE_THAN_SERVED
        script = write_requests(Path(folder), server.url, TOKEN, count, bodies)
        server.go_on()
        before = server.processor_seconds()
        outcome = run_wrk(server.port, script, seconds)
        spent = server.processor_seconds() - before
        server.pause()
    return outcome, spent / outcome.requests * 1e6


def prove(server: Server, rules: int) -> None:
    """Ask a server of ours for the first and the last rule that replies; raises SystemExit."""
    last = max(number for number in range(rules) if number % 5 == 0)
    for number in {5, last}:
        answer = _ask(server, Text(f"Hours{number}?", STRANGER))
        if f"Text HELP{number} for more." not in answer:
            raise SystemExit(f"rule {number} of {rules} did not answer, but: {answer}")


def _ask(server: Server, text: Text) -> str:
    nonce = secrets.token_hex(12)
    signed = hmac.new(TOKEN.encode(), f"{server.url}{nonce}".encode(), hashlib.sha256).digest()
    request = urllib.request.Request(
        server.url,
        urlencode({**form(text), "MessageUUID": nonce}).encode(),
        {
            "X-Plivo-Signature-V2": b64encode(signed).decode(),
            "X-Plivo-Signature-V2-Nonce": nonce,
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        body: bytes = answer.read()
    return body.decode()
