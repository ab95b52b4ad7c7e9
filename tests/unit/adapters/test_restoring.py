import fcntl
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from router.adapters.folder import DirectoryRulesFolder
from router.adapters.restoring import KEPT_COPIES, FolderRestoration, WholeRulesFolder
from router.app.ports import FolderUnreadableError, NotKeptError
from router.language.source import SourceFile
from tests.unit.adapters.killing import killed_at

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
OLD = {"10-a.yaml": b"old a", "20-b.yaml": b"old b"}
NEW = {"20-b.yaml": b"new b", "30-c.yaml": b"new c"}


class Place:
    """A rules folder that holds the new files, and what puts the old ones back."""

    def __init__(self, tmp_path: Path) -> None:
        self.rules = tmp_path / "rules"
        self.data = tmp_path / "data"
        self.rules.mkdir()
        for name, content in NEW.items():
            (self.rules / name).write_bytes(content)
        (self.rules / "notes.txt").write_bytes(b"mine")
        self.restoration = FolderRestoration(str(self.rules), str(self.data))
        self.folder = WholeRulesFolder(DirectoryRulesFolder(str(self.rules)), self.restoration)

    def restore(self, at: datetime = AT) -> str:
        old = [SourceFile(str(self.rules / name), content) for name, content in OLD.items()]
        present = DirectoryRulesFolder(str(self.rules)).read()
        return self.restoration.restore(old, present, at)

    def held(self) -> dict[str, bytes]:
        """The rule files as they are."""
        return {file.name: file.read_bytes() for file in self.rules.glob("[!.]*.yaml")}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_old_files_are_back_and_no_other_rule_file_is_left(place: Place) -> None:
    place.restore()
    assert place.held() == OLD
    assert sorted(os.listdir(place.rules)) == ["10-a.yaml", "20-b.yaml", "notes.txt"]
    assert place.restoration.settled()


def test_what_the_folder_held_is_kept(place: Place) -> None:
    copies = Path(place.restore())
    assert {file.name: file.read_bytes() for file in copies.iterdir()} == NEW


def test_an_empty_or_missing_folder_has_nothing_to_keep(place: Place) -> None:
    assert place.restoration.restore([], [], AT) == ""


def test_only_so_many_folders_of_replaced_files_stay(place: Place) -> None:
    for minute in range(KEPT_COPIES + 2):
        place.restore(AT + timedelta(minutes=minute))
    copies = sorted(os.listdir(place.data / "rules-history" / "replaced"))
    assert len(copies) == KEPT_COPIES
    assert copies[0].startswith("20261122T1002")


def test_a_file_keeps_who_may_read_it(place: Place) -> None:
    (place.rules / "20-b.yaml").chmod(0o640)
    place.restore()
    assert (place.rules / "20-b.yaml").stat().st_mode & 0o777 == 0o640
    assert (place.rules / "10-a.yaml").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("call", ["replace", "fsync", "unlink"])
@pytest.mark.parametrize("number", range(1, 20))
def test_a_restoration_killed_at_any_step_is_whole_for_whoever_comes_next(
    place: Place, call: str, number: int
) -> None:
    with killed_at(call, number):
        place.restore()
    names = [Path(file.name).name for file in place.folder.read()]
    assert names in (sorted(OLD), sorted(NEW))
    assert place.held() in (OLD, NEW)
    assert place.folder.fingerprint() == place.folder.fingerprint()
    place.restore(AT + timedelta(seconds=1))
    assert place.held() == OLD


def test_a_folder_that_somebody_is_restoring_is_not_looked_at(place: Place) -> None:
    root = place.data / "rules-history"
    root.mkdir(parents=True)
    todo = {"folder": str(place.rules), "put": [], "remove": []}
    (root / "restoring.json").write_text(json.dumps(todo))
    with (root / "restoring.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert place.folder.fingerprint() != place.folder.fingerprint()
        assert repr(place.folder.fingerprint()) != repr(place.folder.fingerprint())
        with pytest.raises(FolderUnreadableError, match="is being restored just now"):
            place.folder.read()
        with pytest.raises(NotKeptError, match="is being restored by somebody else"):
            place.restore()
    assert place.folder.fingerprint() == place.folder.fingerprint()
    assert place.held() == NEW


def test_what_was_begun_in_one_folder_is_never_ended_in_another(place: Place) -> None:
    root = place.data / "rules-history"
    root.mkdir(parents=True)
    todo = {"folder": str(place.rules), "put": [], "remove": ["30-c.yaml"]}
    (root / "restoring.json").write_text(json.dumps(todo))
    other = place.rules.with_name("other")
    other.mkdir()
    (other / "30-c.yaml").write_text("theirs")
    assert FolderRestoration(str(other), str(place.data)).settled()
    assert (other / "30-c.yaml").read_text() == "theirs"
    assert not (place.rules / "30-c.yaml").exists()


def test_a_list_for_a_folder_that_is_gone_holds_nobody_up(place: Place) -> None:
    root = place.data / "rules-history"
    root.mkdir(parents=True)
    todo = {"folder": f"{place.rules}-gone", "put": ["10-a.yaml"], "remove": ["20-b.yaml"]}
    (root / "restoring.json").write_text(json.dumps(todo))
    assert place.restoration.settled()
    assert place.held() == NEW


@pytest.mark.parametrize("damage", ["", "[]", "{}", "{"])
def test_a_list_that_is_none_is_done_away_with(place: Place, damage: str) -> None:
    root = place.data / "rules-history"
    root.mkdir(parents=True)
    (root / "restoring.json").write_text(damage)
    assert place.restoration.settled()
    assert place.held() == NEW


def test_a_list_that_cannot_be_worked_off_keeps_the_folder_from_being_looked_at(
    place: Place,
) -> None:
    (place.data / "rules-history" / "restoring.json").mkdir(parents=True)
    assert not place.restoration.settled()


def test_a_folder_that_cannot_be_written_is_said(place: Place) -> None:
    (place.rules / "30-c.yaml").unlink()
    (place.rules / "10-a.yaml").mkdir()
    with pytest.raises(NotKeptError, match="cannot restore the files in "):
        place.restore()
