"""An AnswerMemory as callers see it that have a thread to wait with."""

from router.app.answers import AnswerMemory, Binding, Claim, Outcome
from router.app.steps import finish
from router.core.journal import JournalRow, ReportRow


class Finished:
    """Runs the steps of a memory to their end; every other attribute is the memory's own."""

    def __init__(self, memory: AnswerMemory) -> None:
        self.memory = memory

    def claim(self, uuid: str, binding: Binding) -> Claim:
        """Take a message on, and wait as long as that takes."""
        return finish(self.memory.claim(uuid, binding))

    def keep(self, row: JournalRow, binding: Binding) -> Outcome:
        """Keep an answer, and wait until it is."""
        return finish(self.memory.keep(row, binding))

    def drop(self, uuid: str) -> None:
        """Give a claim back."""
        self.memory.drop(uuid)

    def bind(self, binding: Binding) -> bool:
        """Bind nonces, and wait until they are."""
        return finish(self.memory.bind(binding))

    def keep_report(self, report: ReportRow, binding: Binding) -> bool:
        """Keep a report, and wait until it is."""
        return finish(self.memory.keep_report(report, binding))
