"""Examples and tests of a rule set, compiled: what comes in, and what is expected of the rules."""

from dataclasses import dataclass
from datetime import datetime

from router.core.actions import Target
from router.core.address import Address
from router.core.position import Span
from router.language.written.ruletests import Sends


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text that comes in. What is None is left open; `at` is an aware UTC time.

    A rota stands for whoever is on duty then. `span` is the place of the text.
    """

    text: str
    span: Span
    sender: Target | None = None
    recipient: Target | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExpectFires:
    """The rule fires."""


@dataclass(frozen=True, slots=True)
class ExpectSilent:
    """The rule does not fire."""


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """A text as it must go out, and its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectedTexts:
    """Everything that the rule's actions of one kind send, in order; `span` is the key's place."""

    action: Sends
    texts: tuple[ExpectedText, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExpectSends:
    """The rule fires, and its actions of these kinds send these texts."""

    by: tuple[ExpectedTexts, ...]


Expectation = ExpectFires | ExpectSilent | ExpectSends


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule is for, or is not for; `rule` is the rule's name."""

    rule: str
    message: Incoming
    expects: Expectation


@dataclass(frozen=True, slots=True)
class ExpectedMessage:
    """A message that must go out to all of these in one; from any number when `source` is None.

    `span` is the place of its text, `to_span` and `source_span` those of who gets it and of the
    number it goes out from.
    """

    to: tuple[Target, ...]
    text: str
    span: Span
    to_span: Span
    source: Target | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class PipelineTest:
    """Texts that come in one after the other, and exactly what goes out for them in all.

    `span` is the place of the test's name.
    """

    name: str
    span: Span
    messages: tuple[Incoming, ...]
    sends: tuple[ExpectedMessage, ...]


@dataclass(frozen=True, slots=True)
class RuleTests:
    """Every example and test of a set, in the order of the files.

    `recipient` is the number that texts come to when nobody says: the first of the account's own,
    None when none is known.
    """

    examples: tuple[Example, ...] = ()
    tests: tuple[PipelineTest, ...] = ()
    recipient: Address | None = None
