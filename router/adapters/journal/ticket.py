"""An entry on its way to the disk, for which a request waits."""

from collections.abc import Callable

from router.adapters.journal.entries import Entry
from router.app.answers import KEPT, Outcome
from router.app.steps import Signal


class Ticket(Signal):
    """An entry; it is set once its outcome is known.

    It is written when somebody begins to wait for it, together with all that has come by then:
    `wanted` is called for that. `written` says that the journal has it, `set_aside` that the
    backlog has.
    """

    __slots__ = ("_outcome", "_wanted", "entry", "set_aside", "written")

    def __init__(self, entry: Entry, wanted: Callable[[], None]) -> None:
        super().__init__()
        self._wanted = wanted
        self.entry = entry
        self._outcome: Outcome | None = None
        self.written = False
        self.set_aside = False

    def when_done(self, call: Callable[[], None]) -> None:
        """Have it called once it is settled, and have it written."""
        super().when_done(call)
        self._wanted()

    def settle(self, outcome: Outcome) -> None:
        """Let whoever waits go on with this outcome; only the first counts."""
        with self._lock:
            if self._outcome is not None:
                return
            self._outcome = outcome
        self.set()

    @property
    def outcome(self) -> Outcome:
        """What became of it, once it is settled."""
        return self._outcome or KEPT
