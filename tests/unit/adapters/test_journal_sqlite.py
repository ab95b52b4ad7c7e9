"""The SQLite file: who may read it, what damage does to it, what an erasure leaves in it."""

import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from router.adapters.journal.entries import MessageEntry, ReportEntry, RuleSetSource
from router.adapters.journal.opening import open_reader
from router.adapters.journal.sqlite import reading as sqlite_reading
from router.adapters.journal.sqlite.bytes import FileBytes
from router.adapters.journal.sqlite.reading import SqliteFinder
from router.adapters.journal.sqlite.schema import MIGRATIONS
from router.adapters.journal.sqlite.store import SqliteStore
from router.adapters.rule_history import DirectoryRuleHistory
from router.app.history import AcceptedSet
from router.app.journal import JournalReader, JournalUnavailableError
from router.app.settings import Settings
from router.core.address import Address
from router.language.source import SourceFile
from tests.fakes.event_log import FakeEventLog
from tests.fakes.journal_rows import bound, later, report, row

ONE = MessageEntry(row("u-1"), bound("n-1"))
TWO = MessageEntry(row("u-2"), bound("n-2"))


class House:
    """A store in a folder, its file, its log and its readers."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.file = self.data / "journal.sqlite3"
        self.log = FakeEventLog()
        self.store = SqliteStore(str(self.data), self.log)
        self.readers: list[JournalReader] = []

    def reader(self) -> JournalReader:
        reader = open_reader(Settings(data=str(self.data)))
        self.readers.append(reader)
        return reader

    def uuids(self) -> list[str]:
        return [one.uuid for one in self.reader().rows()]

    def close(self) -> None:
        self.store.close()
        for reader in self.readers:
            reader.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def fill(house: House, count: int) -> None:
    for start in range(0, count, 100):
        some = range(start, min(start + 100, count))
        entries = [MessageEntry(row(f"m-{n}", received_at=later(n)), bound(f"m-{n}")) for n in some]
        house.store.write(entries, ())


def test_the_file_and_what_belongs_to_it_are_for_their_owner_alone(house: House) -> None:
    house.store.write((ONE,), ())
    files = sorted(house.data.iterdir())
    assert [file.name for file in files] == [
        "journal.sqlite3", "journal.sqlite3-shm", "journal.sqlite3-turns", "journal.sqlite3-wal",
    ]  # fmt: skip
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(house.data.stat().st_mode) == 0o700


def test_what_is_written_is_synced_before_the_call_returns(house: House) -> None:
    house.store.write((ONE,), ())
    # What SQLite has synced is in the log by then: a copy of the two files, as a power cut would
    # leave them, has the row.
    copy = house.data.parent / "copy"
    copy.mkdir()
    for name in ("journal.sqlite3", "journal.sqlite3-wal"):
        (copy / name).write_bytes((house.data / name).read_bytes())
    reader = open_reader(Settings(data=str(copy)))
    assert reader.row("u-1") == ONE.row
    reader.close()
    with sqlite3.connect(house.file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_reader_sees_what_comes_while_it_is_open(house: House) -> None:
    house.store.open()
    reader = house.reader()
    assert reader.count() == 0
    house.store.write((ONE,), ())
    assert reader.row("u-1") == ONE.row


def test_without_a_journal_a_reader_says_so(house: House) -> None:
    with pytest.raises(JournalUnavailableError, match=r"there is no journal at .*data/journal"):
        house.reader()
    assert not house.data.exists()


@pytest.mark.parametrize(
    "damage", [b"this was never a database, but it is long enough" * 40, b"SQLite format 3\0" * 99]
)
def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(house: House, damage: bytes) -> None:
    house.data.mkdir()
    house.file.write_bytes(damage)
    house.store.open()
    house.store.write((ONE,), ())
    assert house.uuids() == ["u-1"]
    (moved,) = house.log.named("journal_moved_aside")
    aside = Path(str(moved["to"]))
    assert aside.name.startswith("journal.sqlite3.damaged-")
    assert aside.read_bytes() == damage


def test_damage_in_the_middle_of_the_file_is_found_at_the_start(house: House) -> None:
    fill(house, 400)
    house.store.close()
    content = bytearray(house.file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 16384] = os.urandom(16384)
    house.file.write_bytes(content)
    house.store.open()
    house.store.write((ONE,), ())
    assert house.uuids() == ["u-1"]
    assert house.log.named("journal_moved_aside")


def test_a_file_damaged_while_it_is_open_is_moved_aside_too(house: House) -> None:
    fill(house, 400)
    with sqlite3.connect(house.file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = house.file.stat().st_size
    with house.file.open("r+b") as file:
        file.write(os.urandom(size))
    for n in range(100):
        try:
            house.store.write([MessageEntry(row(f"x-{n}"), bound(f"x-{n}"))], ())
        except JournalUnavailableError:
            break
    house.store.write((ONE,), ())
    assert "u-1" in house.uuids()
    assert house.log.named("journal_moved_aside")


def test_two_damaged_files_of_one_second_keep_their_own_names(house: House) -> None:
    for n in range(3):
        house.data.mkdir(exist_ok=True)
        house.file.write_bytes(b"no database %d" % n * 99)
        house.store.open()
        house.store.close()
    names = {str(event["to"]) for event in house.log.named("journal_moved_aside")}
    assert len(names) == 3
    house.store.write((ONE,), ())
    assert house.reader().erase(Address("+15559999999")).elsewhere == tuple(sorted(names))


def test_a_file_of_a_newer_program_is_left_as_it_is(house: House) -> None:
    house.store.open()
    house.store.close()
    with sqlite3.connect(house.file) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(JournalUnavailableError, match="written by a newer version"):
        house.store.open()
    with pytest.raises(JournalUnavailableError, match="use the newer program"):
        house.reader()
    assert house.log.events == []


def test_a_file_of_an_older_program_is_left_to_the_server(house: House) -> None:
    house.store.open()
    house.store.close()
    with sqlite3.connect(house.file) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(JournalUnavailableError, match="start this program's server once"):
        house.reader()


def test_a_lock_that_another_process_holds_ends_in_an_error_within_the_promised_time(
    house: House,
) -> None:
    house.store.open()
    other = sqlite3.connect(house.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalUnavailableError, match="locked"):
        house.store.write((ONE,), ())
    other.execute("ROLLBACK")
    other.close()
    house.store.write((ONE,), ())
    assert house.uuids() == ["u-1"]


def test_a_failed_write_of_several_kinds_leaves_nothing_behind(house: House) -> None:
    house.store.write((ONE,), ())
    other = sqlite3.connect(house.file, isolation_level=None)
    other.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON reports BEGIN SELECT RAISE(FAIL, 'no'); END"
    )
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever of ours
        house.store.write((TWO, ReportEntry(report(), bound("n-3"))), ())
    other.execute("DROP TRIGGER refuse")
    other.close()
    assert house.uuids() == ["u-1"]
    house.store.write((TWO, ReportEntry(report(), bound("n-3"))), ())


NUMBER = Address("+15558675309")


def test_an_erased_number_is_in_no_byte_of_the_files(house: House) -> None:
    fill(house, 300)
    theirs = [
        MessageEntry(
            row(
                f"t-{n}", sender=NUMBER, text=f"it is me, 15558675309, number {n} " + "x" * (n * 7),
                fields=(("From", NUMBER.wire),), received_at=later(n),
                xml=b"<Response>15558675309</Response>",
            ),
            bound(f"t-{n}"),
        )
        for n in range(300)
    ]  # fmt: skip
    for place, entry in enumerate(theirs):
        reports = ReportEntry(
            replace(report(f"o-{place}", ""), fields=(("To", NUMBER.wire),)), bound(f"r-{place}")
        )
        house.store.write((entry, reports), ())
    erased = house.reader().erase(NUMBER)
    assert (erased.messages, erased.reports, erased.waiting) == (300, 300, 0)
    for file in house.data.iterdir():
        if not file.name.endswith("-shm"):
            assert b"5558675309" not in file.read_bytes(), file.name
    assert house.reader().count() == 300
    house.store.write((ONE,), ())


def test_the_rule_sets_of_journal_and_history_that_name_the_number_are_counted(
    house: House,
) -> None:
    named = (SourceFile("rules/a.yaml", b"people: {ann: +1 555 867 5309}"),)
    other = (SourceFile("rules/a.yaml", b"people: {ann: +1 555 867 5308}"),)
    history = DirectoryRuleHistory(str(house.data), "rules")
    for id_, files in (("a" * 12, named), ("b" * 12, named), ("c" * 12, other)):
        history.keep(AcceptedSet(id_, later(1), 1, 1), files)
    house.store.write((), (RuleSetSource("a" * 12, named, later(1)),))
    assert house.reader().erase(NUMBER).rule_sets == 2


def leave_trace(file: Path, trace: bytes) -> None:
    """Put bytes where SQLite leaves some when it moves rows: in the unused part of a page."""
    content = bytearray(file.read_bytes())
    for page in range(4096, len(content), 4096):
        kind, cells = content[page], int.from_bytes(content[page + 3 : page + 5])
        first, used_from = 8 + 2 * cells, int.from_bytes(content[page + 5 : page + 7])
        if kind in {10, 13} and used_from - first > len(trace):
            content[page + first : page + first + len(trace)] = trace
            file.write_bytes(content)
            return
    raise AssertionError("no page has room")


@pytest.mark.parametrize("trace", [b"+15558675309", b"1 (555)\\u00a0867\xe2\x80\x9053\\u06f09"])
def test_what_sqlite_leaves_of_moved_rows_goes_with_an_erasure(house: House, trace: bytes) -> None:
    fill(house, 300)
    house.store.close()
    leave_trace(house.file, trace)
    assert trace in house.file.read_bytes()
    house.store.open()
    assert house.reader().erase(NUMBER).messages == 0
    assert trace not in house.file.read_bytes()
    assert house.reader().count() == 300
    house.store.write((ONE,), ())
    assert trace not in house.file.with_name(house.file.name + "-wal").read_bytes()


def test_an_erasure_that_somebody_holds_up_says_that_traces_may_be_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(house, 300)
    house.store.close()
    leave_trace(house.file, b"+15558675309")
    monkeypatch.setattr(sqlite_reading, "SCRUB_SECONDS", 0.0)
    reader, other = house.reader(), sqlite3.connect(house.file, isolation_level=None)
    look = FileBytes.have

    def look_and_hold_up(file: FileBytes, wanted: re.Pattern[bytes]) -> bool:
        other.execute("BEGIN IMMEDIATE")
        return look(file, wanted)

    with closing(other), monkeypatch.context() as patched:
        patched.setattr(FileBytes, "have", look_and_hold_up)
        with pytest.raises(JournalUnavailableError, match="traces of them may be left"):
            reader.erase(NUMBER)
    reader.erase(NUMBER)
    assert b"5558675309" not in house.file.read_bytes()


def test_rows_that_still_wait_in_the_spill_file_are_counted(house: House) -> None:
    house.store.open()
    (house.data / "journal.spill").write_text(
        '{"message": {"from": "+15558675309"}}\n{"message": {"from": "+15550001111"}}\n{"cut'
    )
    assert house.reader().erase(NUMBER).waiting == 1


def deleted(data: Path) -> None:
    shutil.rmtree(data)


def moved_away(data: Path) -> None:
    data.rename(data.with_name("elsewhere"))


def exchanged(data: Path) -> None:
    """As another program that begins a journal in the same place, and goes on writing it."""
    data.rename(data.with_name("elsewhere"))
    other = SqliteStore(str(data), FakeEventLog())
    other.write((MessageEntry(row("u-other"), bound("n-other")),), ())
    WRITING.append(other)


WRITING: list[SqliteStore] = []


@pytest.mark.parametrize("happens", [deleted, moved_away, exchanged])
def test_a_file_that_is_gone_from_its_place_is_noticed_and_a_new_one_begun(
    house: House, happens: Callable[[Path], None]
) -> None:
    house.store.write((ONE,), ())
    happens(house.data)
    with pytest.raises(JournalUnavailableError, match="was deleted or moved while it was open"):
        house.store.write((TWO,), ())
    house.store.write((TWO,), ())
    others = ["u-other"] if happens is exchanged else []
    assert house.uuids() == ["u-2", *others]
    while WRITING:
        # Closing the file that is gone has taken nothing of what stands in its place.
        other = WRITING.pop()
        other.write((MessageEntry(row("u-more"), bound("n-more")),), ())
        other.close()
        assert sorted(house.uuids()) == ["u-2", "u-more", "u-other"]


def test_a_file_that_is_gone_is_noticed_without_anything_to_write(house: House) -> None:
    house.store.write((ONE,), ())
    house.store.open()
    shutil.rmtree(house.data)
    with pytest.raises(JournalUnavailableError, match="was deleted or moved"):
        house.store.open()
    house.store.open()
    assert house.file.exists()


def test_what_is_found_beside_the_writer_is_of_the_file_in_its_place(house: House) -> None:
    finder = SqliteFinder(str(house.data))
    house.store.write((ONE,), ())
    assert finder.find(["u-1"], []).answers.keys() == {"u-1"}
    shutil.rmtree(house.data)
    with pytest.raises(JournalUnavailableError, match="there is no journal"):
        finder.find(["u-1"], [])
    house.store.close()
    house.store.write((TWO,), ())
    assert finder.find(["u-1", "u-2"], []).answers.keys() == {"u-2"}
    finder.close()
