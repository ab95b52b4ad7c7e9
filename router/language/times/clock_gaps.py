"""The hours that a zone's clocks skip when they go forward."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from router.engine.schedule import MINUTES_OF_A_DAY

_FIRST, _DAYS = date(2026, 1, 1), 3 * 366
"""Three years tell what a zone does every year; the compiler knows no clock that names this one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """On `day` the clock goes from `start` straight to `end`, minutes after midnight."""

    day: date
    start: int
    end: int


@lru_cache(maxsize=256)
def gaps_of(zone: tzinfo) -> tuple[Gap, ...]:
    """Every day of some years on which the clocks of the zone go forward."""
    days = (_FIRST + timedelta(days=at) for at in range(_DAYS))
    return tuple(gap for day in days if (gap := _gap_on(day, zone)))


def gap_at(zone: tzinfo, moment: datetime) -> Gap | None:
    """The gap that a naive moment falls into, its very beginning included."""
    if not 1 < moment.year < 9999:  # the calendar's ends have no time in some zones
        return None
    gap = _gap_on(moment.date(), zone)
    minute = moment.hour * 60 + moment.minute
    return gap if gap and gap.start <= minute < gap.end else None


def _gap_on(day: date, zone: tzinfo) -> Gap | None:
    midnight = datetime.combine(day, time())
    if _offset(midnight, zone) >= _offset(midnight + timedelta(days=1), zone):
        return None
    skipped = [at for at in range(MINUTES_OF_A_DAY) if _is_skipped(midnight, at, zone)]
    return Gap(day, skipped[0], skipped[-1] + 1) if skipped else None


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()


def _is_skipped(midnight: datetime, minute: int, zone: tzinfo) -> bool:
    shown = midnight + timedelta(minutes=minute)
    back = shown.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) != shown
