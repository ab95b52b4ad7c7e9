"""The spill file: what goes in comes out, whatever a crash did to it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.adapters.journal.entries import Entry, MessageEntry, NonceEntry, ReportEntry
from router.adapters.journal.spill import SpillFile
from tests.fakes.journal_rows import START, bound, report, row

ENTRIES: tuple[Entry, ...] = (
    MessageEntry(row("u-1", "<R>é🙂</R>".encode()), bound("n-1", "n-2")),
    ReportEntry(report(sequence=None), bound("n-3")),
    NonceEntry(bound("n-4"), datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)),
)


def read(spill: SpillFile) -> list[Entry]:
    return [entry for some in spill.read() for entry in some]


def test_entries_come_back_in_order_and_as_they_were(tmp_path: Path) -> None:
    spill = SpillFile(str(tmp_path / "data"))
    assert read(spill) == []
    spill.append(ENTRIES[:1])
    spill.append(ENTRIES[1:])
    assert tuple(read(spill)) == ENTRIES
    assert tuple(read(SpillFile(str(tmp_path / "data")))) == ENTRIES
    spill.clear()
    assert read(spill) == []


@given(st.text(), st.binary(max_size=8))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, cut: bytes
) -> None:
    folder = tmp_path_factory.mktemp("spill")
    entry = MessageEntry(row(text, text=text, fields=((text, text),)), bound(text))
    SpillFile(str(folder)).append((entry,))
    with (folder / "journal.spill").open("ab") as file:
        file.write(cut)
    SpillFile(str(folder)).append((entry,))
    assert read(SpillFile(str(folder))) == [entry, entry]


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    spill = SpillFile(str(tmp_path))
    spill.append(ENTRIES)
    assert os.stat(spill.path).st_mode & 0o777 == 0o600


def test_lines_that_are_not_ours_are_passed_over(tmp_path: Path) -> None:
    spill = SpillFile(str(tmp_path))
    spill.append(ENTRIES[:1])
    with open(spill.path, "ab") as file:
        file.write(b'[]\n{}\n\xff\xfe\n{"message": {}, "nonces": [], "fingerprint": "00"}\nnull\n')
        file.write(b'{"message": 5, "xml": 1, "nonces": [], "fingerprint": "zz"}\n')
    spill.append(ENTRIES[1:2])
    assert tuple(read(spill)) == ENTRIES[:2]


def test_more_entries_than_are_read_at_once_come_each_once(tmp_path: Path) -> None:
    spill = SpillFile(str(tmp_path))
    entries = [NonceEntry(bound(f"n-{n}"), START) for n in range(1201)]
    spill.append(entries)
    assert read(spill) == entries


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(OSError, match="exists"):
        SpillFile(str(tmp_path / "data")).append(ENTRIES)
