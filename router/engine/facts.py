"""What the conditions look at: one message, with its derived forms worked out at most once."""

from router.core.folding import fold, from_first_word, strip_punctuation
from router.core.message import InboundMessage
from router.engine.regexes.patterns import readable


class Facts:
    """One message on its way through the rules.

    Lives for one decision. `fired` is the name of the first rule that fired for the message so
    far (None before that); the forms of the text are made when first asked for, so that a rule
    set without regexes pays for none.
    """

    __slots__ = ("_bare", "_folded", "_opening", "_readable", "fired", "message")

    def __init__(self, message: InboundMessage) -> None:
        self.message = message
        self.fired: str | None = None
        self._folded: str | None = None
        self._opening: str | None = None
        self._bare: str | None = None
        self._readable: bytes | None = None

    @property
    def folded(self) -> str:
        """The text as literal conditions compare it."""
        if self._folded is None:
            self._folded = fold(self.message.text)
        return self._folded

    @property
    def opening(self) -> str:
        """The folded text from its first word on: where keywords are sought."""
        if self._opening is None:
            self._opening = from_first_word(self.folded)
        return self._opening

    @property
    def bare(self) -> str:
        """The folded text without punctuation at either end: what whole texts are compared with."""
        if self._bare is None:
            self._bare = strip_punctuation(self.folded)
        return self._bare

    @property
    def readable(self) -> bytes:
        """The text as received, as UTF-8: where regexes are sought."""
        if self._readable is None:
            self._readable = readable(self.message.text)
        return self._readable
