"""Schedules: which minutes are inside, whatever the clock on the wall does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.engine.schedule import Schedule, Window

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KOLKATA = ZoneInfo("Asia/Kolkata")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset({MON, TUE, WED, THU, FRI})


def window(days: set[int] | frozenset[int], start: str, end: str) -> Window:
    """Hours as the rule files write them, `09:00` to `17:00`."""

    def minute(clock: str) -> int:
        hours, minutes = clock.split(":")
        return int(hours) * 60 + int(minutes)

    return Window(frozenset(days), minute(start), minute(end))


def schedule(
    *windows: Window, zone: ZoneInfo = NEW_YORK, closed: tuple[tuple[date, date], ...] = ()
) -> Schedule:
    return Schedule("office-hours", zone, windows, closed)


def is_open(asked: Schedule, wall: str, fold: int = 0) -> bool:
    """Whether it is open when the clock on the wall of its zone shows this."""
    local = datetime.fromisoformat(wall).replace(tzinfo=asked.zone, fold=fold)
    return asked.is_open(local.astimezone(UTC))


OFFICE = schedule(window(WEEKDAYS, "09:00", "17:00"), window({SAT}, "10:00", "12:00"))


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2026-11-20 08:59:59", False),
        ("2026-11-20 09:00", True),
        ("2026-11-20 16:59:59.999999", True),
        ("2026-11-20 17:00", False),
        ("2026-11-21 09:30", False),
        ("2026-11-21 10:00", True),
        ("2026-11-22 10:00", False),
    ],
)
def test_the_beginning_is_inside_and_the_end_is_not(wall: str, expected: bool) -> None:
    assert is_open(OFFICE, wall) is expected


def test_the_moment_may_come_in_any_zone() -> None:
    assert OFFICE.is_open(datetime(2026, 11, 20, 14, 0, tzinfo=UTC))
    assert OFFICE.is_open(datetime(2026, 11, 20, 23, 0, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert not OFFICE.is_open(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def test_a_window_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    night = schedule(window({FRI}, "22:00", "02:00"))
    assert is_open(night, "2026-11-20 22:00")
    assert is_open(night, "2026-11-21 01:59")
    assert not is_open(night, "2026-11-21 02:00")
    assert not is_open(night, "2026-11-20 01:00")
    assert not is_open(night, "2026-11-21 22:00")


def test_sundays_night_ends_on_monday() -> None:
    assert is_open(schedule(window({SUN}, "23:00", "01:00")), "2026-11-23 00:30")


@pytest.mark.parametrize("end", ["24:00", "00:00"])
def test_a_window_may_end_at_midnight(end: str) -> None:
    evening = schedule(window({FRI}, "18:00", end))
    assert is_open(evening, "2026-11-20 23:59")
    assert not is_open(evening, "2026-11-21 00:00")


def test_a_whole_day_is_from_midnight_to_24() -> None:
    day = schedule(window({FRI}, "00:00", "24:00"))
    assert is_open(day, "2026-11-20 00:00")
    assert is_open(day, "2026-11-20 23:59:59")
    assert not is_open(day, "2026-11-19 23:59")
    assert not is_open(day, "2026-11-21 00:00")


def test_a_window_that_ends_when_it_begins_goes_round_the_clock() -> None:
    shift = schedule(window({FRI}, "08:00", "08:00"))
    assert is_open(shift, "2026-11-20 08:00")
    assert is_open(shift, "2026-11-21 07:59")
    assert not is_open(shift, "2026-11-21 08:00")


HOLIDAYS = (
    (date(2026, 12, 25), date(2026, 12, 25)),
    (date(2026, 12, 31), date(2027, 1, 1)),
)


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2026-12-24 10:00", True),
        ("2026-12-25 10:00", False),
        ("2026-12-30 10:00", True),
        ("2026-12-31 10:00", False),
        ("2027-01-01 10:00", False),
        ("2027-01-04 10:00", True),
    ],
)
def test_closed_days_are_closed_both_ends_of_a_range_included(wall: str, expected: bool) -> None:
    closed = schedule(window(WEEKDAYS, "09:00", "17:00"), closed=HOLIDAYS)
    assert is_open(closed, wall) is expected


def test_a_closed_day_shuts_the_night_that_begins_on_it_not_the_one_that_ends_on_it() -> None:
    nights = schedule(window(EVERY_DAY, "22:00", "02:00"), closed=HOLIDAYS)
    assert is_open(nights, "2026-12-25 01:00")
    assert not is_open(nights, "2026-12-25 23:00")
    assert not is_open(nights, "2026-12-26 01:00")
    assert is_open(nights, "2026-12-26 23:00")


def test_the_closed_day_that_shuts_it_is_named() -> None:
    nights = schedule(window(EVERY_DAY, "22:00", "02:00"), closed=HOLIDAYS)
    christmas = date(2026, 12, 25)
    assert nights.closed_day(datetime(2026, 12, 25, 23, tzinfo=NEW_YORK)) == christmas
    assert nights.closed_day(datetime(2026, 12, 26, 1, tzinfo=NEW_YORK)) == christmas
    assert nights.closed_day(datetime(2026, 12, 25, 12, tzinfo=NEW_YORK)) is None
    assert nights.closed_day(datetime(2026, 12, 26, 23, tzinfo=NEW_YORK)) is None


def test_a_schedule_without_windows_is_never_open() -> None:
    assert not is_open(schedule(), "2026-11-20 10:00")
    assert schedule().hours() == "never"


def test_an_hour_that_the_clock_change_skips_is_not_there() -> None:
    # New York, 8 March 2026: 01:59 is followed by 03:00.
    early = schedule(window({SUN}, "02:00", "04:00"))
    assert not early.is_open(datetime(2026, 3, 8, 6, 59, tzinfo=UTC))
    assert early.is_open(datetime(2026, 3, 8, 7, 0, tzinfo=UTC))
    assert early.is_open(datetime(2026, 3, 8, 7, 59, tzinfo=UTC))
    assert not early.is_open(datetime(2026, 3, 8, 8, 0, tzinfo=UTC))
    skipped = schedule(window({SUN}, "02:00", "03:00"))
    assert not any(
        skipped.is_open(datetime(2026, 3, 8, tzinfo=UTC) + timedelta(minutes=minute))
        for minute in range(1440)
    )


def test_an_hour_that_the_clock_change_repeats_is_inside_both_times() -> None:
    # London, 25 October 2026: 01:59 is followed by 01:00.
    early = schedule(window({SUN}, "01:00", "01:30"), zone=LONDON)
    for fold in (0, 1):
        assert is_open(early, "2026-10-25 01:00", fold)
        assert is_open(early, "2026-10-25 01:29", fold)
        assert not is_open(early, "2026-10-25 01:30", fold)


def test_a_change_of_half_an_hour_is_followed_too() -> None:
    # Lord Howe, 5 April 2026: 01:59 is followed by 01:30; 4 October 2026: 01:59 by 02:30.
    early = schedule(window({SUN}, "01:30", "02:15"), zone=LORD_HOWE)
    opened = datetime(2026, 4, 4, 14, 30, tzinfo=UTC)
    assert not early.is_open(opened - timedelta(minutes=1))
    assert all(early.is_open(opened + timedelta(minutes=minute)) for minute in range(75))
    assert not early.is_open(opened + timedelta(minutes=75))
    opened = datetime(2026, 10, 3, 15, 0, tzinfo=UTC)
    assert not early.is_open(opened - timedelta(minutes=1))
    assert all(early.is_open(opened + timedelta(minutes=minute)) for minute in range(30))
    assert not early.is_open(opened + timedelta(minutes=30))


def test_office_hours_keep_to_the_wall_clock_on_both_sides_of_a_change() -> None:
    assert OFFICE.is_open(datetime(2026, 10, 30, 13, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 11, 2, 13, 59, tzinfo=UTC))
    assert OFFICE.is_open(datetime(2026, 11, 2, 14, 0, tzinfo=UTC))


def test_a_zone_without_changes_is_the_same_all_year() -> None:
    shop = schedule(window(EVERY_DAY, "09:30", "18:00"), zone=KOLKATA)
    for month in range(1, 13):
        assert shop.is_open(datetime(2026, month, 15, 4, 0, tzinfo=UTC))
        assert not shop.is_open(datetime(2026, month, 15, 3, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({SAT}, "sat"),
        ({MON, TUE, WED, THU, FRI}, "mon-fri"),
        ({MON, WED, FRI}, "mon, wed and fri"),
        ({MON, TUE, THU, SAT}, "mon-tue, thu and sat"),
        ({FRI, SAT, SUN, MON}, "fri-mon"),
        (set(EVERY_DAY), "mon-sun"),
    ],
)
def test_days_are_named_as_people_name_them(days: set[int], words: str) -> None:
    assert window(days, "22:00", "02:00").words() == f"{words} 22:00-02:00"


def test_hours_are_told_in_order_and_of_many_only_the_first() -> None:
    assert OFFICE.hours() == "mon-fri 09:00-17:00, sat 10:00-12:00"
    each = [window({day}, "00:00", "24:00") for day in range(5)]
    assert schedule(*each[:4]).hours().endswith(", thu 00:00-24:00")
    assert schedule(*each).hours() == ("mon 00:00-24:00, tue 00:00-24:00, wed 00:00-24:00, 2 more")


# Zones with the days of 2026 on which their clocks change, if they do.
CHANGES = [
    (NEW_YORK, date(2026, 3, 8)),
    (NEW_YORK, date(2026, 11, 1)),
    (LONDON, date(2026, 3, 29)),
    (LONDON, date(2026, 10, 25)),
    (LORD_HOWE, date(2026, 4, 5)),
    (LORD_HOWE, date(2026, 10, 4)),
    (KOLKATA, date(2026, 6, 7)),
    (ZoneInfo("America/Santiago"), date(2026, 4, 5)),
    (ZoneInfo("America/Santiago"), date(2026, 9, 6)),
]
WINDOWS = st.builds(
    Window, st.frozensets(st.integers(0, 6), min_size=1), st.integers(0, 1439), st.integers(0, 1440)
)


def open_labels(asked: Schedule, first: date, days: int) -> set[datetime]:
    """Every minute on the wall clock that is inside, walked through one by one."""
    labels: set[datetime] = set()
    for day in (first + timedelta(days=number) for number in range(days)):
        if any(begin <= day <= end for begin, end in asked.closed):
            continue
        midnight = datetime(day.year, day.month, day.day)
        for one in asked.open:
            if day.weekday() not in one.days:
                continue
            label = midnight + timedelta(minutes=one.start)
            while True:
                labels.add(label)
                label += timedelta(minutes=1)
                if label.hour * 60 + label.minute == one.end % 1440:
                    break
    return labels


@given(
    st.sampled_from(CHANGES),
    st.lists(WINDOWS, max_size=3),
    st.frozensets(st.integers(-2, 2), max_size=2),
    st.integers(0, 9),
)
def test_it_is_open_exactly_at_the_minutes_its_windows_name(
    change: tuple[ZoneInfo, date], windows: list[Window], closed: frozenset[int], offset: int
) -> None:
    zone, day = change
    ranges = tuple((day + timedelta(days=off), day + timedelta(days=off)) for off in closed)
    asked = schedule(*windows, zone=zone, closed=ranges)
    labels = open_labels(asked, day - timedelta(days=3), 6)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1, minutes=offset)
    for step in range(300):
        at = begin + timedelta(minutes=10 * step)
        label = at.astimezone(zone).replace(tzinfo=None, fold=0)
        assert asked.is_open(at) is (label in labels), f"{label} in {zone}"
