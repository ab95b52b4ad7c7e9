"""How soon an edit is live, and what it costs the requests meanwhile.

`python -m tests.bench.reloads`: a folder of three files, then one of 10,000 rules in 100 files,
with one file edited every few seconds; `small` behind it: the first alone, without wrk.
"""

import json
import os
import platform
import random
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
SMALL_EDITS = 20
QUIET_EDITS = 5
TOKEN = "a-token-for-the-bench"
PUBLIC_URL = "http://127.0.0.1:9"
EARLY = """\
rules:
  - name: Early
    match: {to: +1 555 765 4321}
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

    def processor(self) -> tuple[float, float]:
        """Processor seconds so far of the server, and of the process that compiles for it."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return _processor(pid), sum(map(_processor, map(int, children)))

    def edit_and_wait(self, file: Path, old: str, new: str) -> float:
        """Save an edit; the seconds until it is live."""
        before = len(self.events("rules_taken"))
        file.write_text(file.read_text().replace(old, new))
        saved = time.time()
        while len(taken := self.events("rules_taken")) == before:
            time.sleep(0.05)
        return _moment(taken[-1]) - saved

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()

    def load(self) -> Outcome:
        """One round of requests."""
        script = write_requests(self.place, f"{PUBLIC_URL}/receive_sms/", TOKEN, SECONDS * 12_000)
        return run_wrk(self.port, script, SECONDS)


def _processor(pid: int) -> float:
    """Processor seconds of a process (proc(5): utime and stime, in ticks)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _moment(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["time"]).timestamp()


def measure_small(place: Path) -> None:
    """Print how soon edits of a small folder are live, saved at any moment between two polls."""
    rules = place / "rules"
    rules.mkdir()
    for number in range(3):
        text = EARLY.replace("Early", f"Early {number}").replace("4321", f"432{number}")
        (rules / f"{number}.yaml").write_text(text)
    server = Server(place)
    try:
        waits = []
        for number in range(SMALL_EDITS):
            time.sleep(random.random())
            waits.append(
                server.edit_and_wait(rules / "1.yaml", f"9-{17 + number}", f"9-{18 + number}")
            )
    finally:
        server.close()
    print(
        f"three files, last write to live: median {statistics.median(waits):.2f} s, "
        f"slowest {max(waits):.2f} s of {SMALL_EDITS} (promised: 2 s)"
    )


def measure_quiet(server: Server, folder: Path) -> None:
    """Print what an edit costs in processor time while nobody texts."""
    before = server.processor()
    waits = [
        server.edit_and_wait(folder / f"{100 + number}.yaml", "noted", "noted here")
        for number in range(QUIET_EDITS)
    ]
    spent = [after - old for after, old in zip(server.processor(), before, strict=True)]
    print(
        f"without requests, an edit takes {spent[0] / QUIET_EDITS:.2f} s of processor time in the "
        f"server and {spent[1] / QUIET_EDITS:.2f} s in the compiler, and is live after "
        f"{statistics.median(waits):.2f} s"
    )


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
        measure_quiet(server, place / "rules")
    finally:
        server.close()
    for name, outcome in (("without reloads", quiet), ("with reloads", busy)):
        print(
            f"{name:16} {outcome.rate:8.0f} req/s  p50 {outcome.p50:6.2f} ms  "
            f"p99 {outcome.p99:6.2f} ms  errors {outcome.errors}"
        )
    print(f"p99 with reloads is {busy.p99 / quiet.p99:.2f} of that without")
    lives = [_moment(event) for event in taken]
    waits = [live - at for live, at in zip(lives, saved, strict=False)]
    compiles = [event["seconds"] for event in taken]
    for name, values in (("last write to live", waits), ("of that, compiling", compiles)):
        shown = ", ".join(f"{value:.2f}" for value in values)
        print(f"{name}: median {statistics.median(values):.2f} s ({shown})")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as small:
        measure_small(Path(small))
    if sys.argv[1:] != ["small"]:
        print(f"{FILES * RULES} rules in {FILES} files:")
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))
