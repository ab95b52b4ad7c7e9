"""The journal behind the answers: groups, failures, stalls, and what is left over by a crash."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from router.adapters.journal.answers import JournalAnswers
from router.adapters.journal.backlog import Backlog
from router.adapters.journal.entries import ReportEntry
from router.adapters.journal.patience import TICK_SECONDS
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.writer import JOURNAL_SECONDS, SPILL_SECONDS, JournalWriter
from router.app.answers import (
    KEPT,
    AnsweredMessage,
    Binding,
    Claim,
    Kept,
    NewMessage,
    NonceReused,
    Outcome,
)
from router.language.source import SourceFile
from tests.fakes.clock import FakeClock
from tests.fakes.event_log import FakeEventLog
from tests.fakes.finished import Finished
from tests.fakes.journal_rows import bound, report, row
from tests.fakes.journal_store import FakeJournalStore
from tests.fakes.metrics import FakeMetrics
from tests.waiting import eventually


class House:
    """A memory over a fake store, with everything around it within reach."""

    def __init__(self, data: Path, store: FakeJournalStore | None = None) -> None:
        self.store = store or FakeJournalStore()
        self.log = FakeEventLog()
        self.metrics = FakeMetrics()
        self.clock = FakeClock()
        self.spill = SpillFile(str(data))
        self.files: dict[str, tuple[SourceFile, ...]] = {}
        backlog = Backlog(self.spill, self.store, self.log)
        self.writer = JournalWriter(
            self.store, backlog, lambda id_: self.files.get(id_, ()), 90, self.clock, self.log,
            self.metrics,
        )  # fmt: skip
        self.journal = JournalAnswers(self.writer, backlog, self.spill, self.clock)
        self.memory = Finished(self.journal)

    def answer(self, uuid: str, xml: bytes = b"x", binding: Binding | None = None) -> Outcome:
        """Claim and keep."""
        binding = binding or bound(f"nonce of {uuid}")
        claim = self.memory.claim(uuid, binding)
        assert claim == NewMessage(), claim
        return self.memory.keep(row(uuid, xml), binding)

    def spilled(self) -> int:
        """How many entries the file has."""
        return sum(len(some) for some in self.spill.read())

    def recovers(self) -> bool:
        """Whether the journal has come back; time goes by."""
        self.clock.advance(1)
        return self.journal.state() == "ok"

    def has_trimmed(self, times: int) -> bool:
        """Whether the store was asked to trim so often."""
        return len(self.store.trimmed) == times

    def events(self) -> list[str]:
        return [event.name for event in self.log.events]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.journal.start()
    yield made
    made.store.going.set()
    made.journal.stop()


def test_what_was_answered_is_in_the_journal_when_the_call_returns(house: House) -> None:
    assert house.answer("u-1") == KEPT
    assert [one.uuid for one in house.store.rows] == ["u-1"]
    assert house.journal.state() == "ok"
    assert not Path(house.spill.path).exists()


def test_what_comes_while_a_write_is_under_way_is_written_together(house: House) -> None:
    house.store.going.clear()
    with ThreadPoolExecutor(20) as threads:
        answers = [threads.submit(house.answer, f"u-{n}") for n in range(20)]
        house.store.going.set()
        assert [one.result() for one in answers] == [KEPT] * 20
    assert sorted(one.uuid for one in house.store.rows) == sorted(f"u-{n}" for n in range(20))


def test_twenty_copies_at_once_make_one_row_and_get_the_same_bytes(house: House) -> None:
    def copy(number: int) -> bytes:
        binding = bound(f"n-{number}")
        claim: Claim | Outcome = house.memory.claim("u-1", binding)
        if isinstance(claim, NewMessage):
            xml = b"answer of %d" % number
            outcome = house.memory.keep(row("u-1", xml), binding)
            claim = AnsweredMessage(xml) if isinstance(outcome, Kept) else outcome
        assert isinstance(claim, AnsweredMessage)
        return claim.xml

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(copy, range(20)))
    assert len(answers) == 1
    assert len(house.store.rows) == 1


def test_a_message_that_another_process_answered_gets_its_bytes(
    tmp_path: Path, house: House
) -> None:
    house.answer("u-1", b"first")
    other = House(tmp_path, house.store)
    other.journal.start()
    assert other.answer("u-1", b"second", bound("n-2")) == AnsweredMessage(b"first")
    assert other.memory.claim("u-1", bound("n-3")) == AnsweredMessage(b"first")
    other.journal.stop()
    assert len(house.store.rows) == 1


def test_the_rest_of_a_group_is_written_when_one_of_it_was_answered_before(house: House) -> None:
    house.answer("u-1", b"first")
    house.journal.stop()
    house.store.going.clear()
    again = House(Path(house.spill.path).parent, house.store)
    again.journal.start()
    with ThreadPoolExecutor(9) as threads:
        answers = [threads.submit(again.answer, f"u-{n}", b"y", bound(f"m-{n}")) for n in range(9)]
        house.store.going.set()
        outcomes = [one.result() for one in answers]
    again.journal.stop()
    assert outcomes.count(AnsweredMessage(b"first")) == 1
    assert outcomes.count(KEPT) == 8
    assert len(house.store.rows) == 9


def test_a_nonce_that_another_process_has_seen_is_refused(tmp_path: Path, house: House) -> None:
    owner = bound("n-1", content=b"owner")
    house.answer("u-1", binding=owner)
    other = House(tmp_path, house.store)
    other.journal.start()
    thief = bound("n-1", content=b"thief")
    assert other.answer("u-2", binding=thief) == NonceReused()
    assert not other.memory.bind(thief)
    assert not other.memory.keep_report(report(), thief)
    # The one whom it belongs to is not kept out by that.
    assert other.answer("u-1", b"y", owner) == AnsweredMessage(b"x")
    assert other.memory.claim("u-2", bound("n-2")) == NewMessage()
    other.journal.stop()


def test_a_nonce_that_an_older_program_bound_to_bytes_is_known_by_them(
    tmp_path: Path, house: House
) -> None:
    house.answer("u-1", b"first", bound("n-1", content=b"bytes"))
    other = House(tmp_path, house.store)
    other.journal.start()
    thief = bound("n-1", content=b"fields", of_bytes=b"more")
    assert other.answer("u-1", b"y", thief) == NonceReused()
    retry = bound("n-1", content=b"fields", of_bytes=b"bytes")
    assert other.answer("u-1", b"second", retry) == AnsweredMessage(b"first")
    other.journal.stop()
    assert len(house.store.rows) == 1


def test_the_nonce_of_a_retry_is_bound_durably(tmp_path: Path, house: House) -> None:
    house.answer("u-1")
    assert house.memory.claim("u-1", bound("n-retry", content=b"a")) == AnsweredMessage(b"x")
    other = House(tmp_path, house.store)
    other.journal.start()
    assert not other.memory.bind(bound("n-retry", content=b"b"))
    other.journal.stop()


def test_the_source_of_a_rule_set_is_kept_with_the_first_row_it_decided(house: House) -> None:
    house.answer("u-1")
    assert house.store.sources == []
    house.files["abcdef012345"] = (SourceFile("rules/10.yaml", b"rules"),)
    house.clock.advance(1)
    house.answer("u-2")
    house.answer("u-3")
    assert [(one.id, one.files[0].content) for one in house.store.sources] == [
        ("abcdef012345", b"rules")
    ]


def test_what_a_reply_waits_at_most_is_less_than_the_second_that_is_promised() -> None:
    # Each of the two waits may be noticed one tick late.
    assert JOURNAL_SECONDS + SPILL_SECONDS + 2 * TICK_SECONDS < 1.0


def test_a_failing_journal_holds_no_answer_and_loses_no_row(house: House) -> None:
    house.store.broken = "no space left"
    for n in range(3):
        assert house.answer(f"u-{n}") == KEPT
    assert house.journal.state() == "degraded"
    assert house.log.named("journal_degraded")[0]["reason"] == "no space left"
    assert house.metrics.journals[-1][0] is True
    assert house.spilled() == 3
    assert house.memory.claim("u-1", bound("n-2")) == AnsweredMessage(b"x")
    house.store.broken = ""
    eventually(house.recovers)
    assert [one.uuid for one in house.store.rows] == ["u-0", "u-1", "u-2"]
    assert house.spilled() == 0
    assert house.metrics.journals[-1] == (False, 0, 0)
    assert house.events()[-1] == "journal_recovered"
    assert house.answer("u-9") == KEPT
    assert house.spilled() == 0


def test_a_stalled_journal_holds_no_answer_and_loses_no_row(house: House) -> None:
    house.store.going.clear()
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(house.answer, [f"u-{n}" for n in range(8)]))
    assert outcomes == [KEPT] * 8
    assert house.journal.state() == "degraded"
    assert house.spilled() == 8
    house.answer("u-8")
    house.store.going.set()
    eventually(house.recovers)
    assert sorted(one.uuid for one in house.store.rows) == [f"u-{n}" for n in range(9)]
    assert house.spilled() == 0


def test_reports_wait_like_messages(house: House) -> None:
    house.store.broken = "gone"
    assert house.memory.keep_report(report(), bound("n-1"))
    assert house.memory.bind(bound("n-2"))
    house.store.broken = ""
    eventually(house.recovers)
    assert [one for one in house.store.entries if isinstance(one, ReportEntry)]
    assert set(house.store.find((), ()).nonces) >= {"n-1", "n-2"}


def test_a_journal_that_can_only_be_read_still_tells_what_a_retry_gets(
    tmp_path: Path, house: House
) -> None:
    owner = bound("n-1", content=b"owner")
    house.answer("u-1", b"first", owner)
    house.store.broken = "read-only"
    other = House(tmp_path / "other", house.store)
    other.journal.start()
    assert other.answer("u-1", b"second", bound("n-2")) == AnsweredMessage(b"first")
    assert other.answer("u-2", binding=bound("n-1", content=b"thief")) == NonceReused()
    assert other.answer("u-3") == KEPT
    other.journal.stop()


def test_a_journal_that_cannot_even_be_read_holds_no_answer(house: House) -> None:
    house.store.broken = house.store.unreadable = "gone"
    for n in range(3):
        assert house.answer(f"u-{n}") == KEPT
    house.store.broken = house.store.unreadable = ""
    eventually(house.recovers)
    assert len(house.store.rows) == 3


def test_what_a_crash_left_in_the_spill_file_is_written_by_the_next_process(
    tmp_path: Path,
) -> None:
    crashed = House(tmp_path)
    crashed.store.broken = "gone"
    crashed.journal.start()
    crashed.answer("u-1", b"first")
    crashed.memory.keep_report(report(), bound("n-1", content=b"owner"))
    with open(crashed.spill.path, "ab") as file:
        file.write(b'{"message": {"uuid": "cut o')
    crashed.journal.stop()
    house = House(tmp_path)
    house.store.broken = "still gone"
    house.journal.start()
    assert house.memory.claim("u-1", bound("n-2")) == AnsweredMessage(b"first")
    assert not house.memory.bind(bound("n-1", content=b"thief"))
    house.answer("u-2")
    house.store.broken = ""
    eventually(house.recovers)
    assert sorted(one.uuid for one in house.store.rows) == ["u-1", "u-2"]
    assert house.spilled() == 0
    house.journal.stop()


def test_rows_that_the_journal_has_already_are_not_written_twice_from_the_spill_file(
    tmp_path: Path, house: House
) -> None:
    house.answer("u-1", b"first")
    other = tmp_path / "other"
    left = House(other)
    left.spill.append(house.store.entries)
    again = House(other, house.store)
    again.journal.start()
    eventually(lambda: again.spilled() == 0)
    again.journal.stop()
    assert len(house.store.rows) == 1


def test_without_a_spill_file_rows_wait_in_memory(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    others = set(threading.enumerate())
    house = House(tmp_path / "data")
    house.store.broken = "gone"
    house.journal.start()
    for n in range(3):
        assert house.answer(f"u-{n}") == KEPT
    assert len(house.log.named("journal_spill_failed")) == 1
    assert house.memory.claim("u-1", bound("n-1")) == AnsweredMessage(b"x")
    house.store.broken = ""
    eventually(house.recovers)
    assert len(house.store.rows) == 3
    house.journal.stop()
    # Its threads had nothing left to do, and did not go on asking whether they had.
    assert set(threading.enumerate()) <= others


def test_rows_that_wait_in_memory_alone_are_named_as_lost_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    house = House(tmp_path / "data")
    house.store.broken = "gone"
    house.journal.start()
    house.answer("u-1")
    house.journal.stop()
    assert house.log.named("journal_row_lost")[0]["lost"] == 1


def test_the_end_writes_what_has_come(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.journal.start()
    house.answer("u-1")
    was_open = house.store.is_open
    house.journal.stop()
    assert (was_open, house.store.is_open) == (True, False)
    assert len(house.store.rows) == 1


def test_a_store_that_cannot_be_opened_is_no_reason_not_to_start(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.store.broken = "no such host"
    house.journal.start()
    assert house.journal.state() == "degraded"
    assert house.answer("u-1") == KEPT
    house.journal.stop()


def test_old_rows_are_trimmed_in_small_steps(house: House) -> None:
    house.store.to_trim = 250
    for n, seconds in enumerate((61, 1, 1)):
        house.clock.advance(seconds)
        house.answer(f"u-{n}")
        eventually(partial(house.has_trimmed, n + 1))
    assert house.store.to_trim == 0
    assert (house.clock.now() - house.store.trimmed[-1]).days == 90


def test_a_dropped_claim_is_new_again(house: House) -> None:
    house.memory.claim("u-1", bound("n-1"))
    house.memory.drop("u-1")
    assert house.memory.claim("u-1", bound("n-1")) == NewMessage()
