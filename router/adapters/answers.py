"""The memory of answers, in this process: gone with it, and bounded."""

from collections import OrderedDict
from threading import Lock

from router.app.answers import (
    KEPT,
    AnsweredMessage,
    Binding,
    Claim,
    NewMessage,
    NonceReused,
    Outcome,
)
from router.app.steps import Signal, Steps, Watched
from router.core.journal import JournalRow, ReportRow

MAX_ENTRIES = 100_000
"""Messages and nonces remembered, each: Plivo asks again for seven minutes, so this is enough for
200 messages a second."""
MAX_BYTES = 128 * 1024 * 1024
"""XML remembered; the oldest goes first."""


class InMemoryAnswers:
    """An AnswerMemory that forgets the oldest when it holds too much; it keeps no reports."""

    watched: Watched | None = None

    def __init__(self, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._nonces: OrderedDict[str, bytes] = OrderedDict()
        self._claimed: dict[str, Signal] = {}
        self._lock = Lock()

    def claim(self, uuid: str, binding: Binding) -> Steps[Claim]:
        """Take a message on, atomically; waits while it is being answered for another request."""
        while True:
            with self._lock:
                if not self._bind(binding):
                    return NonceReused()
                claimed = self._claimed.get(uuid)
                if claimed is None:
                    if (xml := self._answers.get(uuid)) is not None:
                        return AnsweredMessage(xml)
                    self._claimed[uuid] = Signal()
                    return NewMessage()
            yield claimed

    def keep(self, row: JournalRow, binding: Binding) -> Steps[Outcome]:
        """The claimed message is answered with the row's XML; that is all that is remembered."""
        yield from ()
        self.remember(row.uuid, row.xml)
        return KEPT

    def remember(self, uuid: str, xml: bytes) -> None:
        """A message is answered with these bytes; its claim, if there is one, is over."""
        with self._lock:
            before = self._answers.pop(uuid, b"")
            self._answers[uuid] = xml
            self._bytes += len(xml) - len(before)
            # What was just answered stays, however long it is: its retry may already be waiting.
            while len(self._answers) > 1 and (
                len(self._answers) > self._max_entries or self._bytes > self._max_bytes
            ):
                _, forgotten = self._answers.popitem(last=False)
                self._bytes -= len(forgotten)
            claimed = self._claimed.pop(uuid, None)
        if claimed is not None:
            claimed.set()

    def drop(self, uuid: str) -> None:
        """The claimed message could not be answered: the next claim of it starts anew."""
        with self._lock:
            claimed = self._claimed.pop(uuid, None)
        if claimed is not None:
            claimed.set()

    def bind(self, binding: Binding) -> Steps[bool]:
        """Bind nonces to a request; False when one was bound to another."""
        yield from ()
        return self.bound(binding)

    def bound(self, binding: Binding) -> bool:
        """The same for callers that never wait."""
        with self._lock:
            return self._bind(binding)

    def unbind(self, binding: Binding) -> None:
        """Forget these nonces: they turned out to belong to another request."""
        with self._lock:
            for nonce in binding.nonces:
                if self._nonces.get(nonce) == binding.fingerprint:
                    del self._nonces[nonce]

    def keep_report(self, report: ReportRow, binding: Binding) -> Steps[bool]:
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
            if not binding.owns(self._nonces.setdefault(nonce, binding.fingerprint)):
                return False
            if len(self._nonces) > self._max_entries:
                self._nonces.popitem(last=False)
        return True
