import os
from pathlib import Path

import pytest

from router.adapters.atomic_file import sweep, write_atomically


def test_it_replaces_a_file_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "page"
    for content in (b"one", b"two is longer"):
        write_atomically(str(file), content)
        assert file.read_bytes() == content
    assert os.listdir(tmp_path) == ["page"]
    assert file.stat().st_mode & 0o777 == 0o644


def test_it_takes_a_path_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_atomically("page", b"here", 0o600)
    assert Path("page").read_bytes() == b"here"
    assert Path("page").stat().st_mode & 0o777 == 0o600


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "page").symlink_to(tmp_path / "elsewhere")
    write_atomically(str(tmp_path / "page"), b"new")
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_atomically(str(tmp_path / "page"), b"new")
    assert os.listdir(tmp_path) == ["page"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_gives_up_half_way_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    file = tmp_path / "page"
    write_atomically(str(file), b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(OSError, match="No space"):
            write_atomically(str(file), b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page"]


def test_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    for name in (".page.1f.new", ".other.2a.new", ".page.swp", "page.new"):
        (tmp_path / name).write_text("")
    (tmp_path / ".page.dir.new").mkdir()
    sweep(str(tmp_path), "page", older_than=3600)
    assert (tmp_path / ".page.1f.new").exists()
    sweep(str(tmp_path), "page")
    left = {".other.2a.new", ".page.swp", "page.new", ".page.dir.new"}
    assert set(os.listdir(tmp_path)) == left
    sweep(str(tmp_path))
    assert set(os.listdir(tmp_path)) == left - {".other.2a.new"}
    sweep(str(tmp_path / "nowhere"))
