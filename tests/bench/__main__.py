"""`make bench`: requests a second of this server beside its peers, alternating, in one run."""

import contextlib
import importlib.metadata
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.load import CONNECTIONS, Outcome, run_wrk, write_requests

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "bench-token"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
SAFELY_MORE_THAN_SERVED = 12_000  # requests a second for which signatures are prepared
NAMES = {
    "bare": "bare falcon, constant",
    "flask": "Flask + plivo sample",
    "no-journal": "sms-router, no journal",
    "ours": "sms-router",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command_for(name: str, port: int, data: str) -> list[str]:
    if name in ("bare", "flask"):
        return [sys.executable, "-m", "tests.bench.peers", name, str(port)]
    url = f"http://127.0.0.1:{port}"
    return [
        sys.executable, "serve.py", "--rules", "rules", "--data", data, "--public-url", url,
        "--listen", f"127.0.0.1:{port}", "--admin-listen", "127.0.0.1:0",
    ]  # fmt: skip


@contextlib.contextmanager
def serving(name: str, port: int) -> Iterator[None]:
    """Run one server until the block ends."""
    environment = {**os.environ, "PLIVO_AUTH_TOKEN": TOKEN}
    if name == "no-journal":
        environment["SMS_ROUTER_JOURNAL"] = "none"
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            command_for(name, port, data), cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(port, process)
            yield
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"a server did not start (exit code {process.poll()})")


def one_round(name: str) -> Outcome:
    port = free_port()
    url = f"http://127.0.0.1:{port}/receive_sms/"
    with tempfile.TemporaryDirectory() as folder, serving(name, port):
        script = write_requests(Path(folder), url, TOKEN, SECONDS * SAFELY_MORE_THAN_SERVED)
        return run_wrk(port, script, SECONDS)


def print_table(rounds: dict[str, list[Outcome]]) -> None:
    print(f"\n{'server':24} {'req/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'errors':>6}   ratio to ours")
    for name, outcomes in rounds.items():
        ratios = [o.rate / r.rate for o, r in zip(rounds["ours"], outcomes, strict=True)]
        median = [
            statistics.median(getattr(o, f) for o in outcomes) for f in ("rate", "p50", "p99")
        ]
        print(
            f"{NAMES[name]:24} {median[0]:8.0f} {median[1]:7.2f} {median[2]:7.2f} "
            f"{sum(o.errors for o in outcomes):6}   ours is {statistics.median(ratios):.2f} of it "
            f"({min(ratios):.2f}–{max(ratios):.2f})"
        )


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("make bench needs wrk: sudo apt install wrk")
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("falcon", "waitress", "flask", "plivo", "google-re2")
    )
    print(f"Python {platform.python_version()} on {os.cpu_count()} cores; {versions}")
    print(f"{ROUNDS} alternating rounds of {SECONDS} s, {CONNECTIONS} connections, clinic rules")
    # Names may be given, to measure less: `python -m tests.bench ours no-journal`.
    chosen = {name: NAMES[name] for name in NAMES if not sys.argv[1:] or name in sys.argv[1:]}
    rounds: dict[str, list[Outcome]] = {name: [] for name in chosen}
    for number in range(ROUNDS):
        for name, title in chosen.items():
            outcome = one_round(name)
            rounds[name].append(outcome)
            print(f"round {number + 1} {title:24} {outcome.rate:8.0f} req/s", flush=True)
    print_table(rounds)


if __name__ == "__main__":
    main()
