"""A folder that is written whole or not at all, and never over what somebody has."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import ExitStack, suppress

from router.adapters.atomic_file import sync_folder, write_atomically
from router.core.errors import RefusedError, words_of
from router.language.source import SourceFile


def refuse_taken(path: str) -> None:
    """Raise RefusedError unless the folder is not there, or is there and empty."""
    try:
        taken = bool(os.listdir(path))
    except FileNotFoundError:
        if not os.path.lexists(path):
            return
        raise RefusedError(f'"{path}" is a link that leads nowhere: name a new folder') from None
    except NotADirectoryError:
        raise RefusedError(f'"{path}" is a file, or lies in one: name a new folder') from None
    except OSError as problem:
        raise RefusedError(f'"{path}" cannot be looked into: {words_of(problem)}') from None
    if taken:
        raise RefusedError(
            f'"{path}" is not empty, and nothing in it is overwritten: name a new folder'
        )


def write_new_folder(path: str, files: Iterable[SourceFile]) -> None:
    """Write these files, whose names are paths within the folder, into a folder that is free.

    A folder that is not there is made, with those above it. Raises RefusedError, and leaves
    nothing behind then.
    """
    refuse_taken(path)
    target = os.path.abspath(path)
    try:
        with ExitStack() as undo:
            _write(target, files, undo)
            undo.pop_all()
    except OSError as problem:
        if problem.errno in (errno.ENOTEMPTY, errno.EEXIST):
            refuse_taken(path)  # somebody else was quicker
        raise RefusedError(f'"{path}" cannot be written: {words_of(problem)}') from None


def _write(target: str, files: Iterable[SourceFile], undo: ExitStack) -> None:
    """Write aside, then rename into place; `undo` gets what takes it all back."""
    there = os.path.isdir(target)
    home = target if there else os.path.dirname(target)
    for folder in _missing(home):
        os.mkdir(folder)
        undo.callback(_remove_empty, folder)
    aside = os.path.join(home, f".{secrets.token_hex(8)}.new")
    os.mkdir(aside)
    undo.callback(shutil.rmtree, aside, ignore_errors=True)
    for file in files:
        place = os.path.join(aside, file.name)
        for folder in _missing(os.path.dirname(place)):
            os.mkdir(folder)
        write_atomically(place, file.content)
    if there:  # it may be where somebody works, or a mount point: only what is in it is new
        _move_in(aside, target, undo)
    else:
        os.rename(aside, target)
        undo.callback(_remove, target)
    sync_folder(home)


def _move_in(aside: str, target: str, undo: ExitStack) -> None:
    for name in sorted(os.listdir(aside)):
        place = os.path.join(target, name)
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), place)
        os.rename(os.path.join(aside, name), place)
        undo.callback(_remove, place)
    os.rmdir(aside)


def _missing(folder: str) -> list[str]:
    """The folders of this path that are not there, the outermost first."""
    missing: list[str] = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    return missing[::-1]


def _remove_empty(folder: str) -> None:
    with suppress(OSError):
        os.rmdir(folder)


def _remove(path: str) -> None:
    if os.path.isdir(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)
