import os
from collections.abc import Callable
from pathlib import Path

import pytest

from router.adapters import new_folder
from router.adapters.new_folder import refuse_taken, write_new_folder
from router.core.errors import RefusedError
from router.language.source import SourceFile

FILES = (SourceFile("settings.yaml", b"timezone: UTC\n"), SourceFile("rules/10.yaml", b"rules:\n"))


def content(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


WRITTEN = {file.name: file.content for file in FILES}


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write_new_folder(str(tmp_path / "a" / "b" / "c"), FILES)
    assert content(tmp_path / "a" / "b" / "c") == WRITTEN
    assert os.listdir(tmp_path / "a" / "b") == ["c"]


def test_others_may_read_it_as_the_mask_lets_them(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_new_folder(str(tmp_path / "new"), FILES)
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "new" / "rules").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "new" / "rules" / "10.yaml").stat().st_mode & 0o777 == 0o644


def test_an_empty_folder_is_filled_and_stays_the_one_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inode = tmp_path.stat().st_ino
    monkeypatch.chdir(tmp_path)
    write_new_folder(".", FILES)
    assert content(tmp_path) == WRITTEN
    assert sorted(os.listdir(tmp_path)) == ["rules", "settings.yaml"]
    assert tmp_path.stat().st_ino == inode


def test_a_link_to_an_empty_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_new_folder(str(tmp_path / "link"), FILES)
    assert content(tmp_path / "real") == WRITTEN


def full(folder: Path) -> str:
    (folder / "taken").mkdir()
    (folder / "taken" / ".hidden").write_text("mine")
    return "taken"


def file(folder: Path) -> str:
    (folder / "file").write_text("mine")
    return "file"


def below_a_file(folder: Path) -> str:
    return file(folder) + "/below"


def dangling(folder: Path) -> str:
    (folder / "dangling").symlink_to("nowhere")
    return "dangling"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (full, "is not empty, and nothing in it is overwritten"),
        (file, "is a file, or lies in one"),
        (below_a_file, "is a file, or lies in one"),
        (dangling, "is a link that leads nowhere"),
    ],
)
def test_what_is_there_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], str], words: str
) -> None:
    path = str(tmp_path / make(tmp_path))
    before = content(tmp_path)
    for refuse in (refuse_taken, lambda one: write_new_folder(one, FILES)):
        with pytest.raises(RefusedError, match=words):
            refuse(path)
    assert content(tmp_path) == before


def test_a_folder_that_cannot_be_looked_into_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "listdir", denied)
    with pytest.raises(RefusedError, match='"x" cannot be looked into: permission denied'):
        refuse_taken("x")


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
@pytest.mark.parametrize("failing_call", range(1, 12))
@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whenever_it_fails_nothing_is_left_behind(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: bool,
    failing_call: int,
    problem: BaseException,
) -> None:
    """Every system call that changes names or flushes is made to fail in turn."""
    if there:
        (tmp_path / "new").mkdir()
    calls = 0

    def counted(call: Callable[..., None]) -> Callable[..., None]:
        def fail_in_turn(*arguments: object, **named: object) -> None:
            nonlocal calls
            calls += 1
            if calls == failing_call:
                raise problem
            call(*arguments, **named)

        return fail_in_turn

    target = str(tmp_path / "new" if there else tmp_path / "above" / "new")
    with monkeypatch.context() as patched:
        for name in ("rename", "replace", "fsync", "mkdir"):
            patched.setattr(os, name, counted(getattr(os, name)))
        expected = RefusedError if isinstance(problem, OSError) else KeyboardInterrupt
        with pytest.raises(expected):
            write_new_folder(target, FILES)
    assert os.listdir(tmp_path) == (["new"] if there else [])
    assert content(tmp_path) == {}
    assert not there or os.listdir(tmp_path / "new") == []


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_somebody_who_is_quicker_keeps_what_is_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    target = tmp_path / "new"
    if there:
        target.mkdir()

    def write_then_they_come(path: str, data: bytes) -> None:
        Path(path).write_bytes(data)
        target.mkdir(exist_ok=True)
        (target / "settings.yaml").write_text("theirs")

    monkeypatch.setattr(new_folder, "write_atomically", write_then_they_come)
    with pytest.raises(RefusedError, match="is not empty"):
        write_new_folder(str(target), FILES)
    assert content(tmp_path) == {"new/settings.yaml": b"theirs"}
