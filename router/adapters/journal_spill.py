"""The spill file: what the journal could not take, line by line, until it can.

Each line is one entry as JSON. A line that was cut off by a crash stands alone and is passed over:
nothing was answered for it.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, assert_never

from router.adapters.journal_entries import (
    Entry,
    MessageEntry,
    NonceEntry,
    ReportEntry,
    message_entry,
)
from router.adapters.journal_records import (
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

    def __init__(self, data: str) -> None:
        self.path = os.path.join(data, FILE_NAME)
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

    def read(self) -> Iterator[list[Entry]]:
        """Every whole entry, some at a time; nothing when there is no file."""
        entries: list[Entry] = []
        for record in _records(self.path):
            if (entry := _entry(record)) is not None:
                entries.append(entry)
            if len(entries) == _READ_AT_ONCE:
                yield entries
                entries = []
        if entries:
            yield entries

    def clear(self) -> None:
        """Make it empty, whatever is in it; nothing when there is no file."""
        if os.path.exists(self.path):
            os.truncate(self.path, 0)


def spilled_with(data: str, test: Callable[[object], bool]) -> int:
    """How many entries of the spill file pass a test; none when it cannot be read."""
    try:
        return sum(map(test, _records(os.path.join(data, FILE_NAME))))
    except OSError:
        return 0


def _records(path: str) -> Iterator[dict[str, Any]]:
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
            return message_entry(read_row(record["message"], record["xml"].encode()), binding)
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
