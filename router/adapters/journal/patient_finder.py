"""A look into the journal that is waited for no longer than a reply can wait."""

from collections.abc import Sequence
from queue import SimpleQueue
from threading import Event, Thread

from router.adapters.journal.backlog import Finder
from router.adapters.journal.entries import Found
from router.app.journal import JournalUnavailableError

LOOK_SECONDS = 0.15
"""How long a look may take; what is left of a reply's second is for the spill file."""
_CLOSE_SECONDS = 1.0


class _Look:
    """One question, and what came of it once it is done."""

    def __init__(self, uuids: Sequence[str], nonces: Sequence[str]) -> None:
        self.uuids = uuids
        self.nonces = nonces
        self.done = Event()
        self.found = Found()
        self.problem: JournalUnavailableError | None = None


class PatientFinder:
    """A Finder that gives up soon on another one, which may be stuck for as long as it likes.

    A table that somebody has locked, or a database that stands still, would otherwise keep what
    waits from its spill file. The other one is asked on a thread of its own, one look at a time.
    For one thread.
    """

    def __init__(self, finder: Finder, seconds: float = LOOK_SECONDS) -> None:
        self._finder = finder
        self._seconds = seconds
        self._looks: SimpleQueue[_Look | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._last: _Look | None = None

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What there is of these. Raises JournalUnavailableError, also when it takes too long."""
        if self._last is not None and not self._last.done.is_set():
            raise JournalUnavailableError("the look before this one is still under way")
        look = self._last = _Look(uuids, nonces)
        if self._thread is None:
            self._thread = Thread(target=self._run, name="journal-look", daemon=True)
            self._thread.start()
        self._looks.put(look)
        if not look.done.wait(self._seconds):
            raise JournalUnavailableError(f"it did not show within {self._seconds} s what it has")
        if look.problem is not None:
            raise look.problem
        return look.found

    def close(self) -> None:
        """Disconnect, unless it is stuck: then the end of the process does that. Never raises."""
        if self._thread is not None:
            self._looks.put(None)
            self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        while (look := self._looks.get()) is not None:
            try:
                look.found = self._finder.find(look.uuids, look.nonces)
            except JournalUnavailableError as problem:
                look.problem = problem
            look.done.set()
        self._finder.close()
