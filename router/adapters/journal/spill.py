"""The spill file: what the journal could not take, line by line, until it can.

Each line is one entry as JSON. A line that was cut off by a crash stands alone and is passed over:
nothing was answered for it.
"""

import json
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from typing import Any, assert_never

from router.adapters.journal.entries import (
    Entry,
    MessageEntry,
    NonceEntry,
    ReportEntry,
)
from router.adapters.journal.records import (
    as_json,
    micros,
    moment,
    read_report_record,
    read_row,
    report_record,
    row_record,
)
from router.app.answers import Binding

FILE_NAME = "journal.spill"
_READ_AT_ONCE = 500


class SpillFile:
    """The file in the data folder; made when the first line is written. For one thread at a time.

    Every method raises OSError.
    """

    def __init__(self, data: str, number: int = 0) -> None:
        """`number` tells the processes of one router apart; the first has the plain name."""
        self.path = os.path.join(data, f"{FILE_NAME}.{number}" if number else FILE_NAME)
        self._before = b"\n"

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries and sync them; when that fails, nothing of them is left in the file."""
        # The process before this one may have left a line without its end.
        lines = self._before + b"".join(_line(entry) for entry in entries)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        new = not os.path.exists(self.path)
        if new:
            os.makedirs(os.path.dirname(self.path) or ".", mode=0o700, exist_ok=True)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            before = os.fstat(descriptor).st_size
            try:
                _write_all(descriptor, lines)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
        if new:
            _sync_folder(os.path.dirname(self.path))
        self._before = b""

    def read(self) -> Generator[list[Entry], None, None]:
        """Every whole entry, some at a time; nothing when there is no file.

        To be closed by whoever does not read to its end: the file is open until then.
        """
        return _entries(self.path)

    def clear(self) -> None:
        """Make it empty, whatever is in it; nothing when there is no file."""
        if os.path.exists(self.path):
            os.truncate(self.path, 0)


def spilled_with(data: str, test: Callable[[object], bool]) -> int:
    """How many entries of the spill files pass a test; a file that cannot be read has none."""
    found = 0
    for path in (os.path.join(data, FILE_NAME), *_others(data)):
        with suppress(OSError):
            found += sum(map(test, _records(path)))
    return found


def is_row(record: object) -> bool:
    """Whether an entry, as the files have it, becomes a row that people look for."""
    return isinstance(record, dict) and bool({"message", "report"} & record.keys())


def gather(data: str) -> None:
    """Put what the workers of an earlier start left behind into the first file.

    Before any process opens one: there may be fewer workers now. What is in two files because this
    was cut off is written once all the same. Raises OSError.
    """
    first = SpillFile(data)
    for path in _others(data):
        with closing(_entries(path)) as parts:
            for entries in parts:
                first.append(entries)
        os.unlink(path)


def _others(data: str) -> list[str]:
    beginning = FILE_NAME + "."
    with suppress(OSError):
        names = sorted(name for name in os.listdir(data) if name.startswith(beginning))
        return [
            os.path.join(data, name) for name in names if name.removeprefix(beginning).isdigit()
        ]
    return []


def _entries(path: str) -> Generator[list[Entry], None, None]:
    entries: list[Entry] = []
    with closing(_records(path)) as records:
        for record in records:
            if (entry := _entry(record)) is not None:
                entries.append(entry)
            if len(entries) == _READ_AT_ONCE:
                yield entries
                entries = []
    if entries:
        yield entries


def _records(path: str) -> Generator[dict[str, Any], None, None]:
    if not os.path.exists(path):
        return
    with open(path, "rb") as lines:
        for line in lines:
            if line.endswith(b"\n") and (record := _read(line)) is not None:
                yield record


def _read(line: bytes) -> dict[str, Any] | None:
    """A line's record; None for a line that a failing disk spoiled."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _line(entry: Entry) -> bytes:
    record: dict[str, object]
    match entry:
        case MessageEntry(row):
            record = {"message": row_record(row), "xml": row.xml.decode()}
        case ReportEntry(report):
            record = {"report": report_record(report)}
        case NonceEntry(_, at):
            record = {"at": micros(at)}
        case _:
            assert_never(entry)
    binding = entry.binding
    record |= {"nonces": binding.nonces, "fingerprint": binding.fingerprint.hex()}
    return as_json(record).encode() + b"\n"


def _entry(record: dict[str, Any]) -> Entry | None:
    """The entry of a record; None when it is not as this program writes it."""
    try:
        binding = Binding(tuple(record["nonces"]), bytes.fromhex(record["fingerprint"]))
        if "message" in record:
            return MessageEntry(read_row(record["message"], record["xml"].encode()), binding)
        if "report" in record:
            return ReportEntry(read_report_record(record["report"]), binding)
        return NonceEntry(binding, moment(record["at"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: str) -> None:
    descriptor = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
