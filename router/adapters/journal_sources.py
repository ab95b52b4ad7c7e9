"""The sources of rule sets on their way into the journal: which it has, and which are sought."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from router.adapters.journal_entries import Entry, MessageEntry, RuleSetSource
from router.app.ports import Clock
from router.language.source import SourceFile

SOUGHT_SECONDS = 60.0
"""How long the source of a rule set is looked for, should the history not have it yet."""
AGAIN_SECONDS = 0.5

FilesOf = Callable[[str], tuple[SourceFile, ...]]
"""The source of a rule set by its id; () when it is not to be had. Never raises."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A rule set whose source is not kept yet: when it first decided, how long to look for it."""

    first_used: datetime
    until: float


class Sources:
    """Finds the source of each rule set that decides a message. For the writer's thread.

    Once, and once again whenever the writer has it `forget`, about every minute: so the journal
    knows until when each rule set was in use.
    """

    def __init__(self, files_of: FilesOf, clock: Clock) -> None:
        self._files_of = files_of
        self._clock = clock
        self._known: set[str] = set()
        self._sought: dict[str, _Sought] = {}
        self._again_at = 0.0

    @property
    def sought(self) -> bool:
        """Whether there is one to be looked for."""
        return bool(self._sought)

    def needed_by(self, entries: Sequence[Entry]) -> list[RuleSetSource]:
        """What is to be written with these entries; nothing while a look was just in vain."""
        now = self._clock.monotonic()
        for entry in entries:
            if isinstance(entry, MessageEntry) and entry.row.rule_set not in self._known:
                sought = _Sought(entry.row.received_at, now + SOUGHT_SECONDS)
                self._sought.setdefault(entry.row.rule_set, sought)
        if not self._sought or now < self._again_at:
            return []
        # A set that was just taken may not be in the history yet: look again, for a while.
        self._again_at = now + AGAIN_SECONDS
        found = {id_: self._files_of(id_) for id_ in self._sought}
        return [
            RuleSetSource(id_, files, self._sought[id_].first_used)
            for id_, files in found.items()
            if files
        ]

    def written(self, sources: Iterable[RuleSetSource]) -> None:
        """The journal has these now."""
        for source in sources:
            self._known.add(source.id)
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
        self._known.clear()
