"""The hours that clocks skip."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from router.language.times.clock_gaps import Gap, gap_at, gaps_of

NEW_YORK = ZoneInfo("America/New_York")


def test_new_york_skips_an_hour_each_march() -> None:
    assert gaps_of(NEW_YORK) == (
        Gap(date(2026, 3, 8), 120, 180),
        Gap(date(2027, 3, 14), 120, 180),
        Gap(date(2028, 3, 12), 120, 180),
    )


def test_half_an_hour_and_midnight_can_be_skipped_too() -> None:
    assert gaps_of(ZoneInfo("Australia/Lord_Howe"))[0] == Gap(date(2026, 10, 4), 120, 150)
    assert gaps_of(ZoneInfo("America/Santiago"))[0] == Gap(date(2026, 9, 6), 0, 60)


def test_a_zone_that_never_changes_skips_nothing() -> None:
    assert gaps_of(UTC) == ()
    assert gaps_of(ZoneInfo("Asia/Tokyo")) == ()


def test_a_moment_falls_into_a_gap_from_its_beginning_to_before_its_end() -> None:
    gap = Gap(date(2026, 3, 8), 120, 180)
    moments = [datetime(2026, 3, 8, hour, minute) for hour, minute in
               ((1, 59), (2, 0), (2, 59), (3, 0))]  # fmt: skip
    assert [gap_at(NEW_YORK, moment) for moment in moments] == [None, gap, gap, None]
    assert gap_at(NEW_YORK, datetime(2026, 3, 9, 2, 30)) is None


def test_the_ends_of_the_calendar_are_no_gap() -> None:
    assert gap_at(NEW_YORK, datetime(9999, 12, 31, 23, 59)) is None
    assert gap_at(NEW_YORK, datetime(1, 1, 1)) is None
