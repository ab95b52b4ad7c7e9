"""Conditions on the moment a message came: `during` and `outside`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from router.engine.facts import Facts
from router.engine.schedule import DAY_NAMES, Schedule
from router.engine.wording import listed, quoted

_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class During:
    """The message came inside one of these schedules."""

    schedules: tuple[Schedule, ...]

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return _open_one(self.schedules, facts.message.received_at) is not None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return _where(self.schedules, facts.message.received_at)


@dataclass(frozen=True, slots=True)
class Outside:
    """The message came outside all of these schedules."""

    schedules: tuple[Schedule, ...]

    def test(self, facts: Facts) -> bool:
        """Whether it holds."""
        return _open_one(self.schedules, facts.message.received_at) is None

    def why(self, facts: Facts) -> str:
        """Why it holds, or does not."""
        return _where(self.schedules, facts.message.received_at)


def _open_one(schedules: Sequence[Schedule], at: datetime) -> Schedule | None:
    return next((schedule for schedule in schedules if schedule.is_open(at)), None)


def _where(schedules: Sequence[Schedule], at: datetime) -> str:
    """`it is Sun 22 Nov 10:00 in America/New_York, outside “office-hours” (mon-fri 09:00-17:00)`.

    Names the schedule that the time is inside of, or all when it is inside none.
    """
    within = _open_one(schedules, at)
    if within is not None:
        return f"it is {_moment(at, within.zone)}, inside {_named(within, at)}"
    outside: dict[str, list[str]] = {}
    for schedule in schedules:
        outside.setdefault(_moment(at, schedule.zone), []).append(_named(schedule, at))
    clauses = [f"{moment}, outside {listed(names, 'and')}" for moment, names in outside.items()]
    return f"it is {', and '.join(clauses)}"


def _named(schedule: Schedule, at: datetime) -> str:
    closed = schedule.closed_day(at)
    return (
        f"{quoted(schedule.name)} ({f'closed on {_day(closed)}' if closed else schedule.hours()})"
    )


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    weekday = DAY_NAMES[local.weekday()].capitalize()
    return f"{weekday} {_day(local)} {local:%H:%M} in {zone}"


def _day(day: date) -> str:
    # Not `%b`: its words follow the machine's language.
    return f"{day.day} {_MONTHS[day.month - 1]}"
