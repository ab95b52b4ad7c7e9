"""The servers that are measured: started once, held still while another one's turn is."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "bench-token"
PATIENCE = 900
"""Seconds that a server may take to start; 100,000 rules take minutes where others work too."""
_TICKS = os.sysconf("SC_CLK_TCK")
_AT_REST = 0.03
"""Processor seconds that a server without requests uses in a second, at most."""


@dataclass(frozen=True, slots=True)
class Started:
    """A start, from the command to the first answer: seconds of wall clock and of processor.

    Memory in MB: `resident` and `peak` of the server alone, `both` resident of the server and its
    compiler added up, `share` the same with pages that both have counted once (PSS).
    """

    wall: float
    processor: float
    resident: float
    peak: float
    both: float
    share: float


class Server:
    """One server, with the processes that it started."""

    def __init__(self, port: int, command: list[str], environment: Mapping[str, str]) -> None:
        """Start it and wait until it answers; `started` tells what that took."""
        self.port = port
        self.url = f"http://127.0.0.1:{port}/receive_sms/"
        began = time.monotonic()
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PLIVO_AUTH_TOKEN": TOKEN, **environment},
            stderr=subprocess.DEVNULL,
        )
        self._wait(began + PATIENCE)
        wall = time.monotonic() - began
        processor = self.processor_seconds()
        own = _memory(self._process.pid)
        every = [_memory(pid) for pid in self._processes()]
        self.started = Started(
            wall, processor, own["VmRSS"], own["VmHWM"],
            sum(one["VmRSS"] for one in every), sum(one["Pss"] for one in every),
        )  # fmt: skip

    def processor_seconds(self) -> float:
        """What the server and the processes that it started have used, resolution 0.01 s."""
        return sum(map(_processor_seconds, self._processes()))

    def come_to_rest(self) -> None:
        """Wait until what it does once after its start is done: keeping the rules it took, say."""
        until = time.monotonic() + PATIENCE
        used = -1.0
        while (now := self.processor_seconds()) > used + _AT_REST and time.monotonic() < until:
            used = now
            time.sleep(1)

    def pause(self) -> None:
        """Hold it still, so that it takes nothing from whoever is measured."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End the pause."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it, paused or not."""
        self.go_on()
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait(self, until: float) -> None:
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except urllib.error.HTTPError as answered:
                answered.close()
                return
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise SystemExit(f"a server did not start (exit code {self._process.poll()})")

    def answering(self) -> list[int]:
        """The processes that answer: of a crew those with threads but without children."""
        first, *children = self._processes()
        found = [
            pid
            for pid in children
            if len(list(Path(f"/proc/{pid}/task").iterdir())) > 1 and not _children(pid)
        ]
        return found or [first]

    def _processes(self) -> list[int]:
        pid = self._process.pid
        return [pid, *_children(pid)]

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            for pid in self._processes():
                os.kill(pid, number)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _processor_seconds(pid: int) -> float:
    # The name, in brackets, may hold blanks; user and system time are the 14th and 15th field.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> dict[str, float]:
    """Of /proc/PID, in MB: VmRSS, VmHWM (the most it ever was) and Pss."""
    text = Path(f"/proc/{pid}/status").read_text() + Path(f"/proc/{pid}/smaps_rollup").read_text()
    lines = (line.split() for line in text.splitlines())
    return {words[0].rstrip(":"): int(words[1]) / 1000 for words in lines if words[-1:] == ["kB"]}


def start_peer(name: str) -> Server:
    """`bare` or `flask` of `tests.bench.peers`."""
    port = free_port()
    return Server(port, [sys.executable, "-m", "tests.bench.peers", name, str(port)], {})


def start_ours(rules: Path, data: Path, journal: bool, workers: int = 1) -> Server:
    """This server on a folder of rules."""
    port = free_port()
    command = [
        sys.executable, "serve.py", "--rules", str(rules), "--data", str(data),
        "--public-url", f"http://127.0.0.1:{port}", "--listen", f"127.0.0.1:{port}",
        "--admin-listen", "127.0.0.1:0", "--workers", str(workers),
    ]  # fmt: skip
    return Server(port, command, {} if journal else {"SMS_ROUTER_JOURNAL": "none"})
