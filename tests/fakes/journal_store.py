"""A journal's database in lists, which a test can break, block and look into."""

from collections.abc import Sequence
from datetime import datetime
from threading import Event

from router.adapters.journal.entries import (
    ConflictError,
    Entry,
    Found,
    MessageEntry,
    RuleSetSource,
    nonce_keys,
)
from router.app.journal import JournalUnavailableError
from router.core.journal import JournalRow


class FakeJournalStore:
    """A JournalStore, and its own Finder.

    `broken` says why it takes nothing, `unreadable` why it shows nothing; while `going` is not set,
    it is stuck in `write`. `groups` are the entries of each write that was taken, `trimmed` the
    moments given.
    """

    def __init__(self) -> None:
        self.broken = ""
        self.unreadable = ""
        self.going = Event()
        self.going.set()
        self.groups: list[list[Entry]] = []
        self.sources: list[RuleSetSource] = []
        self.trimmed: list[datetime] = []
        self.to_trim = 0
        self.is_open = False

    @property
    def entries(self) -> list[Entry]:
        """Everything that was taken."""
        return [entry for group in self.groups for entry in group]

    @property
    def rows(self) -> list[JournalRow]:
        """The messages among it."""
        return [entry.row for entry in self.entries if isinstance(entry, MessageEntry)]

    def open(self) -> None:
        """Connect."""
        self._fail()
        self.is_open = True

    def write(self, entries: Sequence[Entry], sources: Sequence[RuleSetSource]) -> None:
        """Take all, or nothing."""
        assert self.going.wait(20)
        self._fail()
        there = self.find((), ())
        uuids = [entry.uuid for entry in entries if isinstance(entry, MessageEntry)]
        nonces = [nonce for entry in entries for nonce in nonce_keys(entry.binding)]
        for names, known in ((uuids, there.answers), (nonces, there.nonces)):
            if len(set(names)) < len(names) or known.keys() & set(names):
                raise ConflictError
        self.groups.append(list(entries))
        self.sources += sources

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """Everything there is, whatever is asked for."""
        if self.unreadable:
            raise JournalUnavailableError(self.unreadable)
        bound = [(n, e.binding.fingerprint) for e in self.entries for n in nonce_keys(e.binding)]
        return Found({row.uuid: row.xml for row in self.rows}, dict(bound))

    def trim(self, before: datetime, at_most: int) -> int:
        """Note the call, and take away from `to_trim`."""
        self._fail()
        self.trimmed.append(before)
        gone = min(self.to_trim, at_most)
        self.to_trim -= gone
        return gone

    def close(self) -> None:
        """Disconnect."""
        self.is_open = False

    def _fail(self) -> None:
        if self.broken:
            raise JournalUnavailableError(self.broken)
