"""The first and last days of rules: dates, in order, with a moment at which the rule can fire."""

from collections.abc import Iterator
from datetime import date, timedelta

from router.engine.schedule import Schedule
from router.language.checks.closed_days import bad_date
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.quoting import listed, quoted
from router.language.times.dates import read_date
from router.language.times.misread import Misread
from router.language.whole import RuleInSet, WholeSet
from router.language.written.times import ScheduleCondition

_MOST_DAYS = 1000
"""A longer life than this is not looked through day by day."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `since` and `until` that is no date, or leaves the rule no day to fire on."""
    for rule in whole.rules:
        written = rule.rule
        for value in (written.since, written.until):
            read = read_date(value.text) if value else None
            if value and isinstance(read, Misread):
                yield bad_date(value, read, whole)
        yield from _life(rule, whole)


def _life(rule: RuleInSet, whole: WholeSet) -> Iterator[Diagnostic]:
    since, until = rule.rule.since, rule.rule.until
    if since is None or until is None:
        return
    first, last = read_date(since.text), read_date(until.text)
    if isinstance(first, Misread) or isinstance(last, Misread):
        return
    if last < first:
        yield Diagnostic(
            code="reversed-dates",
            message=f"this rule ends on {last}, before it begins on {first}",
            span=until.span,
            hints=("since: is its first day, until: its last",),
            related=(Related("it begins here", since.span),),
        )
    elif names := _always_closed(rule, first, last, whole):
        yield Diagnostic(
            code="never-fires",
            message=f"this rule never fires: {names} has no hours from {first} to {last}",
            span=rule.rule.name.span,
            severity=Severity.WARNING,
            hints=("change since and until, or the closed days of the schedule",),
        )


def _always_closed(rule: RuleInSet, first: date, last: date, whole: WholeSet) -> str:
    """The schedules that the rule needs, and that no day of its life opens; "" for none."""
    if (last - first).days > _MOST_DAYS:
        return ""
    for placed in rule.conditions:
        leaf = placed.leaf
        if not (placed.required and isinstance(leaf, ScheduleCondition) and leaf.inside):
            continue
        known = [whole.book.schedules.get(name.text) for name in leaf.names]
        if all(one is not None and not _opens(one, first, last) for one in known):
            return listed([quoted(name.text) for name in leaf.names], "and")
    return ""


def _opens(schedule: Schedule, first: date, last: date) -> bool:
    """Whether a window begins that may reach into these days, in whichever zone they are meant."""
    days = (first + timedelta(days=at) for at in range(-2, (last - first).days + 2))
    weekdays = frozenset(day for window in schedule.open for day in window.days)
    return any(day.weekday() in weekdays and not schedule.is_closed_on(day) for day in days)
