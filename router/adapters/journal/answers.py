"""The memory of answers that the journal makes durable."""

from router.adapters.answers import InMemoryAnswers
from router.adapters.journal.backlog import Backlog
from router.adapters.journal.entries import (
    Entry,
    MessageEntry,
    NonceEntry,
    ReportEntry,
)
from router.adapters.journal.spill import SpillFile
from router.adapters.journal.writer import JournalWriter
from router.app.answers import (
    AnsweredMessage,
    Binding,
    Claim,
    Kept,
    NonceReused,
    Outcome,
)
from router.app.ports import Clock
from router.app.steps import Steps, Watched
from router.core.journal import JournalRow, ReportRow


class JournalAnswers:
    """An AnswerMemory: claims and what is recent in this process, everything else in a journal.

    A uuid that this process has not seen is taken on without asking the database: writing the row
    fails when another one was first, and then that one's answer goes out. Evaluating the rules has
    no effect outside, so nobody can tell, and a message costs one commit and no look-up.
    """

    def __init__(
        self, writer: JournalWriter, backlog: Backlog, spill: SpillFile, clock: Clock
    ) -> None:
        self._writer = writer
        self._backlog = backlog
        self._spill = spill
        self._clock = clock
        self._recent = InMemoryAnswers()
        self.watched: Watched | None = writer.scribe

    def start(self) -> None:
        """Take up what an earlier process left in the spill file, and begin to write."""
        left_over = False
        try:
            for entries in self._spill.read():
                left_over = True
                for entry in entries:
                    self._recent.bound(entry.binding)
                    if isinstance(entry, MessageEntry):
                        self._recent.remember(entry.row.uuid, entry.row.xml)
        except OSError:
            left_over = True  # the backlog tries again, and says what is wrong
        self._backlog.start(left_over)
        self._writer.start()

    def stop(self) -> None:
        """Write what is under way, and end."""
        self._writer.stop()

    def state(self) -> str:
        """How the journal does, in one word: "ok" or "degraded"."""
        return "degraded" if self._writer.degraded else "ok"

    def claim(self, uuid: str, binding: Binding) -> Steps[Claim]:
        """Take a message on among this process's requests."""
        claim = yield from self._recent.claim(uuid, binding)
        # A retry has nonces of its own, which must be good for nothing else after a restart.
        if isinstance(claim, AnsweredMessage) and not (yield from self._durably_bound(binding)):
            return NonceReused()
        return claim

    def keep(self, row: JournalRow, binding: Binding) -> Steps[Outcome]:
        """Write the row; or give the answer that is in the journal already."""
        outcome: Outcome | None = None
        try:
            outcome = yield from self._written(MessageEntry(row, binding))
        finally:
            match outcome:
                case Kept():
                    self._recent.remember(row.uuid, row.xml)
                case AnsweredMessage(xml):
                    self._recent.remember(row.uuid, xml)
                case _:
                    self._recent.drop(row.uuid)
        if isinstance(outcome, NonceReused):
            self._recent.unbind(binding)
        return outcome

    def drop(self, uuid: str) -> None:
        """Give the claim back."""
        self._recent.drop(uuid)

    def bind(self, binding: Binding) -> Steps[bool]:
        """Bind nonces, durably."""
        return self._recent.bound(binding) and (yield from self._durably_bound(binding))

    def keep_report(self, report: ReportRow, binding: Binding) -> Steps[bool]:
        """Write a report."""
        if not self._recent.bound(binding):
            return False
        return self._taken((yield from self._written(ReportEntry(report, binding))), binding)

    def _durably_bound(self, binding: Binding) -> Steps[bool]:
        if not binding.nonces:
            return True
        entry = NonceEntry(binding, self._clock.now())
        return self._taken((yield from self._written(entry)), binding)

    def _written(self, entry: Entry) -> Steps[Outcome]:
        ticket = self._writer.put(entry)
        if not ticket.done:
            yield ticket
        return ticket.outcome

    def _taken(self, outcome: Outcome, binding: Binding) -> bool:
        if isinstance(outcome, NonceReused):
            self._recent.unbind(binding)
            return False
        return True
