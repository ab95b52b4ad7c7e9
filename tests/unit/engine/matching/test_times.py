"""Conditions on the moment: inside or outside of schedules, and the clause that says so."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from router.engine.matchers import During, Not, Outside
from router.engine.schedule import Schedule, Window
from tests.unit.engine.samples import NEW_YORK, NOON, OFFICE, facts

EVERY_DAY = frozenset(range(7))
NIGHTS = Schedule("nights", ZoneInfo("Europe/London"), (Window(EVERY_DAY, 22 * 60, 2 * 60),))
LUNCH = Schedule("lunch", NEW_YORK, (Window(EVERY_DAY, 12 * 60, 13 * 60),))

MONDAY_TEN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SUNDAY_TEN = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "inside"), [(MONDAY_TEN, True), (SUNDAY_TEN, False), (SUNDAY_NIGHT, True)]
)
def test_during_is_inside_any_and_outside_is_outside_all(at: datetime, inside: bool) -> None:
    both = (OFFICE, NIGHTS)
    assert During(both).test(facts("hi", at=at)) is inside
    assert Outside(both).test(facts("hi", at=at)) is not inside


def test_inside_they_say_what_the_clock_shows_and_inside_of_what() -> None:
    words = (
        "it is Mon 23 Nov 10:00 in America/New_York, "
        "inside “office-hours” (mon-fri 09:00-17:00, sat 10:00-12:00)"
    )
    assert During((OFFICE,)).why(facts("hi", at=MONDAY_TEN)) == words
    assert Outside((OFFICE,)).why(facts("hi", at=MONDAY_TEN)) == words
    excluded = Not(During((OFFICE,))).why(facts("hi", at=MONDAY_TEN))
    assert excluded == f"{words}, which the rule excludes"


def test_outside_they_say_what_the_clock_shows_and_when_it_would_be_inside() -> None:
    words = (
        "it is Sun 22 Nov 10:00 in America/New_York, "
        "outside “office-hours” (mon-fri 09:00-17:00, sat 10:00-12:00)"
    )
    assert During((OFFICE,)).why(facts("hi", at=SUNDAY_TEN)) == words
    assert Outside((OFFICE,)).why(facts("hi", at=SUNDAY_TEN)) == words


def test_of_several_schedules_they_name_the_one_it_is_inside_of() -> None:
    assert During((OFFICE, NIGHTS)).why(facts("hi", at=SUNDAY_NIGHT)) == (
        "it is Sun 22 Nov 23:30 in Europe/London, inside “nights” (mon-sun 22:00-02:00)"
    )


def test_outside_of_several_they_name_each_and_each_clock_once() -> None:
    assert Outside((OFFICE, NIGHTS, LUNCH)).why(facts("hi", at=SUNDAY_TEN)) == (
        "it is Sun 22 Nov 10:00 in America/New_York, outside “office-hours” "
        "(mon-fri 09:00-17:00, sat 10:00-12:00) and “lunch” (mon-sun 12:00-13:00), "
        "and Sun 22 Nov 15:00 in Europe/London, outside “nights” (mon-sun 22:00-02:00)"
    )


def test_a_closed_day_is_the_reason_when_the_hours_are_right() -> None:
    christmas = datetime(2026, 12, 25, 15, 0, tzinfo=UTC)
    assert During((OFFICE,)).why(facts("hi", at=christmas)) == (
        "it is Fri 25 Dec 10:00 in America/New_York, outside “office-hours” (closed on 25 Dec)"
    )
    nights = replace(NIGHTS, closed=((date(2026, 11, 20), date(2026, 11, 21)),))
    assert Outside((nights,)).why(facts("hi", at=datetime(2026, 11, 22, 1, 0, tzinfo=UTC))) == (
        "it is Sun 22 Nov 01:00 in Europe/London, outside “nights” (closed on 21 Nov)"
    )


def test_a_plain_utc_zone_is_named_too() -> None:
    utc = replace(LUNCH, zone=UTC)
    assert During((utc,)).why(facts("hi", at=NOON)).startswith("it is Sun 22 Nov 12:05 in UTC, in")
