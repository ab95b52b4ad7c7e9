"""Four clients, an editor and a server; every answer is held against the sets there were."""

import random
import time
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Self

from tests.acceptance.running import PUBLIC_URL, TOKEN, Server, eventually
from tests.acceptance.texting import Phone
from tests.soak.editing import FILES, Editor

CLIENTS = 4
ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}


SEEN_SECONDS = 2.0
BEAT = 0.05


class Soak:
    """One run; `wrong` has a line for each answer that failed or belongs to no one set."""

    def __init__(self, place: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._editor = Editor(place / "rules", self._chance)
        self._server = Server(place, env=ENV)
        self._stop = Event()
        self._clients = [Thread(target=self._text) for _ in range(CLIENTS)]
        self.wrong: list[str] = []
        self.answers = 0
        self.live: set[str] = set()
        self._slowest = 0.0
        self._paused = 0.0

    def __enter__(self) -> Self:
        self._server.__enter__()
        for client in self._clients:
            client.start()
        Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._stop.set()
        for client in self._clients:
            client.join()
        self._server.__exit__(*problem)

    def step(self) -> None:
        """One edit that is good, after some that are not; returns once it is live."""
        for _ in range(self._chance.randrange(3)):
            self._editor.break_something()
            if self._chance.random() < 0.5:
                self._let_it_be_seen()
        edition = self._editor.save_good()
        saved = time.monotonic()
        paused = self._paused
        eventually(lambda: edition in self.live or bool(self.wrong))
        # What the machine took from all of us is no time of the server's.
        self._slowest = max(self._slowest, time.monotonic() - saved - (self._paused - paused))

    def summary(self) -> str:
        """How far it has come."""
        return (
            f"{self.answers} answers, {len(self._editor.good)} good sets, {self._refusals()} "
            f"refused, {len(self.wrong)} wrong answers, slowest edit {self._slowest:.2f} s "
            f"(paused for {self._paused:.0f} s) "
        )

    def _let_it_be_seen(self) -> None:
        """Wait for the mistake to be refused; the same one as before is not refused again."""
        seen, until = self._refusals(), time.monotonic() + SEEN_SECONDS
        while self._refusals() == seen and time.monotonic() < until:
            time.sleep(0.02)

    def _beat(self) -> None:
        """Add up how long this very process did not get to run, but for moments."""
        last = time.monotonic()
        while not self._stop.wait(BEAT):
            now = time.monotonic()
            if now - last > 10 * BEAT:
                self._paused += now - last - BEAT
            last = now

    def _refusals(self) -> int:
        return sum('"rules_refused"' in line for line in self._server.err.all())

    def _text(self) -> None:
        try:
            with Phone(self._server.public) as phone:
                while not self._stop.is_set():
                    self._judge(phone.text("hello"))
        except (AssertionError, OSError, HTTPException) as problem:
            self.wrong.append(f"a request failed: {problem!r}")

    def _judge(self, answers: list[str]) -> None:
        words = set(answers)
        if len(answers) != len(FILES) or len(words) != 1 or not words <= {*self._editor.good}:
            self.wrong.append(f"mixed or unknown: {answers}")
        self.live |= words
        self.answers += 1
