"""Puts kept rule files back into the rules folder: all of them or none, also through a power cut.

The files are laid down beside those they replace, then a list of what is to be renamed and removed
is written into the data folder, then it is done. Whoever finds the list later does the rest.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import uuid4

from router.adapters.atomic_file import sync_folder, write_atomically
from router.adapters.rule_history import HISTORY_FOLDER
from router.app.ports import FolderUnreadableError, NotKeptError, RulesFolder
from router.core.errors import words_of
from router.language.source import SourceFile

KEPT_COPIES = 10
"""How many folders of replaced files stay."""
_STAGED = ".restored"


class FolderRestoration:
    """Rewrites the rules folder `rules`, with its list in the data folder `data`."""

    def __init__(self, rules: str, data: str) -> None:
        self._rules = rules
        self._root = os.path.join(data, HISTORY_FOLDER)
        self._list = os.path.join(self._root, "restoring.json")
        self._copies = os.path.join(self._root, "replaced")

    def restore(
        self, files: Sequence[SourceFile], present: Sequence[SourceFile], at: datetime
    ) -> str:
        """Have the folder hold these rule files in place of the present ones.

        Gives the folder where the present ones are kept, "" if there were none. Raises NotKeptError
        when it cannot be done; the folder is as it was then.
        """
        names = [self._name(file) for file in files]
        gone = [self._name(file) for file in present if self._name(file) not in names]
        try:
            os.makedirs(self._root, exist_ok=True)
            with self._alone() as alone:
                if not alone:
                    raise NotKeptError("the rules folder is being restored by somebody else")
                self._finish()
                copies = self._keep_copies(present, at)
                for name, file in zip(names, files, strict=True):
                    write_atomically(_staged(self._rules, name), file.content, self._mode(name))
                # Whoever finishes it may have been told of another folder than ours.
                folder = os.path.abspath(self._rules)
                todo = json.dumps({"folder": folder, "put": names, "remove": gone}).encode()
                write_atomically(self._list, todo)
                self._finish()
        except OSError as problem:
            raise NotKeptError(
                f'cannot restore the files in "{self._rules}": {words_of(problem)}'
            ) from None
        return copies

    def settled(self) -> bool:
        """Whether the folder is whole; what somebody began and could not end is ended first."""
        if not os.path.lexists(self._list):
            return True
        try:
            with self._alone() as alone:
                if alone:
                    self._finish()
        except OSError:
            return False
        return not os.path.lexists(self._list)

    def _finish(self) -> None:
        """Do what the list says, if there is one. Doing it twice comes to the same."""
        try:
            with open(self._list, encoding="utf-8") as stream:
                todo = json.load(stream)
            folder, put, gone = todo["folder"], todo["put"], todo["remove"]
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError):
            # It is written whole or not at all, so this one is not ours.
            os.unlink(self._list)
            return
        for name in put:
            with suppress(FileNotFoundError):
                os.replace(_staged(folder, name), os.path.join(folder, name))
        for name in gone:
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, name))
        with suppress(FileNotFoundError):
            sync_folder(folder)
        os.unlink(self._list)
        sync_folder(self._root)

    def _keep_copies(self, present: Sequence[SourceFile], at: datetime) -> str:
        readable = [file for file in present if not file.problem]
        if not readable:
            return ""
        folder = os.path.join(self._copies, f"{at:%Y%m%dT%H%M%S.%f}")
        os.makedirs(folder)
        for file in readable:
            write_atomically(os.path.join(folder, self._name(file)), file.content, 0o600)
        for old in sorted(os.listdir(self._copies))[:-KEPT_COPIES]:
            for name in os.listdir(os.path.join(self._copies, old)):
                os.unlink(os.path.join(self._copies, old, name))
            os.rmdir(os.path.join(self._copies, old))
        return folder

    def _name(self, file: SourceFile) -> str:
        """The file's own name: everything lies directly in the folder."""
        return os.path.basename(file.name)

    def _mode(self, name: str) -> int:
        try:
            return os.stat(os.path.join(self._rules, name)).st_mode & 0o777
        except OSError:
            return 0o644

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other process is at it; while inside, none begins."""
        path = os.path.join(self._root, "restoring.lock")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)


def _staged(folder: str, name: str) -> str:
    return os.path.join(folder, f".{name}{_STAGED}")


class WholeRulesFolder:
    """A rules folder that is not looked at while it is being restored; a RulesFolder port."""

    def __init__(self, folder: RulesFolder, restoration: FolderRestoration) -> None:
        self._folder = folder
        self._restoration = restoration

    def fingerprint(self) -> object:
        """The folder's; one like no other while it is half restored, so that it never settles."""
        return self._folder.fingerprint() if self._restoration.settled() else uuid4()

    def read(self) -> tuple[SourceFile, ...]:
        """The folder's files; FolderUnreadableError while it is half restored."""
        if not self._restoration.settled():
            raise FolderUnreadableError(
                "the rules folder is being restored just now: try again in a moment"
            )
        return self._folder.read()
