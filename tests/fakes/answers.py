"""An AnswerMemory for one thread, without bounds."""

from router.app.answers import (
    KEPT,
    AnsweredMessage,
    Binding,
    Claim,
    NewMessage,
    NonceReused,
    Outcome,
)
from router.app.steps import Signal, Steps
from router.core.journal import JournalRow, ReportRow


class FakeAnswers:
    """Keeps everything in plain lists; a claim that is still open is a test's mistake.

    `elsewhere` are answers that another process gave: they turn up when a row is to be kept.
    `disk`, if there is one, is waited for whenever something is to be kept or bound for good.
    """

    def __init__(self) -> None:
        self.rows: list[JournalRow] = []
        self.reports: list[ReportRow] = []
        self.elsewhere: dict[str, bytes] = {}
        self.nonces: dict[str, bytes] = {}
        self.claimed: set[str] = set()
        self.disk: Signal | None = None

    @property
    def answers(self) -> dict[str, bytes]:
        """The answers kept here, by uuid."""
        return {row.uuid: row.xml for row in self.rows}

    def claim(self, uuid: str, binding: Binding) -> Steps[Claim]:
        """Take a message on."""
        yield from ()
        if not self._bound(binding):
            return NonceReused()
        if uuid in self.answers:
            return AnsweredMessage(self.answers[uuid])
        assert uuid not in self.claimed, f"{uuid} is being answered already"
        self.claimed.add(uuid)
        return NewMessage()

    def keep(self, row: JournalRow, binding: Binding) -> Steps[Outcome]:
        """Close a claim with its answer."""
        yield from self._waiting()
        self.claimed.remove(row.uuid)
        if row.uuid in self.elsewhere:
            return AnsweredMessage(self.elsewhere[row.uuid])
        self.rows.append(row)
        return KEPT

    def drop(self, uuid: str) -> None:
        """Close a claim without an answer."""
        self.claimed.remove(uuid)

    def bind(self, binding: Binding) -> Steps[bool]:
        """Bind nonces to the first request that carries them."""
        yield from self._waiting()
        return self._bound(binding)

    def _bound(self, binding: Binding) -> bool:
        return all(
            binding.owns(self.nonces.setdefault(nonce, binding.fingerprint))
            for nonce in binding.nonces
        )

    def keep_report(self, report: ReportRow, binding: Binding) -> Steps[bool]:
        """Keep a report."""
        yield from self._waiting()
        if not self._bound(binding):
            return False
        self.reports.append(report)
        return True

    def _waiting(self) -> Steps[None]:
        if self.disk is not None and not self.disk.done:
            yield self.disk
