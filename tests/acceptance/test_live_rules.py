"""A changed rules folder, on the real server: taken or refused."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from tests.acceptance.running import DEADLINE, Server, eventually, fetch, run, texts
from tests.acceptance.saves import by_deleting_first, by_renaming, in_place

RULES = """\
rules:
  - name: Hours
    match: everything
    actions:
      - reply: {answer}
"""


class House:
    """A server in dev mode, and its rules folder."""

    def __init__(self, place: Path, server: Server) -> None:
        self.place = place
        self.file = place / "rules" / "10.yaml"
        self.server = server

    def answer(self) -> str:
        """What a text is answered right now."""
        ended = run(self.place, "send", "--text", "hello", "--url", self.server.public)
        assert ended.code == 0, ended.err
        (text,) = texts(ended.out)
        return text

    def sent(self) -> str:
        """The XML that a text is answered with right now."""
        ended = run(self.place, "send", "--text", "hello", "--url", self.server.public)
        assert ended.code == 0, ended.err
        return ended.out

    def ready(self) -> dict[str, object]:
        """The page /readyz."""
        page: dict[str, object] = json.loads(fetch(f"{self.server.admin}/readyz").body)
        return page

    def metric(self, name: str) -> float:
        """The value of a metric without labels."""
        lines = fetch(f"{self.server.admin}/metrics").body.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text(RULES.format(answer="one"))
    with Server(tmp_path, "--dev") as server:
        yield House(tmp_path, server)


@pytest.mark.parametrize("save", [in_place, by_renaming, by_deleting_first])
def test_a_saved_change_is_taken(house: House, save: Callable[[Path, str], None]) -> None:
    before = house.ready()["rule_set"]
    assert house.answer() == "one"
    save(house.file, RULES.format(answer="two"))
    eventually(lambda: house.ready()["rule_set"] != before)
    assert house.answer() == "two"
    assert house.server.event("rules_taken")["rule_set"] == house.ready()["rule_set"]


def test_a_mistake_keeps_the_old_rules_and_is_said_everywhere(house: House) -> None:
    before = house.ready()
    house.file.write_text(RULES.format(answer="two").replace("actions", "actoins"))
    refused = house.server.event("rules_refused")
    (finding,) = refused["findings"]
    assert finding.startswith("rules/10.yaml:4:5: error: ")
    assert "actoins" in finding
    assert house.answer() == "one"
    now = house.ready()
    assert now["rule_set"] == before["rule_set"]
    assert isinstance(now["last_reload"], dict)
    assert now["last_reload"]["ok"] is False
    assert now["last_reload"]["error"] == finding
    assert house.metric("sms_router_last_reload_ok") == 0
    house.file.write_text(RULES.format(answer="two"))
    eventually(lambda: house.ready()["rule_set"] != before["rule_set"])
    assert house.answer() == "two"
    assert house.metric("sms_router_last_reload_ok") == 1


BROADCAST = """\
lists:
  parents: {csv: parents.csv, column: phone}
rules:
  - name: To all parents
    match: everything
    actions:
      - multi-forward: parents
"""


def test_a_saved_table_is_taken(house: House) -> None:
    table = house.file.with_name("parents.csv")
    table.write_bytes("name;phone\r\nAnn;+1 555 000 7001\r\n".encode("utf-8-sig"))
    in_place(house.file, BROADCAST)
    eventually(lambda: "15550007001" in house.sent())
    before = house.ready()["rule_set"]
    table.write_bytes(table.read_bytes() + b"Bob;+1 555 000 7002\r\n")
    eventually(lambda: house.ready()["rule_set"] != before)
    assert 'dst="15550007001&lt;15550007002"' in house.sent()


def test_a_table_with_a_bad_number_keeps_the_old_one(house: House) -> None:
    table = house.file.with_name("parents.csv")
    table.write_text("name,phone\nAnn,+1 555 000 7001\n")
    in_place(house.file, BROADCAST)
    eventually(lambda: "15550007001" in house.sent())
    table.write_text("name,phone\nAnn,+1 555 000 7001\nBob,+1 555 OOO 7002\n")
    refused = house.server.event("rules_refused")
    (finding,) = refused["findings"]
    assert finding.startswith("rules/parents.csv:3:5: error: ")
    assert 'dst="15550007001"' in house.sent()


def test_a_number_in_the_rules_is_shown_to_who_mends_them_and_to_nobody_else(
    house: House,
) -> None:
    named = RULES.replace("Hours", "Call 15551234567")
    house.file.write_text(named.format(answer="two"))
    eventually(lambda: house.answer() == "two")
    house.file.write_text(
        named.replace("everything", "{{from: 15551234567x}}").format(answer="three")
    )
    (finding,) = house.server.event("rules_refused")["findings"]
    place = 'rules/10.yaml:3:19: error: "'
    assert finding.startswith(place + "***67x")
    error = str(dict(house.ready()["last_reload"])["error"])  # type: ignore[call-overload]
    assert error == finding
    page = house.file.with_name("STATUS.txt")
    eventually(lambda: place + "15551234567x" in page.read_text("utf-8"))
    assert place + "15551234567x" in fetch(f"{house.server.admin}/-/reload", "POST").body
    metrics = fetch(f"{house.server.admin}/metrics").body
    assert 'sms_router_rules_fired_total{rule="Call ***67"}' in metrics
    assert "15551234567" not in metrics
    assert "15551234567" not in "".join(house.server.err.all())


def test_a_vanished_folder_keeps_the_old_rules(house: House) -> None:
    (house.place / "rules").rename(house.place / "away")
    refused = house.server.event("rules_refused")
    assert refused["reason"] == 'the rules folder "rules" does not exist'
    assert house.answer() == "one"
    (house.place / "away").rename(house.place / "rules")
    house.server.event("rules_taken")


def test_an_emptied_folder_keeps_the_old_rules(house: House) -> None:
    house.file.unlink()
    house.server.event("rules_refused")
    assert house.answer() == "one"


def test_the_operator_may_ask_for_a_reload(house: House) -> None:
    house.file.write_text(RULES.format(answer="two"))
    page = fetch(f"{house.server.admin}/-/reload", "POST")
    assert page.status == 200
    assert page.body == f"serving {house.ready()['rule_set']}: 1 rule\n"
    assert house.answer() == "two"
    house.file.write_text("rules: {}\n")
    page = fetch(f"{house.server.admin}/-/reload", "POST")
    assert page.status == 422
    assert page.body.startswith("rules/10.yaml:1:")
    assert house.answer() == "two"


def test_sighup_reads_the_folder_again_even_if_nothing_changed(house: House) -> None:
    house.server.send_signal(signal.SIGHUP)
    assert house.server.event("rules_taken")["rule_set"] == house.ready()["rule_set"]
    assert house.answer() == "one"


def test_a_folder_that_does_not_answer_keeps_nobody_from_the_admin_listener(house: House) -> None:
    reload = f"{house.server.admin}/-/reload"
    # The scribe was made before it; it is the compiler that looks at the folder.
    compiler = max(house.server.family()[1:])
    os.kill(compiler, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(2) as both:
            asked = [both.submit(fetch, reload, "POST") for _ in range(2)]
            (told,), (waiting,) = wait(asked, DEADLINE, FIRST_COMPLETED)
            for page in (told.result(), fetch(reload, "POST")):
                assert page.status == 503
                assert page.body.startswith("the rules folder is being read already, or does not")
            assert house.ready()["ready"] is True
            assert house.answer() == "one"
            os.kill(compiler, signal.SIGCONT)
            assert waiting.result().status == 200
    finally:
        os.kill(compiler, signal.SIGCONT)
    assert fetch(reload, "POST").status == 200
