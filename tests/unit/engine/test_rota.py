"""Rotas: whose turn it is, and when duty is handed over."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.actions import NumberTarget
from router.core.address import Address
from router.engine.rota import Rota
from tests.unit.engine.samples import ANN, BOB, CAT

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
PEOPLE = (NumberTarget(ANN, "ann"), NumberTarget(BOB, "bob"), NumberTarget(CAT, "cat"))


def rota(
    starts: str = "2026-11-02 09:00",
    every_days: int = 7,
    people: int = 2,
    zone: ZoneInfo = LONDON,
    swaps: Mapping[date, NumberTarget] | None = None,
) -> Rota:
    first = datetime.fromisoformat(starts)
    return Rota("on-call", zone, first, every_days, PEOPLE[:people], swaps or {})


def duty(asked: Rota, wall: str, fold: int = 0) -> str:
    """Who has duty when the clock on the wall of the rota's zone shows this."""
    local = datetime.fromisoformat(wall).replace(tzinfo=asked.zone, fold=fold)
    return asked.on_duty(local.astimezone(UTC)).name


@pytest.mark.parametrize(
    ("wall", "name"),
    [
        ("2026-11-02 09:00", "ann"),
        ("2026-11-09 08:59:59", "ann"),
        ("2026-11-09 09:00", "bob"),
        ("2026-11-16 08:59", "bob"),
        ("2026-11-16 09:00", "ann"),
        ("2027-11-01 09:00", "ann"),
    ],
)
def test_people_take_turns_of_a_week(wall: str, name: str) -> None:
    assert duty(rota(), wall) == name


def test_turns_of_some_days_go_round() -> None:
    days = rota(every_days=2, people=3)
    names = [duty(days, f"2026-11-{day:02} 12:00") for day in range(2, 10)]
    assert names == ["ann", "ann", "bob", "bob", "cat", "cat", "ann", "ann"]


def test_before_it_starts_the_first_has_duty() -> None:
    assert duty(rota(), "2026-11-02 08:59") == "ann"
    assert duty(rota(), "2026-10-30 12:00") == "ann"
    assert duty(rota(people=3), "2020-01-01 00:00") == "ann"


def test_one_person_always_has_duty() -> None:
    assert duty(rota(people=1, every_days=1), "2031-05-05 05:05") == "ann"


def test_the_moment_may_come_in_any_zone() -> None:
    tokyo = datetime(2026, 11, 9, 18, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert rota().on_duty(tokyo).name == "bob"
    assert rota().on_duty(tokyo - timedelta(seconds=1)).name == "ann"


def test_a_swap_takes_its_calendar_day_in_the_zone() -> None:
    swapped = rota(swaps={date(2026, 11, 5): PEOPLE[2]}, zone=NEW_YORK)
    assert duty(swapped, "2026-11-04 23:59") == "ann"
    assert duty(swapped, "2026-11-05 00:00") == "cat"
    assert duty(swapped, "2026-11-05 23:59") == "cat"
    assert duty(swapped, "2026-11-06 00:00") == "ann"
    assert swapped.on_duty(datetime(2026, 11, 5, 4, 0, tzinfo=UTC)).name == "ann"


def test_a_swap_moves_nobodys_turn() -> None:
    swapped = rota(swaps={date(2026, 11, 9): PEOPLE[2]})
    assert duty(swapped, "2026-11-09 12:00") == "cat"
    assert duty(swapped, "2026-11-10 12:00") == "bob"


def test_a_swap_counts_before_the_rota_starts() -> None:
    assert duty(rota(swaps={date(2026, 10, 1): PEOPLE[1]}), "2026-10-01 12:00") == "bob"


def test_the_hand_over_stays_at_its_hour_on_both_sides_of_a_clock_change() -> None:
    # London's clocks go back on 25 October and forward on 29 March.
    weekly = rota("2026-10-19 09:00")
    assert weekly.on_duty(datetime(2026, 10, 26, 8, 59, tzinfo=UTC)).name == "ann"
    assert weekly.on_duty(datetime(2026, 10, 26, 9, 0, tzinfo=UTC)).name == "bob"
    spring = rota("2026-03-23 09:00")
    assert spring.on_duty(datetime(2026, 3, 30, 7, 59, tzinfo=UTC)).name == "ann"
    assert spring.on_duty(datetime(2026, 3, 30, 8, 0, tzinfo=UTC)).name == "bob"


def test_in_an_hour_that_is_repeated_duty_is_handed_over_the_first_time() -> None:
    # New York, 1 November 2026: 01:59 is followed by 01:00.
    nightly = rota("2026-10-31 01:30", 1, zone=NEW_YORK)
    assert duty(nightly, "2026-11-01 01:29", fold=0) == "ann"
    assert duty(nightly, "2026-11-01 01:30", fold=0) == "bob"
    assert duty(nightly, "2026-11-01 01:00", fold=1) == "bob"
    assert duty(nightly, "2026-11-01 01:30", fold=1) == "bob"
    assert duty(nightly, "2026-11-02 01:30") == "ann"


def test_an_hour_is_repeated_without_a_hand_over_in_it() -> None:
    daily = rota("2026-10-31 09:00", 1, zone=NEW_YORK)
    assert duty(daily, "2026-11-01 01:30", fold=1) == "ann"
    assert duty(daily, "2026-11-01 09:00") == "bob"


def test_in_an_hour_that_is_skipped_duty_is_handed_over_at_the_change() -> None:
    # New York, 8 March 2026: 01:59 is followed by 03:00.
    nightly = rota("2026-03-07 02:30", 1, zone=NEW_YORK)
    assert nightly.on_duty(datetime(2026, 3, 8, 6, 59, tzinfo=UTC)).name == "ann"
    assert nightly.on_duty(datetime(2026, 3, 8, 7, 0, tzinfo=UTC)).name == "bob"


def test_a_rota_can_be_kept_in_a_set() -> None:
    assert len({rota(), rota(swaps={date(2026, 11, 5): PEOPLE[2]}), rota()}) == 2


ZONES = st.sampled_from([NEW_YORK, LONDON, LORD_HOWE, ZoneInfo("Asia/Kolkata")])
STARTS = st.builds(
    lambda day, half: datetime(2026, 3, 1) + timedelta(days=day, minutes=30 * half),
    st.integers(0, 240),
    st.integers(0, 47),
)


@given(ZONES, STARTS, st.integers(1, 15), st.integers(1, 6), st.integers(1, 3))
def test_over_whole_cycles_everybody_has_the_same_share(
    zone: ZoneInfo, starts: datetime, every: int, people: int, cycles: int
) -> None:
    turns = tuple(NumberTarget(Address(f"+1555000{number:04}")) for number in range(people))
    asked = Rota("on-call", zone, starts, every, turns)
    days = range(every * people * cycles)
    shares = [
        asked.on_duty((starts + timedelta(days=day, minutes=30)).replace(tzinfo=zone))
        for day in days
    ]
    assert all(shares.count(turn) == every * cycles for turn in turns)


@given(ZONES, STARTS, st.integers(1, 3))
def test_duty_changes_once_at_each_hand_over_and_never_else(
    zone: ZoneInfo, starts: datetime, every: int
) -> None:
    asked = Rota("on-call", zone, starts, every, PEOPLE)
    begin = starts.replace(tzinfo=zone).astimezone(UTC)
    moments = [begin + timedelta(minutes=30 * step) for step in range(48 * every * 4)]
    walked = [asked.on_duty(moment) for moment in moments]
    turns = [turn for turn, _ in groupby(walked)]
    # The walk ends within an hour of the fourth hand-over, wherever a clock change puts it.
    assert turns[:4] == [*PEOPLE, PEOPLE[0]]
    assert turns[4:] in ([], [PEOPLE[1]])
    labels = [moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in moments]
    for earlier, later in zip(range(len(walked)), range(1, len(walked)), strict=False):
        if walked[earlier] != walked[later]:
            before, after = labels[earlier] - starts, labels[later] - starts
            assert before.days // every < after.days // every


@given(STARTS, st.integers(1, 3))
def test_around_each_clock_change_no_turn_comes_back(starts: datetime, every: int) -> None:
    for zone, change in (
        (NEW_YORK, datetime(2026, 11, 1, 6, tzinfo=UTC)),
        (LONDON, datetime(2026, 10, 25, 1, tzinfo=UTC)),
        (LORD_HOWE, datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ):
        first = change.astimezone(zone).replace(tzinfo=None, fold=0).replace(
            hour=starts.hour, minute=starts.minute
        ) - timedelta(days=2 * every)
        asked = Rota("on-call", zone, first, every, PEOPLE)
        moments = [change + timedelta(minutes=step) for step in range(-120, 120, 10)]
        turns = [turn for turn, _ in groupby(map(asked.on_duty, moments))]
        assert len(turns) == len(set(turns)) <= 2
