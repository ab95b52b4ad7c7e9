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
    today = usual.astimezone(zone).date()
    # The first day of its life that is not over, or its last.
    first = min(max(today, rule.since or today), rule.until or date.max)
    times = [(zone, at) for at in _USUAL_TIMES]
    for schedule in schedules:
        times.extend((schedule.zone, at) for at in _turns(schedule))
    for days in _days(first, rule):
        for where, at in times:
            yield datetime.combine(days, at, where).astimezone(UTC)


def _days(first: date, rule: Rule) -> Iterator[date]:
    """The day itself and those that follow, within the rule's life and the calendar."""
    last = min(rule.until or date.max - timedelta(days=1), date.max - timedelta(days=1))
    for days in range(min(MAX_DAYS, (last - first).days + 1)):
        yield first + timedelta(days=days)


def _turns(schedule: Schedule) -> Iterator[time]:
    """The times of day at which a schedule may open or close."""
    minutes = [minute for window in schedule.open for minute in (window.start, window.end)]
    for minute in dict.fromkeys(minutes):
        yield time(minute // 60 % 24, minute % 60)
