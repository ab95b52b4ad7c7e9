"""The rule files as written: frozen, typed, and every leaf a `Scalar` that knows its place.

This is what the author said, before names are looked up and numbers read; `lower` turns it into
what the engine runs. Nothing here is converted but flags.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from router.core.position import Span
from router.engine.matchers import Side
from router.language.tree.nodes import Scalar
from router.language.written.ruletests import WrittenExample, WrittenMessage, WrittenTest
from router.language.written.times import (
    CsvSource,
    ScheduleCondition,
    WrittenRota,
    WrittenSchedule,
    WrittenStage,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A `yes` or `no` with its place."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class PatternSource:
    """A regex as written, in the text or in an address."""

    pattern: Scalar
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class SenderIdSource:
    """`{sender-id: AMAZON}` in a `from` or `to`."""

    sender_id: Scalar


AddressSource = Scalar | SenderIdSource | PatternSource
"""One value of `from` or `to`; a Scalar is a number, a short code, a name or a prefix."""


@dataclass(frozen=True, slots=True)
class EverythingCondition:
    """`match: everything`."""

    span: Span


@dataclass(frozen=True, slots=True)
class AddressCondition:
    """`from:` or `to:`; holds when the address is any of the values. `key` is the key's place."""

    side: Side
    values: tuple[AddressSource, ...]
    key: Span


class TextTest(Enum):
    """How `text:` compares its phrases; the value is the rule files' word ("" for `text: X`)."""

    WHOLE = ""
    KEYWORD = "keyword"
    STARTS = "starts-with"
    ENDS = "ends-with"
    CONTAINS = "contains"
    WORD = "has-word"


@dataclass(frozen=True, slots=True)
class PhraseCondition:
    """One test of the text against phrases; any of them will do."""

    test: TextTest
    phrases: tuple[Scalar, ...]
    key: Span


@dataclass(frozen=True, slots=True)
class LengthCondition:
    """`min-length` and `max-length` of one `text:`; at least one of them is there."""

    minimum: Scalar | None
    maximum: Scalar | None
    key: Span


@dataclass(frozen=True, slots=True)
class RegexCondition:
    """`regex:`; holds when any of the patterns is found in the text."""

    patterns: tuple[PatternSource, ...]
    key: Span


@dataclass(frozen=True, slots=True)
class OtherwiseCondition:
    """`otherwise: yes` (or, to no effect, `no`)."""

    flag: Flag
    key: Span


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold: the keys of one mapping, or `all:`."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyPart:
    """At least one part must hold: `any:`."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NotPart:
    """The part must not hold: `not:`."""

    part: "Condition"


Leaf = (
    EverythingCondition
    | AddressCondition
    | PhraseCondition
    | LengthCondition
    | RegexCondition
    | ScheduleCondition
    | OtherwiseCondition
)
Condition = Leaf | AllOf | AnyPart | NotPart


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """What every action may carry in its long form."""

    source: Scalar | None = None
    reports: Scalar | None = None


@dataclass(frozen=True, slots=True)
class ReplyAction:
    """`reply:`; `key` is the place of the word."""

    text: Scalar
    key: Span
    options: ActionOptions


@dataclass(frozen=True, slots=True)
class ForwardAction:
    """`forward:`; without `text` the message's own text goes on."""

    to: Scalar
    key: Span
    options: ActionOptions
    text: Scalar | None = None


@dataclass(frozen=True, slots=True)
class MultiForwardAction:
    """`multi-forward:` to numbers, people and lists."""

    to: tuple[Scalar, ...]
    key: Span
    options: ActionOptions
    text: Scalar | None = None
    include_sender: bool = False


WrittenAction = ReplyAction | ForwardAction | MultiForwardAction


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """One rule of a file; `match` is its own, without the file's, `span` all that is written.

    It is not `complete` when a part of the wrong shape was left out, and not `match_complete` when
    that part is the match or in it.
    """

    span: Span
    name: Scalar
    match: Condition
    actions: tuple[WrittenAction, ...]
    stop: bool = False
    enabled: bool = True
    stage: WrittenStage | None = None
    since: Scalar | None = None
    until: Scalar | None = None
    examples: tuple[WrittenExample, ...] = ()
    complete: bool = True
    match_complete: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """A name for one number."""

    name: Scalar
    number: Scalar


@dataclass(frozen=True, slots=True)
class NamedList:
    """A name for many numbers: numbers, people, rotas and other lists, or a CSV file's column."""

    name: Scalar
    members: tuple[Scalar, ...]
    csv: CsvSource | None = None


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file; `name` is its path as the user would type it.

    `match_sound` is False when the file's match has a finding about its shape, so that `match`
    may lack something the author wrote; `rules_span` is all that stands under `rules`, with the
    rules that are not sound and so not among `rules`.
    """

    name: str
    rules_span: Span | None = None
    country: Scalar | None = None
    match: Condition | None = None
    match_sound: bool = True
    people: tuple[Person, ...] = ()
    lists: tuple[NamedList, ...] = ()
    schedules: tuple[WrittenSchedule, ...] = ()
    rotas: tuple[WrittenRota, ...] = ()
    rules: tuple[WrittenRule, ...] = ()
    tests: tuple[WrittenTest, ...] = ()

    def messages(self) -> Iterator[WrittenMessage]:
        """Every text that comes in in an example or a test."""
        for rule in self.rules:
            for example in rule.examples:
                yield example.message
        for test in self.tests:
            yield from test.messages


def rule_name(rule: WrittenRule) -> str:
    """The rule's name on one line, as logs and traces speak of it."""
    return " ".join(rule.name.text.split())


@dataclass(frozen=True, slots=True)
class Placed:
    """One leaf of a match and how it stands there.

    `negated` is True anywhere inside a `not`; `required` is True when the whole match can hold
    only if this leaf does.
    """

    leaf: Leaf
    negated: bool
    required: bool


def leaves(match: Condition) -> tuple[Placed, ...]:
    """Every leaf of a match, in the order written."""
    found: list[Placed] = []
    _gather(match, False, True, found)
    return tuple(found)


def _gather(match: Condition, negated: bool, required: bool, found: list[Placed]) -> None:
    match match:
        case AllOf(parts):
            for part in parts:
                _gather(part, negated, required, found)
        case AnyPart(parts):
            for part in parts:
                _gather(part, negated, required and len(parts) == 1, found)
        case NotPart(part):
            _gather(part, True, False, found)
        case _:
            found.append(Placed(match, negated, required))
