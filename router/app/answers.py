"""The port that lets each message be answered once: claims, answers, nonces, and what is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from router.app.steps import Steps, Watched
from router.core.journal import JournalRow, ReportRow


@dataclass(frozen=True, slots=True)
class Binding:
    """The nonces of one request, and the digest of all its content that they belong to.

    `older` works out the digest that was written in its place before one request could be encoded
    in two ways: a journal may hold it for a request that comes again.
    """

    nonces: tuple[str, ...]
    fingerprint: bytes
    older: Callable[[], bytes] | None = field(default=None, compare=False)

    def owns(self, owner: bytes) -> bool:
        """Whether a nonce that is bound to this digest is bound to this request."""
        return owner == self.fingerprint or (self.older is not None and owner == self.older())


@dataclass(frozen=True, slots=True)
class NewMessage:
    """The caller owns this message: it must answer and then `keep` or `drop` the claim."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was given is kept: it may be answered for."""


@dataclass(frozen=True, slots=True)
class AnsweredMessage:
    """The message was answered before: these are the bytes to send again."""

    xml: bytes


@dataclass(frozen=True, slots=True)
class NonceReused:
    """A nonce was first seen with another request: refuse."""


Claim = NewMessage | AnsweredMessage | NonceReused
Outcome = Kept | AnsweredMessage | NonceReused
KEPT = Kept()


class AnswerMemory(Protocol):
    """Remembers which messages were answered with what, and which nonce belongs to which request.

    Safe to call from many threads at once. What was kept or bound is as durable as the memory is
    when the steps are at their end; what waits for a disk or a database waits a second at most.
    """

    def claim(self, uuid: str, binding: Binding) -> Steps[Claim]:
        """Take a message on, atomically among this process's requests, and bind its nonces.

        A nonce seen before with another fingerprint gives NonceReused. A uuid being answered right
        now for another request is waited for; one already answered gives AnsweredMessage.
        """

    def keep(self, row: JournalRow, binding: Binding) -> Steps[Outcome]:
        """The claimed message is answered with the row's XML, now and at every retry.

        Unless it was answered before (by another process, or before a restart): then these bytes
        must be sent, and the row is not kept. The claim is over in each case.
        """

    def drop(self, uuid: str) -> None:
        """The claimed message could not be answered: the next claim of it starts anew."""

    def bind(self, binding: Binding) -> Steps[bool]:
        """Bind nonces to a request that is not a message; False when one belongs to another."""

    def keep_report(self, report: ReportRow, binding: Binding) -> Steps[bool]:
        """Keep a delivery report and bind its nonces; False when one belongs to another request."""


class DurableMemory(AnswerMemory, Protocol):
    """An AnswerMemory with something behind it that is opened and closed.

    `watched` is what a loop that answers on one thread should look after, if there is anything.
    """

    watched: Watched | None

    def start(self) -> None:
        """Open it; what fails then is no reason not to answer."""

    def stop(self) -> None:
        """Write what is under way, and close it."""

    def state(self) -> str:
        """How it does, in one word: "ok", "degraded", or "none" when nothing is behind it."""
