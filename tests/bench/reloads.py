"""How soon an edit of a large folder is live, and what it costs the requests meanwhile.

`python -m tests.bench.reloads`: 10,000 rules in 100 files, one file edited every few seconds.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tests.bench.load import Outcome, run_wrk, write_requests

FILES, RULES = 100, 100
SECONDS = 10
BETWEEN_EDITS = 2.5
TOKEN = "a-token-for-the-bench"
PUBLIC_URL = "http://127.0.0.1:9"
EARLY = """\
rules:
  - name: Early
    match: everything
    actions:
      - reply: We are open 9-17.
    stop: true
"""
MATCHES = (
    ("{{text: {{keyword: word{n}}}}}", "reply: 'Answer {n}, {{sender}}.'"),
    ("{{from: ann, text: {{keyword: [all{n}, team{n}]}}}}", "multi-forward: staff"),
    ("{{regex: 'order{n} #?(\\d+)'}}", "reply: 'Order {{1}} noted.'"),
    ("{{text: {{contains: phrase {n}}}}}", "forward: bob"),
)


def write_rules(folder: Path) -> None:
    """Lay the folder out. The first rule takes every message, so that walking costs nothing."""
    folder.mkdir()
    (folder / "000-people.yaml").write_text(
        "people: {ann: +1 555 000 1111, bob: +1 555 000 2222}\nlists: {staff: [ann, bob]}\n"
    )
    (folder / "001-early.yaml").write_text(EARLY)
    for file in range(FILES):
        rules = []
        for number in range(file * RULES, (file + 1) * RULES):
            match, action = (part.format(n=number) for part in MATCHES[number % len(MATCHES)])
            rules.append(
                f"  - name: Rule {number}\n    match: {match}\n    actions: [{{{action}}}]\n"
            )
        (folder / f"{file + 100}.yaml").write_text("rules:\n" + "".join(rules))


class Server:
    """The server on a folder of its own, with its log in a file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.log = place / "log"
        command = [sys.executable, "-m", "router", "serve", "--public-url", PUBLIC_URL]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"],
                cwd=place,
                env={**os.environ, "PLIVO_AUTH_TOKEN": TOKEN, "PYTHONPATH": os.getcwd()},
                stderr=log,
            )
        while not (listening := self.events("listening")):
            if self.process.poll() is not None:
                raise SystemExit(self.log.read_text()[-2000:])
            time.sleep(0.1)
        self.port = int(listening[0]["public"].rpartition(":")[2])

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log's events of this name."""
        wanted = f'"event": "{name}"'
        with self.log.open() as lines:
            return [json.loads(line) for line in lines if wanted in line and line.endswith("\n")]

    def load(self) -> Outcome:
        """One round of requests."""
        script = write_requests(self.place, f"{PUBLIC_URL}/receive_sms/", TOKEN, SECONDS * 12_000)
        return run_wrk(self.port, script, SECONDS)


def edit(folder: Path, stop: Event, saved: list[float]) -> None:
    """Save another file every few seconds, and note when."""
    while not stop.wait(BETWEEN_EDITS):
        file = folder / f"{100 + len(saved) % FILES}.yaml"
        text = file.read_text().replace("noted.", "noted, thanks.")
        file.write_text(text)
        saved.append(time.time())


def measure(place: Path) -> None:
    """Print a quiet round, a round with edits, and how soon each edit was live."""
    write_rules(place / "rules")
    server = Server(place)
    try:
        server.load()
        quiet = server.load()
        stop, saved = Event(), list[float]()
        editor = Thread(target=edit, args=(place / "rules", stop, saved))
        before = len(server.events("rules_taken"))
        editor.start()
        busy = server.load()
        stop.set()
        editor.join()
        time.sleep(5)
        taken = server.events("rules_taken")[before:]
    finally:
        server.process.terminate()
        server.process.wait()
    for name, outcome in (("without reloads", quiet), ("with reloads", busy)):
        print(
            f"{name:16} {outcome.rate:8.0f} req/s  p50 {outcome.p50:6.2f} ms  "
            f"p99 {outcome.p99:6.2f} ms  errors {outcome.errors}"
        )
    print(f"p99 with reloads is {busy.p99 / quiet.p99:.2f} of that without")
    lives = [datetime.fromisoformat(event["time"]).timestamp() for event in taken]
    waits = [live - at for live, at in zip(lives, saved, strict=False)]
    compiles = [event["seconds"] for event in taken]
    for name, values in (("last write to live", waits), ("of that, compiling", compiles)):
        shown = ", ".join(f"{value:.2f}" for value in values)
        print(f"{name}: median {statistics.median(values):.2f} s ({shown})")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {FILES * RULES} rules")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
