import os
from pathlib import Path

import pytest

from router.adapters import machine
from router.adapters.machine import ThisMachine


def test_a_link_that_leads_nowhere_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path / "gone")
    state = ThisMachine().folder(str(tmp_path / "data"))
    assert (state.exists, state.unwritable) == (True, "no such file or directory")


def test_a_user_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000_001)
    assert ThisMachine().user() == "user 4000000001"


def test_a_library_that_is_no_package_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(machine.PACKAGES, "falcon", "no-such-package")
    assert ThisMachine().versions()["falcon"] == ""
