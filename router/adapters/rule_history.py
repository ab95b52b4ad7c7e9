"""The accepted rule sets in the data folder: one small record each, and every source file once.

    rules-history/sets/00000042-a1b2c3d4e5f6.json    when, what changed, which files
    rules-history/files/<SHA-256>                    a source file, as it was

A record is written after its files, so a set is there whole or not at all.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from router.adapters.atomic_file import sweep, sync_folder, write_atomically
from router.app.changes import Changes
from router.app.history import KEPT_SETS, AcceptedSet
from router.app.ports import NotKeptError
from router.core.errors import words_of
from router.language.source import SourceFile

HISTORY_FOLDER = "rules-history"
_RECORD = re.compile(r"([0-9]{8,})-([0-9a-f]{12})\.json")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMAT = 1


class DirectoryRuleHistory:
    """Keeps sets in `rules-history` of the data folder; implements the RuleHistory port.

    `rules` is the rules folder as typed: kept files are named as if they stood there now.
    """

    def __init__(self, data: str, rules: str, most: int = KEPT_SETS) -> None:
        self._data = data
        self._rules = rules
        self._most = most
        root = os.path.join(data, HISTORY_FOLDER)
        self._sets = os.path.join(root, "sets")
        self._files = os.path.join(root, "files")
        self._lock = os.path.join(root, "lock")

    def keep(self, accepted: AcceptedSet, files: tuple[SourceFile, ...]) -> None:
        """Add a set as the newest; raises NotKeptError."""
        try:
            for folder in (self._sets, self._files):
                os.makedirs(folder, exist_ok=True)
            with self._alone():
                digests = {file.name: self._keep_file(file.content) for file in files}
                sync_folder(self._files)
                names = self._records()
                number = int(names[0].partition("-")[0]) + 1 if names else 1
                path = os.path.join(self._sets, f"{number:08d}-{accepted.id}.json")
                write_atomically(path, _record(accepted, self._named(digests)))
                self._trim()
        except OSError as problem:
            raise NotKeptError(f'cannot write in "{self._data}": {words_of(problem)}') from None

    def entries(self) -> tuple[AcceptedSet, ...]:
        """Every set there is, newest first."""
        return tuple(self._entries())

    def newest(self) -> AcceptedSet | None:
        """The newest set there is."""
        return next(self._entries(), None)

    def _entries(self) -> Iterator[AcceptedSet]:
        found = (self._read(name) for name in self._records())
        return (_accepted(record) for record in found if record is not None)

    def files(self, accepted: AcceptedSet) -> tuple[SourceFile, ...]:
        """The source files of an entry; raises NotKeptError."""
        for name in self._records():
            record = self._read(name)
            if record is not None and _accepted(record) == accepted:
                return tuple(
                    SourceFile(os.path.join(self._rules, kept["name"]), self._content(kept))
                    for kept in record["files"]
                )
        raise NotKeptError("it is not kept any more")

    def _keep_file(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = os.path.join(self._files, digest)
        with suppress(OSError):
            if os.stat(path).st_size == len(content):
                return digest
        # Rule files may be their owner's alone, and a copy must not be more.
        write_atomically(path, content, 0o600)
        return digest

    def _content(self, kept: Mapping[str, str]) -> bytes:
        try:
            with open(os.path.join(self._files, kept["sha256"]), "rb") as stream:
                content = stream.read()
        except OSError as problem:
            words = words_of(problem)
            raise NotKeptError(f'its file "{kept["name"]}" cannot be read: {words}') from None
        if hashlib.sha256(content).hexdigest() != kept["sha256"]:
            raise NotKeptError(f'its file "{kept["name"]}" is damaged')
        return content

    def _named(self, digests: Mapping[str, str]) -> dict[str, str]:
        """The digests by the files' paths inside the rules folder."""
        folder = os.path.join(self._rules, "")
        return {name.removeprefix(folder): digest for name, digest in digests.items()}

    def _records(self) -> list[str]:
        """The names of the records, newest first."""
        try:
            names = os.listdir(self._sets)
        except OSError:
            return []
        numbered = [(int(found[1]), name) for name in names if (found := _RECORD.fullmatch(name))]
        return [name for _, name in sorted(numbered, reverse=True)]

    def _read(self, name: str) -> dict[str, Any] | None:
        """A record as JSON; None when it is gone or is not what was written."""
        try:
            with open(os.path.join(self._sets, name), encoding="utf-8") as stream:
                record = json.load(stream)
            _accepted(record)
            sound = all(
                isinstance(kept["name"], str) and _DIGEST.fullmatch(kept["sha256"])
                for kept in record["files"]
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return record if sound else None

    def _trim(self) -> None:
        """Let the oldest records go, and the files that no record names."""
        names = self._records()
        for name in names[self._most :]:
            os.unlink(os.path.join(self._sets, name))
        if len(names) <= self._most:
            return
        read = [self._read(name) for name in names[: self._most]]
        if None in read:  # who knows what a damaged record names
            return
        named = {kept["sha256"] for record in read if record for kept in record["files"]}
        for digest in os.listdir(self._files):
            if _DIGEST.fullmatch(digest) and digest not in named:
                os.unlink(os.path.join(self._files, digest))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While inside, no other process writes into the history; what a killed one left goes."""
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for folder in (self._sets, self._files):
                sweep(folder)
            yield
        finally:
            os.close(descriptor)


def _record(accepted: AcceptedSet, digests: Mapping[str, str]) -> bytes:
    record = {
        "format": _FORMAT,
        "id": accepted.id,
        "at": accepted.at.isoformat(),
        "rules": accepted.rules,
        "warnings": accepted.warnings,
        "changes": asdict(accepted.changes),
        "files": [{"name": name, "sha256": digest} for name, digest in digests.items()],
    }
    return json.dumps(record, ensure_ascii=True, indent=1).encode() + b"\n"


def _accepted(record: Mapping[str, Any]) -> AcceptedSet:
    """An entry from its record. Raises KeyError, TypeError or ValueError when it is none."""
    changes = record["changes"]
    lists = {key: tuple(changes[key]) for key in ("added", "removed", "changed", "beside")}
    return AcceptedSet(
        id=str(record["id"]),
        at=datetime.fromisoformat(record["at"]),
        files=len(record["files"]),
        rules=int(record["rules"]),
        warnings=tuple(record["warnings"]),
        changes=Changes(**lists, reordered=changes["reordered"], first=changes["first"]),
    )
