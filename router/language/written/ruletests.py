"""Examples and tests as written; every leaf is a `Scalar` that knows its place."""

from dataclasses import dataclass
from enum import Enum

from router.core.position import Span
from router.language.tree.nodes import Scalar


class Sends(Enum):
    """The actions whose texts an example can ask for; the value is the rule files' word."""

    REPLY = "reply"
    FORWARD = "forward"
    MULTI_FORWARD = "multi-forward"


@dataclass(frozen=True, slots=True)
class WrittenSender:
    """`from:` of a message: a number, a short code or a name, or a sender id in braces."""

    written: Scalar
    is_sender_id: bool = False


@dataclass(frozen=True, slots=True)
class WrittenMessage:
    """A text that comes in; who sends it, to which number and when may be left open."""

    text: Scalar
    sender: WrittenSender | None = None
    recipient: Scalar | None = None
    at: Scalar | None = None


@dataclass(frozen=True, slots=True)
class WrittenFires:
    """`fires: yes` or `no`, with its place."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """`reply:`, `forward:` or `multi-forward:` of an example; `key` is the place of the word."""

    action: Sends
    texts: tuple[Scalar, ...]
    key: Span


@dataclass(frozen=True, slots=True)
class WrittenExample:
    """One item of a rule's `examples`."""

    message: WrittenMessage
    fires: WrittenFires | None = None
    sends: tuple[WrittenTexts, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenSent:
    """One item of a test's `sends`; `source` is its `from:`."""

    to: tuple[Scalar, ...]
    text: Scalar
    source: Scalar | None = None


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """One item of `tests`; `sends` is empty for `sends: nothing`.

    `at` is when its messages come; those without a time of their own have it already.
    """

    name: Scalar
    messages: tuple[WrittenMessage, ...]
    sends: tuple[WrittenSent, ...]
    at: Scalar | None = None
