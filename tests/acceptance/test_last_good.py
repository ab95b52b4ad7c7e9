"""A server that is started on a folder that cannot be served."""

import json
from pathlib import Path

import pytest

from tests.acceptance.running import PUBLIC_URL, TOKEN, Ended, Server, eventually, fetch, run
from tests.acceptance.texting import Phone

ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}
RULES = """\
rules:
  - name: Hours
    match: everything
    actions: [{{reply: {answer}}}]
    examples: [{{text: hello}}]
"""
GOOD = RULES.format(answer="one")
BROKEN = GOOD.replace("actions", "actoins")
FAILING = GOOD.replace("{text: hello}", "{text: hello, fires: no}")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose good rules have been served once."""
    (tmp_path / "rules").mkdir()
    save(tmp_path, GOOD)
    with Server(tmp_path, env=ENV) as server:
        server.event("history_kept")
        assert server.end() == 0
    return tmp_path


def save(place: Path, text: str) -> None:
    (place / "rules" / "10.yaml").write_text(text)


def answers(server: Server) -> list[str]:
    with Phone(server.public) as phone:
        return phone.text("hello")


def serve_to_its_end(place: Path) -> Ended:
    """`serve` where it is expected to end by itself."""
    return run(place, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", env=ENV)


@pytest.mark.parametrize("broken", [BROKEN, FAILING, "", "rules: [", "\0"])
def test_it_serves_the_last_good_rules_and_says_so_everywhere(place: Path, broken: str) -> None:
    save(place, broken)
    checked = run(place, "check").out
    with Server(place, env=ENV) as server:
        assert answers(server) == ["one"]
        said = server.event("last_good_served")
        assert (said["level"], said["reason"]) == ("error", "1 error in the rule files")
        (kept,) = (place / "data" / "rules-history" / "sets").iterdir()
        assert said["serving"] in kept.name
        stderr = "\n".join(server.err.all())
        assert checked in stderr
        assert f"the last good rules are: rule set {said['serving']}" in stderr
        page = json.loads(fetch(f"{server.admin}/readyz").body)
        assert (page["ready"], page["origin"]) == (True, "last good")
        assert page["last_reload"]["ok"] is False
        assert page["last_reload"]["error"] == checked.splitlines()[0]
        metrics = fetch(f"{server.admin}/metrics").body
        assert "sms_router_last_reload_ok 0.0" in metrics
        assert "sms_router_folder_in_effect 0.0" in metrics
        assert f'sms_router_rule_set_info{{id="{said["serving"]}"}} 1.0' in metrics
        eventually(lambda: status(place).startswith("NO"))
        assert checked in status(place)


def status(place: Path) -> str:
    """The page beside the rules, "" while there is none."""
    page = place / "rules" / "STATUS.txt"
    return page.read_text("utf-8") if page.exists() else ""


def test_it_goes_on_watching_and_takes_the_mended_folder(place: Path) -> None:
    save(place, BROKEN)
    with Server(place, env=ENV) as server:
        save(place, RULES.format(answer="two"))
        eventually(lambda: answers(server) == ["two"])
        eventually(lambda: status(place).startswith("YES"))
        assert json.loads(fetch(f"{server.admin}/readyz").body)["origin"] == "folder"


def test_a_folder_that_is_gone_is_served_from_memory_of_it(place: Path) -> None:
    (place / "rules").rename(place / "away")
    with Server(place, env=ENV) as server:
        assert answers(server) == ["one"]
        reason = 'the rules folder "rules" does not exist'
        assert server.event("last_good_served")["reason"] == reason
        eventually((place / "data" / "STATUS.txt").exists)
        assert reason in (place / "data" / "STATUS.txt").read_text("utf-8")
        assert not (place / "rules").exists()


def test_a_damaged_set_is_passed_over_for_the_one_before_it(place: Path) -> None:
    save(place, RULES.format(answer="two"))
    with Server(place, env=ENV) as server:
        server.event("history_kept")
        newest = json.loads(fetch(f"{server.admin}/readyz").body)["rule_set"]
    for file in (place / "data" / "rules-history" / "files").iterdir():
        if b"two" in file.read_bytes():
            file.write_bytes(b"rules: []")
    save(place, BROKEN)
    with Server(place, env=ENV) as server:
        assert answers(server) == ["one"]
        assert newest in server.event("kept_set_unusable")["reason"]


def test_without_any_good_set_it_prints_the_findings_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    save(tmp_path, BROKEN)
    ended = serve_to_its_end(tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == run(tmp_path, "check").out
    (tmp_path / "rules" / "10.yaml").unlink()
    (tmp_path / "rules").rmdir()
    ended = serve_to_its_end(tmp_path)
    assert (ended.code, ended.err) == (1, 'Error: the rules folder "rules" does not exist\n')


def test_a_data_folder_that_cannot_be_written_is_said_and_it_serves_on(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    save(tmp_path, GOOD)
    (tmp_path / "data").write_text("a file is in the way")
    with Server(tmp_path, env=ENV) as server:
        said = server.event("history_not_kept")
        assert said["reason"] == 'cannot write in "data": not a directory'
        assert answers(server) == ["one"]
        eventually(lambda: said["reason"] in status(tmp_path))
        assert json.loads(fetch(f"{server.admin}/readyz").body)["history"] == said["reason"]
        save(tmp_path, RULES.format(answer="two"))
        eventually(lambda: answers(server) == ["two"])


def test_where_the_rules_cannot_be_written_the_page_is_in_the_data_folder(place: Path) -> None:
    # A folder of that name keeps root out as well, whom no mode bits do.
    (place / "rules" / "STATUS.txt").unlink()
    (place / "rules" / "STATUS.txt").mkdir()
    with Server(place, env=ENV):
        eventually((place / "data" / "STATUS.txt").exists)
        assert (place / "data" / "STATUS.txt").read_text("utf-8").startswith("YES")


def test_check_is_blind_to_the_page(place: Path) -> None:
    assert (place / "rules" / "STATUS.txt").exists()
    assert run(place, "check", "--strict").out == "1 file, 1 rule: no findings.\n"
