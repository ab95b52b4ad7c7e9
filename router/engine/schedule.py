"""Schedules: the hours of the week that rules speak of, by the clock on the wall of a zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from router.engine.wording import MAX_LISTED, listed

DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The rule files' words for the days, as `date.weekday` counts them."""
MINUTES_OF_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Window:
    """Hours on some days of the week, such as `mon-fri 09:00-17:00`.

    `days` are those it begins on, Monday 0; `start` (0 to 1439) and `end` (0 to 1440, which is
    24:00) are minutes after midnight. The end itself is outside. An end at or before the start
    is the next day's: `fri 22:00-02:00` belongs to Friday.
    """

    days: frozenset[int]
    start: int
    end: int

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether it is open at this minute after the midnight that such a weekday begins with.

        Minutes from 1440 on are the next day's.
        """
        over_midnight = self.end <= self.start
        end = self.end + MINUTES_OF_A_DAY if over_midnight else self.end
        return weekday in self.days and self.start <= minute < end

    def words(self) -> str:
        """`mon-fri 09:00-17:00`, `mon and fri-sat 22:00-02:00`."""
        return f"{_days(self.days)} {_clock(self.start)}-{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open: windows in a zone, but for closed days.

    `closed` are ranges of dates, both ends included; a closed day shuts the windows that begin on
    it. All times are what the clock on the wall shows: an hour that a clock change repeats is
    open both times, one that it skips never is.
    """

    name: str
    zone: tzinfo
    open: tuple[Window, ...]
    closed: tuple[tuple[date, date], ...] = ()

    def is_open(self, at: datetime) -> bool:
        """Whether an aware time falls inside."""
        return any(not self.is_closed_on(day) for day in self._beginnings(at))

    def is_closed_on(self, day: date) -> bool:
        """Whether this is a closed day."""
        return any(first <= day <= last for first, last in self.closed)

    def closed_day(self, at: datetime) -> date | None:
        """The closed day that shuts it at a time when its hours would have it open."""
        return None if self.is_open(at) else next(self._beginnings(at), None)

    def hours(self) -> str:
        """`mon-fri 09:00-17:00, sat 10:00-12:00`; of many windows the first few."""
        words = [window.words() for window in self.open]
        if len(words) > MAX_LISTED:
            words[MAX_LISTED - 1 :] = [f"{len(words) - MAX_LISTED + 1} more"]
        return ", ".join(words) or "never"

    def _beginnings(self, at: datetime) -> Iterator[date]:
        """The days on which the windows began that hold at this time, closed days or not."""
        local = at.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        for days_ago in (0, 1):
            day = local.date() - timedelta(days=days_ago)
            since_midnight = minute + days_ago * MINUTES_OF_A_DAY
            if any(window.holds(day.weekday(), since_midnight) for window in self.open):
                yield day


def _days(days: frozenset[int]) -> str:
    """`mon-fri`, `sat`, `fri-mon`, `mon, wed and fri`."""
    if len(days) == len(DAY_NAMES):
        return "mon-sun"
    runs: list[str] = []
    for first in sorted(days):
        if (first - 1) % 7 in days:
            continue
        last = first
        while (last + 1) % 7 in days:
            last = (last + 1) % 7
        runs.append(DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}")
    return listed(runs, "and")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
