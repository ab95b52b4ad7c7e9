"""The sources of rule sets on their way into the journal: which it has, and which are sought."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from router.adapters.journal.entries import Entry, MessageEntry, RuleSetSource
from router.app.ports import Clock
from router.language.source import SourceFile

SOUGHT_SECONDS = 60.0
"""How long the source of a rule set is looked for, should the history not have it yet."""
AGAIN_SECONDS = 0.5
IN_USE: Final = timedelta(minutes=10)
"""How often the journal is told that a rule set is still in use."""
SURELY_THERE: Final = timedelta(days=1)
"""How long after that the journal has the files for sure: they outlive every message they explain
by as much (queries.FILES_OUTLIVE)."""

FilesOf = Callable[[str], tuple[SourceFile, ...]]
"""The source of a rule set by its id; () when it is not to be had. Never raises."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A rule set whose source is not kept yet: when it first decided, how long to look for it."""

    first_used: datetime
    until: float


class Sources:
    """Finds the source of each rule set that decides a message, and tells how long it was used.

    For the writer's thread.
    """

    def __init__(self, files_of: FilesOf, clock: Clock) -> None:
        self._files_of = files_of
        self._clock = clock
        self._told: dict[str, datetime] = {}
        self._sought: dict[str, _Sought] = {}
        self._again_at = 0.0

    @property
    def sought(self) -> bool:
        """Whether there is one to be looked for."""
        return bool(self._sought)

    def told(self, entry: Entry) -> bool:
        """Whether this is a message whose rule set the journal has, and knows to be in use.

        From any thread.
        """
        if not isinstance(entry, MessageEntry):
            return False
        told = self._told.get(entry.row.rule_set)
        return told is not None and entry.row.received_at - told < IN_USE

    def needed_by(self, entries: Sequence[Entry]) -> list[RuleSetSource]:
        """What is to be written with these entries; without files where the journal has them."""
        now = self._clock.monotonic()
        in_use: dict[str, datetime] = {}
        for entry in entries:
            if isinstance(entry, MessageEntry):
                id_, at = entry.row.rule_set, entry.row.received_at
                told = self._told.get(id_)
                if told is None or at - told >= SURELY_THERE:
                    self._sought.setdefault(id_, _Sought(at, now + SOUGHT_SECONDS))
                elif at - told >= IN_USE:
                    in_use[id_] = at
        known = [RuleSetSource(id_, (), at) for id_, at in in_use.items()]
        if not self._sought or now < self._again_at:
            return known
        # A set that was just taken may not be in the history yet: look again, for a while.
        self._again_at = now + AGAIN_SECONDS
        found = {id_: self._files_of(id_) for id_ in self._sought}
        return known + [
            RuleSetSource(id_, files, self._sought[id_].first_used)
            for id_, files in found.items()
            if files
        ]

    def written(self, sources: Iterable[RuleSetSource]) -> None:
        """The journal has these now."""
        for source in sources:
            self._told[source.id] = source.at
            self._sought.pop(source.id, None)

    def due(self) -> bool:
        """Whether it is time to look again; those looked for long enough are given up."""
        now = self._clock.monotonic()
        if not self._sought or now < self._again_at:
            return False
        for id_ in [id_ for id_, sought in self._sought.items() if now > sought.until]:
            del self._sought[id_]
        return True

    def forget(self) -> None:
        """The journal may not have any more what it had."""
        self._told.clear()
