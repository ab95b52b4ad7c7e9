"""What every Machine does."""

from dataclasses import replace
from pathlib import Path

import pytest

from router.adapters.machine import ThisMachine
from router.app.checkups.ports import Machine
from tests.fakes.doctor import SOUND, FakeMachine


@pytest.fixture(params=["fake", "this"])
def machine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Machine:
    """A machine with a folder `data`, a file `file`, and no `missing`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "file").write_text("x")
    if request.param == "this":
        return ThisMachine()
    user = ThisMachine().user()
    no_folder = replace(SOUND, unreadable="not a directory", unwritable="not a directory")
    folders = {
        "data": replace(SOUND, owner=user),
        "missing/deeper": replace(SOUND, exists=False, owner=user),
        "file": replace(no_folder, owner=user),
    }
    return FakeMachine(folders, user)


class TestMachine:
    def test_a_folder_of_ones_own_is_sound_and_nothing_is_left_in_it(
        self, machine: Machine
    ) -> None:
        state = machine.folder("data")
        assert (state.exists, state.unreadable, state.unwritable) == (True, "", "")
        assert state.free > 0
        assert state.owner == machine.user()
        assert not list(Path("data").iterdir())

    def test_of_a_folder_that_is_not_there_the_one_above_is_looked_at(
        self, machine: Machine
    ) -> None:
        state = machine.folder("missing/deeper")
        assert (state.exists, state.unwritable) == (False, "")
        assert not Path("missing").exists()

    def test_a_file_is_no_folder(self, machine: Machine) -> None:
        state = machine.folder("file")
        assert (state.unreadable, state.unwritable) == ("not a directory", "not a directory")

    def test_it_has_limits_a_zone_and_versions(self, machine: Machine) -> None:
        most = machine.open_files()
        assert most is None or most > 0
        assert machine.zone()
        assert {"sms-router", "Python", "falcon", "SQLite"} <= machine.versions().keys()
        assert all(machine.versions().values())
