"""What every RulesFolder does."""

import shutil
from pathlib import Path
from typing import Protocol

import pytest

from router.adapters.folder import DirectoryRulesFolder
from router.app.ports import FolderMissingError, RulesFolder
from tests.fakes.rules_folder import FakeRulesFolder


class Editor(Protocol):
    """Changes a folder from outside."""

    def save(self, name: str, text: str) -> None: ...
    def remove(self, name: str) -> None: ...
    def vanish(self) -> None: ...


class DiskEditor:
    """Works on a real folder called `rules`, and makes it when it first saves."""

    def save(self, name: str, text: str) -> None:
        Path("rules").mkdir(exist_ok=True)
        Path("rules", name).write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        Path("rules", name).unlink()

    def vanish(self) -> None:
        shutil.rmtree("rules")


@pytest.fixture(params=["fake", "directory"])
def both(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[RulesFolder, Editor]:
    """A folder with 10-hours.yaml, and what edits it."""
    monkeypatch.chdir(tmp_path)
    if request.param == "fake":
        fake = FakeRulesFolder()
        fake.save("10-hours.yaml", "hours")
        return fake, fake
    editor = DiskEditor()
    editor.save("10-hours.yaml", "hours")
    return DirectoryRulesFolder("rules"), editor


class TestRulesFolder:
    def test_it_reads_rule_files_in_name_order_and_no_other(
        self, both: tuple[RulesFolder, Editor]
    ) -> None:
        folder, editor = both
        for name in ("20-b.yml", "05-a.yaml", ".x.yaml", "_x.yaml", "notes.txt"):
            editor.save(name, name)
        files = folder.read()
        names = ["rules/05-a.yaml", "rules/10-hours.yaml", "rules/20-b.yml"]
        assert [file.name for file in files] == names
        assert files[0].content == b"05-a.yaml"
        assert not any(file.problem for file in files)

    def test_it_reads_csv_files_too(self, both: tuple[RulesFolder, Editor]) -> None:
        folder, editor = both
        for name in ("parents.csv", "_old.csv", ".x.csv"):
            editor.save(name, "phone")
        assert [file.name for file in folder.read()] == ["rules/10-hours.yaml", "rules/parents.csv"]

    def test_its_fingerprint_shows_a_changed_csv_file(
        self, both: tuple[RulesFolder, Editor]
    ) -> None:
        folder, editor = both
        editor.save("parents.csv", "phone")
        before = folder.fingerprint()
        editor.save("parents.csv", "phone\n+15550001111")
        assert folder.fingerprint() != before

    def test_its_fingerprint_stays_while_nothing_changes(
        self, both: tuple[RulesFolder, Editor]
    ) -> None:
        folder, _ = both
        before = folder.fingerprint()
        folder.read()
        assert folder.fingerprint() == before

    def test_its_fingerprint_shows_a_new_a_changed_and_a_removed_file(
        self, both: tuple[RulesFolder, Editor]
    ) -> None:
        folder, editor = both
        seen = [folder.fingerprint()]
        editor.save("20-orders.yaml", "orders")
        seen.append(folder.fingerprint())
        editor.save("20-orders.yaml", "other orders")
        seen.append(folder.fingerprint())
        editor.remove("10-hours.yaml")
        seen.append(folder.fingerprint())
        assert all(seen[i] != seen[j] for i in range(4) for j in range(i))

    def test_a_vanished_folder_has_a_fingerprint_but_cannot_be_read(
        self, both: tuple[RulesFolder, Editor]
    ) -> None:
        folder, editor = both
        before = folder.fingerprint()
        editor.vanish()
        assert folder.fingerprint() != before
        with pytest.raises(FolderMissingError, match='the rules folder "rules" does not exist'):
            folder.read()

    def test_an_empty_folder_reads_as_no_files(self, both: tuple[RulesFolder, Editor]) -> None:
        folder, editor = both
        editor.remove("10-hours.yaml")
        assert folder.read() == ()
