"""The program where stdin, stdout or stderr is closed, or takes nothing since its disk is full."""

import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.running import (
    DEADLINE,
    PUBLIC_URL,
    ROOT,
    TOKEN,
    Lines,
    Server,
    command,
    environment,
    eventually,
)
from tests.acceptance.texting import Phone
from tests.ports import free_port

ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}
RULES = """\
rules:
  - name: Hours
    match: everything
    actions: [{reply: one}]
    examples: [{text: hello}]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one good rule."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES)
    return tmp_path


@pytest.mark.parametrize("redirection", ["2>/dev/full", ">/dev/full 2>&1", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [("check nowhere", 2), ("nonsense", 2), ("check --nonsense", 2), ("journal show x", 1)],
)
def test_a_complaint_that_nobody_can_read_has_its_exit_code(
    place: Path, arguments: str, code: int, redirection: str
) -> None:
    line = f"exec {shlex.join(command(*arguments.split()))} {redirection}"
    ended = subprocess.run(
        ["sh", "-c", line], cwd=place, env=environment(), timeout=DEADLINE, check=False
    )
    assert ended.returncode == code


@contextmanager
def served(place: Path, redirection: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server with its streams like this, once it answers: where it listens, and its process."""
    port = free_port()
    program = shlex.join([sys.executable, str(ROOT / "serve.py")])
    ports = f"--listen 127.0.0.1:{port} --admin-listen 127.0.0.1:0"
    line = f"exec {program} {ports} {redirection}"
    with subprocess.Popen(["sh", "-c", line], cwd=place, env=environment(ENV)) as process:
        try:
            eventually(lambda: process.poll() is not None or answers(port))
            assert process.poll() is None
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            try:
                process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    "redirection", [">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full 2>&1", "<&- >&- 2>&- --workers 2"]
)
def test_a_server_answers_and_stops_as_ever(place: Path, redirection: str) -> None:
    with served(place, redirection) as (public, process):
        with Phone(public) as phone:
            assert phone.text("hello") == ["one"]
        process.terminate()
        assert process.wait(DEADLINE) == 0


def test_with_a_full_disk_under_its_log_a_server_still_begins_with_the_last_good_rules(
    place: Path,
) -> None:
    with Server(place, env=ENV) as server:
        server.event("history_kept")
        assert server.end() == 0
    (place / "rules" / "10.yaml").write_text("rules: [")
    with served(place, ">/dev/full 2>&1") as (public, process):
        with Phone(public) as phone:
            assert phone.text("hello") == ["one"]
        process.terminate()
        assert process.wait(DEADLINE) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_reader_of_the_log_who_stops_reading_holds_no_answer_up(
    place: Path, workers: str
) -> None:
    port = free_port()
    listening = ("--listen", f"127.0.0.1:{port}", "--admin-listen", "127.0.0.1:0")
    line = [sys.executable, str(ROOT / "serve.py"), *listening, "--workers", workers]
    with subprocess.Popen(
        line, cwd=place, env=environment(ENV), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr
            eventually(lambda: process.poll() is not None or answers(port))
            with Phone(f"http://127.0.0.1:{port}") as phone:
                for _ in range(400):  # each has a line, and a pipe holds 64 KiB
                    assert phone.text("hello") == ["one"]
                log = Lines(process.stderr)
                eventually(lambda: "message" in log.all()[-1] if log.all() else False)
                assert phone.text("hello") == ["one"]
            log.wait_for(lambda lines: any('"log_lines_lost"' in one for one in lines))
            process.terminate()
            assert process.wait(DEADLINE) == 0
            log.join()
        finally:
            process.kill()
    assert all(one.startswith("{") and one.endswith("}") for one in log.all())


def test_too_few_open_files_to_listen_are_told_at_the_start(place: Path) -> None:
    serve = shlex.join([*command("serve"), "--listen", "127.0.0.1:0"])
    ended = subprocess.run(
        ["sh", "-c", f"ulimit -n 200; exec {serve}"], cwd=place, env=environment(ENV),
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "this process may open 200 files, which are too few to listen" in ended.stderr
    assert "LimitNOFILE=4096" in ended.stderr
