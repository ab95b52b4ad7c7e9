"""The memory of answers, in this process: gone with it, and bounded."""

from collections import OrderedDict
from threading import Condition

from router.app.answers import (
    KEPT,
    AnsweredMessage,
    Binding,
    Claim,
    NewMessage,
    NonceReused,
    Outcome,
)
from router.app.journal import JournalRow, ReportRow

MAX_ENTRIES = 100_000
"""Messages and nonces remembered, each: Plivo asks again for seven minutes, so this is enough for
200 messages a second."""
MAX_BYTES = 128 * 1024 * 1024
"""XML remembered; the oldest goes first."""


class InMemoryAnswers:
    """An AnswerMemory that forgets the oldest when it holds too much; it keeps no reports."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._nonces: OrderedDict[str, bytes] = OrderedDict()
        self._claimed: set[str] = set()
        self._waiting = 0
        self._changed = Condition()

    def claim(self, uuid: str, binding: Binding) -> Claim:
        """Take a message on, atomically; waits while another thread is answering it."""
        with self._changed:
            if not self._bind(binding):
                return NonceReused()
            while uuid in self._claimed:
                self._waiting += 1
                self._changed.wait()
                self._waiting -= 1
            if (xml := self._answers.get(uuid)) is not None:
                return AnsweredMessage(xml)
            self._claimed.add(uuid)
            return NewMessage()

    def keep(self, row: JournalRow, binding: Binding) -> Outcome:
        """The claimed message is answered with the row's XML; that is all that is remembered."""
        self.remember(row.uuid, row.xml)
        return KEPT

    def remember(self, uuid: str, xml: bytes) -> None:
        """A message is answered with these bytes; its claim, if there is one, is over."""
        with self._changed:
            before = self._answers.pop(uuid, b"")
            self._answers[uuid] = xml
            self._bytes += len(xml) - len(before)
            # What was just answered stays, however long it is: its retry may already be waiting.
            while len(self._answers) > 1 and (
                len(self._answers) > self._max_entries or self._bytes > self._max_bytes
            ):
                _, forgotten = self._answers.popitem(last=False)
                self._bytes -= len(forgotten)
            self._release(uuid)

    def drop(self, uuid: str) -> None:
        """The claimed message could not be answered: the next claim of it starts anew."""
        with self._changed:
            self._release(uuid)

    def bind(self, binding: Binding) -> bool:
        """Bind nonces to a request; False when one was bound to another."""
        with self._changed:
            return self._bind(binding)

    def unbind(self, binding: Binding) -> None:
        """Forget these nonces: they turned out to belong to another request."""
        with self._changed:
            for nonce in binding.nonces:
                if self._nonces.get(nonce) == binding.fingerprint:
                    del self._nonces[nonce]

    def keep_report(self, report: ReportRow, binding: Binding) -> bool:
        """Bind the nonces; the report itself is not remembered."""
        return self.bind(binding)

    def start(self) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to close."""

    def state(self) -> str:
        """Nothing is behind it."""
        return "none"

    def _bind(self, binding: Binding) -> bool:
        for nonce in binding.nonces:
            if self._nonces.setdefault(nonce, binding.fingerprint) != binding.fingerprint:
                return False
            if len(self._nonces) > self._max_entries:
                self._nonces.popitem(last=False)
        return True

    def _release(self, uuid: str) -> None:
        self._claimed.discard(uuid)
        if self._waiting:
            self._changed.notify_all()
