"""Which sources of rule sets are written with which messages."""

from datetime import timedelta

from router.adapters.journal import sources
from router.adapters.journal.entries import Entry, MessageEntry, NonceEntry, RuleSetSource
from router.adapters.journal.queries import FILES_OUTLIVE
from router.adapters.journal.sources import AGAIN_SECONDS, IN_USE, SOUGHT_SECONDS, Sources
from router.language.source import SourceFile
from tests.fakes.clock import FakeClock
from tests.fakes.journal_rows import START, bound, row

FILES = (SourceFile("a.yaml", b"x"),)
SECOND = timedelta(seconds=1)


class House:
    """A history, and the sources that look into it."""

    def __init__(self) -> None:
        self.history: dict[str, tuple[SourceFile, ...]] = {"first": FILES, "second": FILES}
        self.asked: list[str] = []
        self.clock = FakeClock()
        self.sources = Sources(self._files_of, self.clock)

    def _files_of(self, id_: str) -> tuple[SourceFile, ...]:
        self.asked.append(id_)
        return self.history.get(id_, ())

    def write(self, *entries: Entry) -> list[RuleSetSource]:
        """What goes with them into a journal that takes it."""
        self.clock.advance(AGAIN_SECONDS)
        needed = self.sources.needed_by(entries)
        self.sources.written(needed)
        return needed


def decided(rule_set: str, after: timedelta = timedelta(0)) -> Entry:
    return MessageEntry(row("u", rule_set=rule_set, received_at=START + after), bound("n"))


def test_files_are_written_with_the_first_message_of_a_set() -> None:
    house = House()
    assert house.write(decided("first"), decided("first", SECOND)) == [
        RuleSetSource("first", FILES, START)
    ]
    assert house.write(decided("first", 2 * SECOND), decided("second", SECOND)) == [
        RuleSetSource("second", FILES, START + SECOND)
    ]
    assert house.write(decided("second", 3 * SECOND), NonceEntry(bound("n"), START)) == []
    assert house.asked == ["first", "second"]


def test_that_a_set_is_still_used_is_told_now_and_then_without_its_files() -> None:
    house = House()
    house.write(decided("first"))
    assert house.write(decided("first", IN_USE - SECOND)) == []
    assert house.write(decided("first", IN_USE)) == [RuleSetSource("first", (), START + IN_USE)]
    assert house.write(decided("first", 2 * IN_USE - SECOND)) == []
    assert house.asked == ["first"]


def test_after_a_long_silence_the_files_may_be_gone() -> None:
    house = House()
    house.write(decided("first"))
    late = sources.SURELY_THERE
    assert house.write(decided("first", late)) == [RuleSetSource("first", FILES, START + late)]


def test_the_files_are_there_for_as_long_as_they_are_taken_to_be() -> None:
    outlive = timedelta(microseconds=FILES_OUTLIVE)
    assert outlive >= sources.SURELY_THERE > IN_USE


def test_a_journal_that_begins_anew_gets_them_again() -> None:
    house = House()
    house.write(decided("first"))
    house.sources.forget()
    assert house.write(decided("first", SECOND)) == [RuleSetSource("first", FILES, START + SECOND)]


def test_a_set_that_the_history_has_not_yet_is_sought_for_a_while() -> None:
    house = House()
    assert house.write(decided("new")) == []
    assert house.sources.sought
    assert house.sources.needed_by(()) == []  # it has just been looked for
    house.clock.advance(AGAIN_SECONDS)
    assert house.sources.due()
    house.history["new"] = FILES
    assert house.write() == [RuleSetSource("new", FILES, START)]
    assert not house.sources.sought
    house.write(decided("never"))
    house.clock.advance(SOUGHT_SECONDS + 1)
    assert house.sources.due()
    assert not house.sources.sought
