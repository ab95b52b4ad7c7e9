from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from router.app.journal import JournalFilter
from router.app.journal_stats import by_day, midnight
from router.core.journal import DaySums
from tests.fakes.journal import FakeJournal
from tests.fakes.recorded import row, sent

NEW_YORK = ZoneInfo("America/New_York")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def journal() -> FakeJournal:
    return FakeJournal(
        row("a", uuid="1", at=at(1, 23)),
        row("b", sent(), uuid="2", fired=("Hours",), at=at(2, 3)),
        row("c", uuid="3", at=at(2, 6)),
        row("d", uuid="4", at=datetime(1970, 1, 1, tzinfo=UTC)),
    )


def test_days_begin_at_midnight_in_the_zone_and_those_without_messages_are_left_out() -> None:
    assert list(by_day(journal(), UTC)) == [
        DaySums(date(1970, 1, 1), 1, 1, 0),
        DaySums(date(2026, 11, 1), 1, 1, 0),
        DaySums(date(2026, 11, 2), 2, 1, 1),
    ]
    assert list(by_day(journal(), NEW_YORK))[1:] == [
        DaySums(date(2026, 11, 1), 2, 1, 1),
        DaySums(date(2026, 11, 2), 1, 1, 0),
    ]


def test_a_filter_counts_for_each_day() -> None:
    wanted = JournalFilter(since=at(1, 23), until=at(2, 5), unmatched=True, limit=1)
    assert list(by_day(journal(), UTC, wanted)) == [DaySums(date(2026, 11, 1), 1, 1, 0)]


def test_without_messages_there_are_no_days() -> None:
    assert list(by_day(FakeJournal(), UTC)) == []


def test_midnight_follows_the_clocks() -> None:
    assert midnight(date(2026, 11, 1), NEW_YORK) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert midnight(date(2026, 11, 2), NEW_YORK) == datetime(2026, 11, 2, 5, tzinfo=UTC)
