"""`serve --workers N`: several processes behind one address are one router."""

import json
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from router.plivo.signing import sign
from tests.acceptance.raw import connect, raw_message, rest_of
from tests.acceptance.running import (
    DEADLINE,
    PUBLIC_URL,
    TOKEN,
    Server,
    eventually,
    fetch,
    run,
)
from tests.acceptance.texting import Phone

WORKERS = 3
RULES = """\
rules:
  - name: Hours
    match: everything
    actions: [{{reply: {answer}}}]
"""
ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}


class Crew:
    """A router of several workers, and its rules folder."""

    def __init__(self, place: Path, server: Server) -> None:
        self.place = place
        self.server = server

    def save(self, answer: str) -> None:
        (self.place / "rules" / "10.yaml").write_text(RULES.format(answer=answer))

    def answers(self, connections: int = 12) -> set[str]:
        """What texts over so many connections are answered, all of them open at once."""
        with ExitStack() as open_ones:
            phones = [
                open_ones.enter_context(Phone(self.server.public)) for _ in range(connections)
            ]
            return {text for phone in phones for text in phone.text("hello")}

    def answers_only(self, text: str) -> bool:
        return self.answers() == {text}

    def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        lines = fetch(f"{self.server.admin}/metrics").body.splitlines()
        found = [line for line in lines if line.startswith((f"{name} ", f"{name}{{"))]
        return sum(float(line.rpartition(" ")[2]) for line in found)

    def counted(self, messages: int) -> bool:
        return self.metric("sms_router_requests_total") == messages

    def children(self) -> set[int]:
        """The processes that the router's first one has started itself."""
        return _children(self.server.process.pid)

    def workers(self) -> set[int]:
        """Those of them that answer."""
        return self.children() - self.office() - self.scribe()

    def office(self) -> set[int]:
        """It alone has a child, the compiler."""
        return {pid for pid in self.children() if _children(pid)}

    def scribe(self) -> set[int]:
        """It alone has one thread for good."""
        return {
            pid for pid in self.children() if len(list(Path(f"/proc/{pid}/task").iterdir())) == 1
        }

    def has_workers(self, other_than: int = 0) -> bool:
        return len(self.workers() - {other_than}) == WORKERS


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES.format(answer="one"))
    with Server(tmp_path, "--workers", str(WORKERS), env=ENV) as server:
        made = Crew(tmp_path, server)
        eventually(made.has_workers)
        eventually(lambda: fetch(f"{server.admin}/readyz").status == 200)
        yield made


def post(server: Server, uuid: str, nonce: str) -> bytes:
    """One copy of a message, on a connection of its own."""
    fields = (
        ("From", "15551230000"), ("To", "15557654321"), ("Type", "sms"), ("Text", "hello"),
        ("MessageUUID", uuid),
    )  # fmt: skip
    headers = sign(f"{PUBLIC_URL}/receive_sms/", "POST", fields, TOKEN, nonce)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    place = urlsplit(server.public)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=DEADLINE)
    try:
        connection.request("POST", "/receive_sms/", urlencode(fields), headers)
        with connection.getresponse() as answer:
            body = answer.read()
        assert answer.status == 200, body
        return body
    finally:
        connection.close()


def rows(crew: Crew) -> list[str]:
    """The uuids in the journal."""
    ended = run(crew.place, "journal", "export", env=ENV)
    assert ended.code == 0, ended.err
    return [json.loads(line)["message_uuid"] for line in ended.out.splitlines()]


def test_one_journal_has_each_message_once_whichever_worker_is_asked(crew: Crew) -> None:
    uuid = secrets.token_hex(16)

    def copy(number: int) -> bytes:
        return post(crew.server, uuid, f"nonce {number}")

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(copy, range(20)))
    assert len(answers) == 1
    assert rows(crew) == [uuid]


def test_an_edit_reaches_every_worker_and_a_mistake_none(crew: Crew) -> None:
    assert crew.answers_only("one")
    crew.save("two")
    eventually(lambda: crew.answers_only("two"))
    (crew.place / "rules" / "10.yaml").write_text("rules: [")
    crew.server.event("rules_refused")
    assert crew.answers_only("two")
    ready = json.loads(fetch(f"{crew.server.admin}/readyz").body)
    assert (ready["ready"], ready["last_reload"]["ok"], ready["journal"]) == (True, False, "ok")


def test_a_lost_worker_is_replaced_by_one_that_has_the_newest_rules(crew: Crew) -> None:
    crew.save("two")
    eventually(lambda: crew.answers_only("two"))
    lost = min(crew.workers())
    os.kill(lost, signal.SIGKILL)
    assert crew.server.event("worker_lost")["exit_code"] == -signal.SIGKILL
    eventually(lambda: crew.has_workers(other_than=lost))
    eventually(lambda: crew.answers_only("two"))


BREAKING = """
import sys
from router.cli import main
from router.cli.serving import crew

def broken(*_):
    raise KeyError("+15551230042")

crew.build_worker = broken
sys.argv[0] = "sms-router"
main.serve_from_here()
"""


def test_a_bug_that_ends_a_worker_is_a_line_of_the_log_with_numbers_covered(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES.format(answer="one"))
    program = [sys.executable, "-c", BREAKING]
    with Server(tmp_path, "--workers", "2", env=ENV, program=program) as server:
        bug = server.event("bug")
        assert bug["process"] in {"worker 0", "worker 1"}
        assert bug["traceback"].endswith("KeyError: '***42'")
        assert server.event("worker_lost")["exit_code"] == 3
        assert server.end() == 0
    assert all(line.startswith("{") for line in server.err.all())


def test_a_lost_scribe_and_a_lost_compiler_are_told_once_leave_nothing_and_are_not_missed(
    crew: Crew,
) -> None:
    (scribe,), (office,) = crew.scribe(), crew.office()
    (compiler,) = _children(office)
    for pid, event in ((scribe, "scribe_lost"), (compiler, "compiler_lost")):
        os.kill(pid, signal.SIGKILL)
        assert "-9" in json.dumps(crew.server.event(event))
        assert not Path(f"/proc/{pid}").exists(), "it is no defunct process"
    crew.save("two")
    eventually(lambda: crew.answers_only("two"))
    assert json.loads(fetch(f"{crew.server.admin}/readyz").body)["journal"] == "ok"
    assert crew.server.end() == 0
    told = [json.loads(line)["event"] for line in crew.server.err.all()]
    assert sorted(event for event in told if "lost" in event) == ["compiler_lost", "scribe_lost"]


def test_the_metrics_of_all_workers_are_summed_also_those_of_a_lost_one(crew: Crew) -> None:
    crew.answers(12)
    eventually(lambda: crew.counted(12))
    assert crew.metric("sms_router_answer_seconds_count") == 12
    assert crew.metric("sms_router_rules_fired_total") == 12
    assert crew.metric("sms_router_rules") == 1
    lost = min(crew.workers())
    os.kill(lost, signal.SIGKILL)
    eventually(lambda: crew.has_workers(other_than=lost))
    crew.answers(5)
    eventually(lambda: crew.counted(17))


def test_sighup_and_the_reload_route_take_the_folder(crew: Crew) -> None:
    crew.save("two")
    crew.server.send_signal(signal.SIGHUP)
    crew.server.event("rules_taken")
    eventually(lambda: crew.answers_only("two"))
    crew.save("three")
    assert fetch(f"{crew.server.admin}/-/reload", "POST").status == 200
    eventually(lambda: crew.answers_only("three"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_every_process_in_good_order(crew: Crew, number: signal.Signals) -> None:
    crew.answers(6)
    children = crew.children()
    assert crew.server.end(number) == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert len(rows(crew)) == 6


def refuses(server: Server) -> bool:
    """Whether nobody gets a connection any more, while the router still runs."""
    assert server.process.poll() is None
    try:
        connect(server.public).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_stop_lets_what_the_workers_have_under_way_be_answered(crew: Crew) -> None:
    head, body = raw_message("hello")
    (office,) = crew.office()
    with ExitStack() as open_ones:
        sockets = [open_ones.enter_context(connect(crew.server.public)) for _ in range(6)]
        for sock in sockets:
            sock.sendall(head + body[:10])
        # Each worker has taken its connections once it answers somebody who came later.
        eventually(lambda: crew.answers_only("one"))
        crew.server.process.send_signal(signal.SIGTERM)
        # The workers learn of its end, too, which must not hurry theirs.
        eventually(lambda: office not in crew.children())
        eventually(lambda: refuses(crew.server))
        for sock in sockets:
            sock.sendall(body[10:])
        for sock in sockets:
            assert rest_of(sock).startswith(b"HTTP/1.1 200 ")
    assert crew.server.process.wait(DEADLINE) == 0


def test_without_the_first_process_none_goes_on(crew: Crew) -> None:
    children = crew.children()
    crew.server.process.kill()
    eventually(lambda: not [pid for pid in children if _runs(pid)])


def test_without_the_office_the_whole_router_ends_to_be_started_anew(crew: Crew) -> None:
    (office,) = crew.office()
    os.kill(office, signal.SIGKILL)
    assert crew.server.process.wait(DEADLINE) == 1
    assert crew.server.event("office_lost")["exit_code"] == -signal.SIGKILL


def test_what_a_worker_of_an_earlier_start_spilled_is_written_by_one_worker_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES.format(answer="one"))
    (tmp_path / "data").mkdir()
    first = Server(tmp_path, env=ENV)
    with first, Phone(first.public) as phone:
        assert phone.text("hello") == ["one"]
        first.end()
    exported = run(tmp_path, "journal", "export", env=ENV).out
    assert len(exported.splitlines()) == 1
    for ending in ("", ".2", ".7"):
        (tmp_path / "data" / f"journal.spill{ending}").write_text(spilled(f"u{ending}"))
    with Server(tmp_path, env=ENV) as server:
        made = Crew(tmp_path, server)
        eventually(lambda: len(rows(made)) == 4)
    assert sorted(rows(made))[-3:] == ["u", "u.2", "u.7"]
    assert sorted(one.name for one in (tmp_path / "data").glob("journal.spill*")) == [
        "journal.spill"
    ]


def spilled(uuid: str) -> str:
    """A line of the spill file, as a worker without its journal leaves it."""
    message = {
        "uuid": uuid, "at": 1_764_000_000_000_000, "from": "+15551230000", "to": "+15557654321",
        "text": "hello", "fields": [], "rule_set": "abcdef012345", "fired": [], "shadowed": [],
        "messages": [], "family": "V2", "token": 0, "ms": 1.0,
    }  # fmt: skip
    record = {"message": message, "xml": "<Response/>", "nonces": [uuid], "fingerprint": "00"}
    return json.dumps(record) + "\n"


def _children(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be taken note of."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
