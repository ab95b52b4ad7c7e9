"""However a rules folder is saved, the real server sees it, and never by half.

How soon is measured by `tests.bench.reloads`.
"""

import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.running import PUBLIC_URL, TOKEN, Server, eventually, fetch
from tests.acceptance.saves import SAVES, Save, with_the_size_and_time_it_had
from tests.acceptance.texting import Phone

ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}

RULE = """\
rules:
  - name: {name}
    match: everything
    actions: [{{reply: {name} {edition}}}]
    examples: [{{text: hello}}]
"""
FIRST, SECOND = "10-first.yaml", "20-second.yaml"


def rule(name: str, edition: str) -> str:
    return RULE.format(name=name, edition=edition)


class House:
    """A server on a folder of two files, each of which answers with its edition."""

    def __init__(self, folder: Path, server: Server, phone: Phone) -> None:
        self.folder = folder
        self.server = server
        self.phone = phone
        self._editions = 0

    def edition(self) -> str:
        """A word that no edition before had."""
        self._editions += 1
        return f"edition {self._editions:03d}"

    def answers(self) -> list[str]:
        """What any text is answered."""
        return self.phone.text("hello")

    def wait_for(self, *answers: str) -> None:
        """Until these are the answers; fails when they never come."""
        eventually(lambda: self.answers() == list(answers))

    def page(self) -> str:
        """The page beside the rules, "" while there is none."""
        file = self.folder / "STATUS.txt"
        return file.read_text("utf-8") if file.exists() else ""

    def status(self) -> str:
        """How the page begins: YES or NO."""
        return self.page()[:3]

    def serving(self) -> str:
        """The id of the rule set that is served."""
        return str(json.loads(fetch(f"{self.server.admin}/readyz").body)["rule_set"])


def lay_out(folder: Path, edition: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FIRST).write_text(rule("First", edition))
    (folder / SECOND).write_text(rule("Second", edition))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for the whole file: starting it is most of a test's time."""
    place = tmp_path_factory.mktemp("saving")
    lay_out(place / "rules", "edition 000")
    with Server(place, env=ENV) as server, Phone(server.public) as phone:
        yield House(place / "rules", server, phone)


@pytest.fixture
def house(shared: House) -> House:
    """The folder with both files of one edition, live."""
    edition = shared.edition()
    lay_out(shared.folder, edition)
    shared.wait_for(f"First {edition}", f"Second {edition}")
    # The page is written a moment after the set is live.
    eventually(lambda: shared.status() == "YES" and shared.serving() in shared.page())
    return shared


@pytest.mark.parametrize("save", SAVES)
def test_one_file_saved_in_any_way_is_live_in_time(house: House, save: Save) -> None:
    unchanged, edition = house.answers()[1], house.edition()
    save(house.folder / FIRST, rule("First", edition))
    house.wait_for(f"First {edition}", unchanged)
    eventually(lambda: house.status().startswith("YES"))


@pytest.mark.parametrize("save", SAVES)
def test_a_mistake_saved_in_any_way_changes_nothing_but_the_page(house: House, save: Save) -> None:
    before, edition = house.answers(), house.edition()
    # Of the same size, for the save that insists on it.
    save(house.folder / FIRST, rule("First", edition).replace("match", "mtach"))
    eventually(lambda: house.status().startswith("NO"))
    assert "mtach" in house.page()
    assert house.answers() == before


def test_a_file_that_stays_half_written_waits_for_its_other_half(house: House) -> None:
    before, edition = house.answers(), house.edition()
    text = rule("First", edition)
    half = text.index("actions") + 4
    with (house.folder / FIRST).open("w") as stream:
        stream.write(text[:half])
        stream.flush()
        eventually(lambda: house.status().startswith("NO"))
        assert house.answers() == before
        stream.write(text[half:])
    house.wait_for(f"First {edition}", before[1])


def test_many_files_at_once_are_taken_together(house: House) -> None:
    edition = house.edition()
    for number in range(30, 60):
        (house.folder / f"{number}.yaml").write_text(rule(f"Number {number}", edition))
    lay_out(house.folder, edition)
    seen = set()

    def all_there() -> bool:
        answers = house.answers()
        seen.add(len(answers))
        return len(answers) == 32

    eventually(all_there)
    assert seen <= {2, 32}
    for number in range(30, 60):
        (house.folder / f"{number}.yaml").unlink()
    house.wait_for(f"First {edition}", f"Second {edition}")


def test_one_good_file_beside_a_broken_one_is_not_taken(house: House) -> None:
    before, edition = house.answers(), house.edition()
    (house.folder / FIRST).write_text(rule("First", edition))
    (house.folder / SECOND).write_text("rules: [")
    eventually(lambda: house.status().startswith("NO"))
    assert house.answers() == before


def test_a_failing_example_keeps_the_folder_from_being_taken(house: House) -> None:
    before, edition = house.answers(), house.edition()
    broken = rule("First", edition).replace("{text: hello}", "{text: hello, fires: no}")
    (house.folder / FIRST).write_text(broken)
    eventually(lambda: house.status().startswith("NO"))
    assert house.answers() == before


def test_a_touched_folder_stays_as_it_is(house: House) -> None:
    taken = len([line for line in house.server.err.all() if "rules_taken" in line])
    before = house.answers()
    for name in (FIRST, SECOND):
        (house.folder / name).touch()
    edition = house.edition()
    # The edit behind it is taken, so the touch has been seen by then.
    (house.folder / SECOND).write_text(rule("Second", edition))
    house.wait_for(before[0], f"Second {edition}")
    lines = [line for line in house.server.err.all() if "rules_taken" in line]
    assert len(lines) == taken + 1


def test_a_csv_file_is_watched_as_a_rule_file_is(house: House) -> None:
    csv = house.folder / "members.csv"
    csv.write_text("name,phone\nann,+15551230000\n")
    (house.folder / SECOND).write_text(
        "lists: {members: {csv: members.csv, column: phone}}\n"
        "rules: [{name: Members, match: {from: members}, actions: [{reply: welcome}]}]\n"
    )
    eventually(lambda: house.answers()[1:] == ["welcome"])
    csv.write_text("name,phone\nbob,+15551239999\n")
    eventually(lambda: house.answers()[1:] == [])
    csv.write_text("name,phone\nbob,nobody\n")
    eventually(lambda: house.status().startswith("NO"))
    assert "members.csv" in house.page()
    csv.unlink()
    (house.folder / SECOND).unlink()
    eventually(lambda: house.status().startswith("YES"))


def first_word(place: Path) -> str:
    return (place / "STATUS.txt").read_text("utf-8").split()[0]


def test_a_vanished_folder_is_a_failed_reload_and_comes_back(house: House) -> None:
    before = house.answers()
    away = house.folder.with_name("away")
    house.folder.rename(away)
    data = house.folder.with_name("data")
    # The page on the set that was just taken may also find its way here, now that it has no other.
    eventually(lambda: (data / "STATUS.txt").exists() and first_word(data) == "NO:")
    page = (data / "STATUS.txt").read_text("utf-8")
    assert 'the rules folder "rules" does not exist' in page
    assert not house.folder.exists()
    assert house.answers() == before
    away.rename(house.folder)
    eventually(lambda: not (data / "STATUS.txt").exists())
    eventually(lambda: house.status().startswith("YES"))


def test_an_emptied_folder_is_a_failed_reload(house: House) -> None:
    before = house.answers()
    for name in (FIRST, SECOND):
        (house.folder / name).unlink()
    eventually(lambda: house.status().startswith("NO"))
    assert house.answers() == before


@pytest.mark.parametrize("how", ["SIGHUP", "POST"])
def test_an_asked_reload_reads_the_folder_whatever_its_times_say(house: House, how: str) -> None:
    edition = house.edition()
    with_the_size_and_time_it_had(house.folder / FIRST, rule("First", edition))
    if how == "POST":
        assert fetch(f"{house.server.admin}/-/reload", "POST").status == 200
        assert house.answers()[0] == f"First {edition}"
    else:
        house.server.send_signal(signal.SIGHUP)
        eventually(lambda: house.answers()[0] == f"First {edition}")


def test_the_page_is_never_what_the_watcher_sees(house: House) -> None:
    before = house.server.err.all()
    (house.folder / "STATUS.txt").write_text("rules: [{name: mischief}]")
    (house.folder / "STATUS.txt").touch()
    edition = house.edition()
    (house.folder / FIRST).write_text(rule("First", edition))
    eventually(lambda: house.answers()[0] == f"First {edition}")
    eventually(lambda: house.status().startswith("YES"))
    verdicts = [line for line in house.server.err.all()[len(before) :] if '"rules_' in line]
    assert len(verdicts) == 1


def kubernetes_volume(folder: Path, edition: str) -> Path:
    """A mounted ConfigMap: files are links through ..data to a folder named by its time."""
    version = folder / f"..{edition.replace(' ', '_')}"
    lay_out(version, edition)
    return version


def swap_kubernetes_volume(folder: Path, version: Path) -> None:
    """As the kubelet does it: a new link, renamed over ..data, and the old folder removed."""
    old = (folder / "..data").resolve()
    (folder / "..data_tmp").symlink_to(version.name)
    (folder / "..data_tmp").rename(folder / "..data")
    shutil.rmtree(old)


def test_a_kubernetes_volume_is_swapped(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    version = kubernetes_volume(folder, "edition 1")
    (folder / "..data").symlink_to(version.name)
    for name in (FIRST, SECOND):
        (folder / name).symlink_to(f"..data/{name}")
    with ExitStack() as stack:
        server = stack.enter_context(Server(tmp_path, env=ENV))
        house = House(folder, server, stack.enter_context(Phone(server.public)))
        assert house.answers() == ["First edition 1", "Second edition 1"]
        swap_kubernetes_volume(folder, kubernetes_volume(folder, "edition 2"))
        house.wait_for("First edition 2", "Second edition 2")
