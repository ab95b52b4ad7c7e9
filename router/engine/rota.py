"""Rotas: who is on duty at a moment, when people take turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from router.core.actions import NumberTarget


@dataclass(frozen=True, slots=True)
class Rota:
    """People who take turns of `every_days` days (a week is 7), the first from `starts` on.

    `starts` is naive: what the clock on the wall of `zone` shows. `turns` is never empty and
    `every_days` is at least 1. A swap takes its calendar day, from midnight to midnight in the
    zone, whoever's turn it is.
    """

    name: str
    zone: tzinfo
    starts: datetime
    every_days: int
    turns: tuple[NumberTarget, ...]
    # Not hashed: a mapping cannot be, and what holds a rota may be kept in a set.
    swaps: Mapping[date, NumberTarget] = field(default_factory=dict, hash=False)

    @property
    def people(self) -> tuple[NumberTarget, ...]:
        """Everybody who ever has duty; whoever has several turns, or swaps, stands there again."""
        return (*self.turns, *self.swaps.values())

    def on_duty(self, at: datetime) -> NumberTarget:
        """Who has duty at an aware time; before the rota starts, whoever has the first turn.

        Duty is handed over when the clock on the wall shows the time of `starts`: in an hour
        that a clock change repeats the first time, in one that it skips at the change.
        """
        local = at.astimezone(self.zone)
        swapped = self.swaps.get(local.date())
        if swapped is not None:
            return swapped
        turn = max(self._days_since_start(local), 0) // self.every_days
        return self.turns[turn % len(self.turns)]

    def _days_since_start(self, local: datetime) -> int:
        """How often the clock on the wall has passed the hand-over time; negative before."""
        days = (local.replace(tzinfo=None) - self.starts).days
        if local.fold:
            # The clock was set back, and may have shown the next hand-over time already.
            following = self.starts + timedelta(days=days + 1)
            first_shown = following.replace(tzinfo=self.zone, fold=0)
            # In UTC: two times of one zone are compared by what its clock shows.
            if first_shown.astimezone(UTC) <= local.astimezone(UTC):
                days += 1
        return days
