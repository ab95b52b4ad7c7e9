"""Moments that meet the conditions on when a message came."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from router.engine.reach.literals import Literal
from router.engine.reach.times import schedule_of
from router.engine.ruleset import Rule
from router.engine.schedule import Schedule

MAX_DAYS: Final = 400
"""How many days on end are looked at: longer than any yearly holiday."""
# A day short of the calendar's ends: a zone's clock may be a day off from UTC.
_FIRST_DAY: Final = date.min + timedelta(days=1)
_LAST_DAY: Final = date.max - timedelta(days=1)
_USUAL_TIMES: Final = tuple(time(hour) for hour in (10, 20, 3))


def moments(
    literals: Sequence[Literal], rule: Rule, zone: tzinfo, usual: datetime
) -> Iterator[datetime]:
    """Moments in UTC that meet every condition and lie in the rule's life, the usual one first.

    Each condition names one schedule; the days of the rule's life are those of the zone.
    """
    schedules = [schedule_of(literal) for literal in literals]
    for at in _suggestions(rule, zone, usual, schedules):
        if is_alive(rule, zone, at) and all(
            schedule.is_open(at) is literal.holds
            for schedule, literal in zip(schedules, literals, strict=True)
        ):
            yield at


def is_alive(rule: Rule, zone: tzinfo, at: datetime) -> bool:
    """Whether the rule's `since` and `until` let it fire then."""
    today = at.astimezone(zone).date()
    return (rule.since or date.min) <= today <= (rule.until or date.max)


def _suggestions(
    rule: Rule, zone: tzinfo, usual: datetime, schedules: Sequence[Schedule]
) -> Iterator[datetime]:
    yield usual
    times = [(zone, at) for at in _USUAL_TIMES]
    for schedule in schedules:
        times.extend((schedule.zone, at) for at in _turns(schedule))
    for day in _days(usual.astimezone(zone).date(), rule):
        for where, at in times:
            yield datetime.combine(day, at, where).astimezone(UTC)


def _days(today: date, rule: Rule) -> Iterator[date]:
    """Days of the rule's life: today and those that follow, and of one that ends those before.

    A rule that has ended, or does so in a few days, may have no open day left ahead of it.
    """
    born = max(rule.since or _FIRST_DAY, _FIRST_DAY)
    last = min(rule.until or _LAST_DAY, _LAST_DAY)
    ahead = max(today, born)
    for days in range(min(MAX_DAYS, (last - ahead).days + 1)):
        yield ahead + timedelta(days=days)
    if rule.until is not None:
        behind = min(last, today - timedelta(days=1))
        for days in range(min(MAX_DAYS, (behind - born).days + 1)):
            yield behind - timedelta(days=days)


def _turns(schedule: Schedule) -> Iterator[time]:
    """The times of day at which a schedule may open or close."""
    minutes = [minute for window in schedule.open for minute in (window.start, window.end)]
    for minute in dict.fromkeys(minutes):
        yield time(minute // 60 % 24, minute % 60)
