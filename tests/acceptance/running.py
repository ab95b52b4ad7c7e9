"""The program as users have it: commands run to their end, a server in its own process."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import IO, Any, Self

from router.cli import main
from tests.waiting import DEADLINE, eventually

__all__ = ["DEADLINE", "eventually"]

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-for-tests"
PUBLIC_URL = "https://sms.example.org"


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a program under test: this one's without any settings of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SMS_ROUTER_", "PLIVO_", "COVERAGE_"))
    }
    return kept | {"PYTHONPATH": str(ROOT)} | dict(extra or {})


def command(*arguments: str) -> list[str]:
    """`sms-router …` as a command line."""
    return [sys.executable, "-m", "router", *arguments]


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


def run(cwd: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run `sms-router …` in a folder, to its end."""
    ended = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=DEADLINE,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def run_here(cwd: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ended:
    """The same in this process, which is much quicker; for verbs that neither serve nor send."""
    before, kept = Path.cwd(), dict(os.environ)
    out, err = io.StringIO(), io.StringIO()
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment(env))
        with redirect_stdout(out), redirect_stderr(err):
            code = main.run(arguments)
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(kept)
    return Ended(code, out.getvalue(), err.getvalue())


class Lines:
    """What a process writes to one pipe, line by line, kept as it comes."""

    def __init__(self, pipe: IO[str]) -> None:
        self._lines: list[str] = []
        self._ended = False
        self._changed = Condition()
        self._thread = Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()

    def _read(self, pipe: IO[str]) -> None:
        for line in pipe:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def all(self) -> list[str]:
        """Every line so far."""
        with self._changed:
            return list(self._lines)

    def wait_for(self, found: Callable[[list[str]], Any]) -> Any:
        """What `found` makes of the lines, once it is anything; fails when the pipe ends before."""
        with self._changed:
            self._changed.wait_for(lambda: found(self._lines) or self._ended, timeout=DEADLINE)
            result = found(self._lines)
        assert result, f"not among the lines: {self.all()}"
        return result

    def join(self) -> None:
        """Wait for the pipe's end."""
        self._thread.join(DEADLINE)


class Server:
    """`sms-router serve …` in a folder, on free ports; use it in a `with`, which also ends it.

    `public` and `admin` are where it listens.
    """

    def __init__(
        self,
        cwd: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        ports: bool = True,
        program: list[str] | None = None,
    ) -> None:
        free = ("--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0") if ports else ()
        self.process = subprocess.Popen(
            [*(program or command("serve")), *free, *arguments],
            cwd=cwd,
            env=environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout
        assert self.process.stderr
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)
        self.public = self.admin = ""

    def __enter__(self) -> Self:
        with ExitStack() as failed:
            failed.push(self)  # one that never listens ends as well, and its pipes are closed
            listening = self.event("listening")
            self.public, self.admin = listening["public"], listening["admin"]
            failed.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        # All of them: what outlives the first, as a binary does what unpacks it, holds the pipes.
        for pid in self.family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._close()

    def family(self) -> list[int]:
        """The process that was started, its children and theirs; none once it has ended."""
        found = [] if self.process.poll() is not None else [self.process.pid]
        for pid in found:
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
                found.extend(int(child) for child in children.split())
        return found

    def event(self, name: str, after: int = 0) -> dict[str, Any]:
        """The log's next event of this name, behind so many of the same name; waits for it."""

        def found(lines: list[str]) -> dict[str, Any] | None:
            events = [json.loads(line) for line in lines if line.startswith("{")]
            named = [event for event in events if event["event"] == name]
            return named[after] if len(named) > after else None

        event: dict[str, Any] = self.err.wait_for(found)
        return event

    def send_signal(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        self.process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal that ends it, and give its exit code."""
        self.send_signal(number)
        code = self.process.wait(DEADLINE)
        self._close()
        return code

    def _close(self) -> None:
        self.process.wait(DEADLINE)
        for lines, pipe in ((self.out, self.process.stdout), (self.err, self.process.stderr)):
            lines.join()
            assert pipe
            pipe.close()


@dataclass(frozen=True)
class Page:
    """An HTTP answer."""

    status: int
    body: str


def fetch(url: str, method: str = "GET") -> Page:
    """Ask for a page; an error status is an answer too."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, method=method), timeout=DEADLINE) as answer:
            return Page(answer.status, answer.read().decode())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Page(refusal.code, refusal.read().decode())


def texts(xml: str) -> list[str]:
    """The texts of an answer's messages (of plain ones, without entities)."""
    return re.findall(r"<Message [^>]*>([^<]*)</Message>", xml)
