"""The ways in which editors, people and programs save a file."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def by_renaming(file: Path, text: str) -> None:
    aside = file.with_name(f".{file.name}.new")
    aside.write_text(text)
    aside.replace(file)


def by_deleting_first(file: Path, text: str) -> None:
    file.unlink()
    file.write_text(text)


def half_first(file: Path, text: str) -> None:
    """As an editor on a slow disk: the first half is no rule file of its own."""
    half = text.index("actions") + 4
    with file.open("w") as stream:
        stream.write(text[:half])
        stream.flush()
        os.fsync(stream.fileno())
        stream.write(text[half:])


def as_vim_does(file: Path, text: str) -> None:
    """Swap file, a probe of the folder, the old file to a backup, the new one in its place."""
    swap, probe = file.with_name(f".{file.name}.swp"), file.with_name("4913")
    backup = file.with_name(f"{file.name}~")
    swap.write_bytes(b"b0VIM 9.0\0")
    probe.write_text("")
    probe.unlink()
    file.rename(backup)
    file.write_text(text)
    backup.unlink()
    swap.unlink()


def by_vim(file: Path, text: str) -> None:
    if shutil.which("vim") is None:
        pytest.skip("there is no vim on this machine")
    aside = file.parent.parent / "new-text"
    aside.write_text(text)
    script = ["set backup backupcopy=no", "%delete _", f"0read {aside}", "$delete _", "write!", "q"]
    commands = [word for line in script for word in ("-c", line)]
    subprocess.run(
        ["vim", "-u", "NONE", "-es", *commands, str(file)],
        check=True, stdin=subprocess.DEVNULL, env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip


def with_the_size_and_time_it_had(file: Path, text: str) -> None:
    before = file.stat()
    assert len(text) == before.st_size
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


Save = Callable[[Path, str], None]
SAVES = (
    in_place, by_renaming, by_deleting_first, half_first, as_vim_does, by_vim,
    with_the_size_and_time_it_had,
)  # fmt: skip
