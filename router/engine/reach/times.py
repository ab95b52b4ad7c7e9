"""When conditions on the moment of a message can never hold together."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from router.engine.matchers import During
from router.engine.reach.literals import Literal
from router.engine.schedule import MINUTES_OF_A_DAY, Schedule

_WEEK: Final = 7 * MINUTES_OF_A_DAY
_EVERY_MINUTE: Final = (1 << _WEEK) - 1


def time_clash(known: Sequence[Literal], new: Literal) -> tuple[Literal, ...]:
    """The conditions that no moment meets at once, the new one among them; () if there is none.

    Each names one schedule. Exact within a zone but for closed days: what falls on them is taken
    to be possible, unless two schedules have the very same hours.
    """
    if _impossible([new]):
        return (new,)
    for literal in known:
        if _impossible([literal, new]):
            return (literal, new)
    together = [*known, new]
    return tuple(together) if len(known) > 1 and _impossible(together) else ()


def schedule_of(literal: Literal) -> Schedule:
    """The one schedule that a condition on the moment names."""
    assert isinstance(literal.atom, During)  # noqa: S101
    return literal.atom.schedules[0]


def _impossible(literals: Sequence[Literal]) -> bool:
    left: dict[object, int] = {}
    hours = set()
    for literal in literals:
        schedule = schedule_of(literal)
        week = _open_minutes(schedule)
        if not literal.holds:
            # On a closed day it is outside at any minute.
            week = _EVERY_MINUTE if schedule.closed else _EVERY_MINUTE & ~week
        left[schedule.zone] = left.get(schedule.zone, _EVERY_MINUTE) & week
        opposite = (schedule.zone, schedule.open, schedule.closed, not literal.holds)
        if not left[schedule.zone] or opposite in hours:
            return True
        hours.add((schedule.zone, schedule.open, schedule.closed, literal.holds))
    return False


@lru_cache(maxsize=256)
def _open_minutes(schedule: Schedule) -> int:
    """A bit for each minute of the week, Monday's first lowest, that a window holds."""
    open_minutes = 0
    for window in schedule.open:
        over_midnight = window.end <= window.start
        length = window.end - window.start + MINUTES_OF_A_DAY * over_midnight
        for day in window.days:
            stretch = ((1 << length) - 1) << (day * MINUTES_OF_A_DAY + window.start)
            # What runs over the end of Sunday falls on Monday.
            open_minutes |= (stretch | stretch >> _WEEK) & _EVERY_MINUTE
    return open_minutes
