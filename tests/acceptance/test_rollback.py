"""The way back: which sets there were, and serving one of them again."""

import json
from pathlib import Path

import pytest

from tests.acceptance.running import (
    PUBLIC_URL,
    TOKEN,
    Server,
    eventually,
    fetch,
    run,
    run_here,
)
from tests.acceptance.texting import Phone

ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}
RULES = """\
rules:
  - name: {name}
    match: everything
    actions: [{{reply: {answer}}}]
    examples: [{{text: hello}}]
"""
ONE = RULES.format(name="Hours", answer="one")
TWO = RULES.format(name="Hours", answer="two")
THREE = RULES.format(name="Opening hours", answer="three")


class House:
    """A folder in which the editions one and two have been served, with or without a server."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.file = place / "rules" / "10.yaml"

    def serve(self) -> Server:
        return Server(self.place, env=ENV)

    def history(self) -> list[dict[str, object]]:
        listed: list[dict[str, object]] = json.loads(
            run_here(self.place, "history", "--format", "json").out
        )
        return listed

    def id(self, number: int) -> str:
        """The id of the number-th set, the newest being 0."""
        return str(self.history()[number]["id"])

    def status(self) -> str:
        """The page beside the rules, "" while there is none."""
        page = self.place / "rules" / "STATUS.txt"
        return page.read_text("utf-8") if page.exists() else ""


def answer(server: Server) -> str:
    with Phone(server.public) as phone:
        (text,) = phone.text("hello")
        return text


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.file.parent.mkdir()
    house.file.write_text(ONE)
    with house.serve() as server:
        server.event("history_kept")
        house.file.write_text(TWO)
        server.event("history_kept", after=1)
    return house


def test_history_lists_the_accepted_sets_newest_first_and_marks_the_one_served(
    house: House,
) -> None:
    newest, oldest = run(house.place, "history").out.splitlines()
    assert newest.startswith(f"* {house.id(0)}  20")
    assert newest.endswith('  changed "Hours"')
    assert oldest.startswith(f"  {house.id(1)}  20")
    assert oldest.endswith("  the first set kept")
    first = house.history()[0]
    assert (first["rules"], first["files"], first["serving"]) == (1, 1, True)
    assert first["changes"] == {
        "added": [], "removed": [], "changed": ["Hours"], "reordered": False, "beside": [],
        "first": False,
    }  # fmt: skip


def test_history_of_a_data_folder_without_any_says_so(tmp_path: Path) -> None:
    ended = run_here(tmp_path, "history")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("No rule set has been kept yet")
    assert run_here(tmp_path, "history", "--format", "json").out == "[]\n"


def test_show_prints_the_files_of_a_set(house: House) -> None:
    shown = run(house.place, "history", "show", house.id(1)[:5])
    assert shown.out == f"==> rules/10.yaml <==\n{ONE}"
    found = json.loads(run_here(house.place, "history", "--format=json", "show", house.id(1)).out)
    assert found["sources"] == [{"name": "rules/10.yaml", "text": ONE}]


def test_an_id_that_nobody_knows_is_refused_with_a_suggestion(house: House) -> None:
    known = house.id(0)
    wrong = ("0" if known[0] != "0" else "1") + known[1:]
    for words in (("rollback", wrong), ("history", "show", wrong)):
        ended = run_here(house.place, *words)
        assert (ended.code, ended.out) == (1, "")
        assert f'"{wrong}"' in ended.err
        assert f'did you mean "{known}"?' in ended.err


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_id_is_no_set_not_even_the_only_one(tmp_path: Path, empty: str) -> None:
    house = House(tmp_path)
    house.file.parent.mkdir()
    house.file.write_text(ONE)
    with house.serve() as server:
        server.event("history_kept")
    assert len(house.history()) == 1
    for words in (("rollback", empty), ("history", "show", empty)):
        ended = run_here(tmp_path, *words)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == "Error: the ID is empty: `sms-router history` lists those there are\n"


def test_a_running_server_follows_a_rollback_until_the_next_good_edit(house: House) -> None:
    with house.serve() as server:
        assert answer(server) == "two"
        ended = run(house.place, "rollback", house.id(1)[:6])
        assert (ended.code, ended.err) == (0, "")
        eventually(lambda: answer(server) == "one")
        assert house.file.read_text() == TWO
        assert server.event("rolled_back")["serving"] == house.id(1)
        eventually(lambda: house.status().startswith("NO"))
        page = json.loads(fetch(f"{server.admin}/readyz").body)
        assert (page["rule_set"], page["origin"]) == (house.id(1), "rollback")
        assert [entry["serving"] for entry in house.history()] == [False, True]

        house.file.write_text("rules: [")
        server.event("rules_refused")
        assert answer(server) == "one"
        house.file.write_text(TWO)
        server.event("rules_held")
        assert answer(server) == "one"
        page_now = fetch(f"{server.admin}/-/reload", "POST")
        assert page_now.status == 200
        assert "rolled back" in page_now.body
        assert answer(server) == "one"

        house.file.write_text(THREE)
        eventually(lambda: answer(server) == "three")
        eventually(lambda: house.status().startswith("YES"))
        assert [entry["words"] for entry in house.history()] == [
            'added "Opening hours"; removed "Hours"', 'changed "Hours"', "the first set kept",
        ]  # fmt: skip


def test_a_rollback_without_a_server_is_what_the_next_one_begins_with(house: House) -> None:
    assert run(house.place, "rollback", house.id(1)).code == 0
    for _ in range(2):
        with house.serve() as server:
            assert answer(server) == "one"
            assert "somebody rolled back" in "\n".join(server.err.all())
            eventually(lambda: "Somebody went back to an older set" in house.status())
    house.file.write_text(THREE)
    with house.serve() as server:
        assert answer(server) == "three"
    with house.serve() as server:
        assert answer(server) == "three"


def test_a_rollback_to_what_the_folder_holds_ends_it(house: House) -> None:
    with house.serve() as server:
        run_here(house.place, "rollback", house.id(1))
        eventually(lambda: answer(server) == "one")
        assert "is over" in run_here(house.place, "rollback", house.id(0)).out
        eventually(lambda: answer(server) == "two")
        eventually(lambda: house.status().startswith("YES"))
    assert "nothing to do" in run_here(house.place, "rollback", house.id(0)).out


def test_restored_files_replace_those_in_the_folder_and_those_are_kept(house: House) -> None:
    extra, note = house.file.with_name("99-extra.yaml"), house.file.with_name("notes.txt")
    extra.write_text("rules: [")
    note.write_text("mine")
    house.file.write_text(THREE)
    ended = run(house.place, "rollback", house.id(1), "--restore-files")
    assert (ended.code, ended.err) == (0, "")
    assert house.file.read_text() == ONE
    assert not extra.exists()
    assert note.read_text() == "mine"
    names = {path.name for path in house.file.parent.glob("[!.]*")}
    assert names == {"10.yaml", "notes.txt", "STATUS.txt"}
    (copies,) = (house.place / "data" / "rules-history" / "replaced").iterdir()
    assert str(copies.relative_to(house.place)) in ended.out
    assert (copies / "10.yaml").read_text() == THREE
    assert (copies / "99-extra.yaml").read_text() == "rules: ["
    with house.serve() as server:
        assert answer(server) == "one"


def test_a_running_server_takes_restored_files(house: House) -> None:
    with house.serve() as server:
        run_here(house.place, "rollback", house.id(1))
        eventually(lambda: answer(server) == "one")
        run_here(house.place, "rollback", house.id(1), "--restore-files")
        eventually(lambda: house.status().startswith("YES"))
        assert answer(server) == "one"
        assert json.loads(fetch(f"{server.admin}/readyz").body)["origin"] == "folder"


def test_a_set_that_has_mistakes_by_now_is_refused_with_them(house: House) -> None:
    local = ONE.replace("match: everything", "match: {from: 555 000 1111}")
    house.file.write_text(local)
    with Server(house.place, env=ENV | {"SMS_ROUTER_COUNTRY": "US"}) as server:
        server.event("history_kept")
    house.file.write_text(TWO)
    ended = run_here(house.place, "rollback", house.id(0))
    assert ended.code == 1
    assert ended.err.startswith("rules/10.yaml:3:")


def test_a_rollback_that_cannot_be_written_down_is_refused(house: House) -> None:
    (house.place / "data" / "rules-history" / "rollback.json").mkdir()
    ended = run_here(house.place, "rollback", house.id(1))
    assert ended.code == 1
    assert ended.err.startswith('Error: cannot write "data/rules-history/rollback.json": ')
