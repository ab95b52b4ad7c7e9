"""An AnswerMemory for one thread, without bounds."""

from router.app.ports import AnsweredMessage, Claim, NewMessage, NonceReused


class FakeAnswers:
    """Keeps everything in plain dictionaries; a claim that is still open is a test's mistake."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.nonces: dict[str, bytes] = {}
        self.claimed: set[str] = set()

    def claim(self, uuid: str, nonce: str, fingerprint: bytes) -> Claim:
        """Take a message on."""
        if not self.bind_nonce(nonce, fingerprint):
            return NonceReused()
        if uuid in self.answers:
            return AnsweredMessage(self.answers[uuid])
        assert uuid not in self.claimed, f"{uuid} is being answered already"
        self.claimed.add(uuid)
        return NewMessage()

    def keep(self, uuid: str, xml: bytes) -> None:
        """Close a claim with its answer."""
        self.claimed.remove(uuid)
        self.answers[uuid] = xml

    def drop(self, uuid: str) -> None:
        """Close a claim without an answer."""
        self.claimed.remove(uuid)

    def bind_nonce(self, nonce: str, fingerprint: bytes) -> bool:
        """Bind a nonce to the first request that carries it."""
        return self.nonces.setdefault(nonce, fingerprint) == fingerprint
