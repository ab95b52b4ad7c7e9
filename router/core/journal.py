"""What the journal keeps of each message and report: values without a way to read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from router.core.address import Address
from router.core.decision import Decision
from router.core.message import InboundMessage

FAILED_STATUSES = ("undelivered", "failed", "rejected")
"""Plivo's words, in lower case, for a message that did not arrive."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One `<Message>` of an answer, as the journal keeps it.

    `segments` are those of the text for one destination; `rule` is the rule that sent it;
    `reference` is our own, which its delivery reports come back with, "" when they do not come to
    us.
    """

    src: Address
    dst: tuple[Address, ...]
    text: str
    segments: int
    rule: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One inbound message and what became of it.

    `uuid` is Plivo's MessageUUID; `received_at` is aware, in UTC, to the microsecond; `fields` are
    the (name, value) pairs as received. `fired` are the rules that fired and `shadowed` those that
    would have but are in shadow, in order; `xml` is the exact answer; `rule_set` the id of the set
    that decided. `family` ("V3", "Ma-V3", "V2", "Ma-V2") and `token` (its index) say which
    signature fitted; `milliseconds` is the time from the request to the decision.
    """

    uuid: str
    received_at: datetime
    sender: Address
    recipient: Address
    text: str
    fields: tuple[tuple[str, str], ...]
    rule_set: str
    fired: tuple[str, ...]
    shadowed: tuple[str, ...]
    messages: tuple[SentMessage, ...]
    xml: bytes
    family: str
    token: int
    milliseconds: float

    @property
    def message(self) -> InboundMessage:
        """The message as the rules saw it."""
        return InboundMessage(
            self.uuid, self.sender, self.recipient, self.text, self.received_at, self.fields
        )

    @property
    def segments(self) -> int:
        """The segments sent: those of each message times its destinations."""
        return sum(message.segments * len(message.dst) for message in self.messages)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One delivery report.

    `outbound_uuid` is Plivo's MessageUUID of the message that went out; `reference` is our own
    (SentMessage.reference), "" when the report came without one. `status` is Plivo's word as it
    came; `sequence` orders the reports of one outbound message, None when unknown; `error_code` is
    "" when none; `received_at` is aware, in UTC; `fields` are the (name, value) pairs as received.
    Reading fills in `rule`, which sent the message it is on: "" when it is not known.
    """

    outbound_uuid: str
    reference: str
    status: str
    sequence: int | None
    error_code: str
    received_at: datetime
    fields: tuple[tuple[str, str], ...]
    rule: str = ""

    @property
    def failed(self) -> bool:
        """Whether it says that the message did not arrive."""
        return self.status.lower() in FAILED_STATUSES


@dataclass(frozen=True, slots=True)
class JournalStats:
    """Sums over the rows of a filter (its limit does not count).

    `messages` came in, `unmatched` of them fired no rule; `sent` `<Message>`s went out with
    `segments` (times destinations). `rules` counts the messages each rule fired for, `statuses`
    the outbound messages by their latest status; both have the most frequent first. `first` and
    `last` are None when there are no rows.
    """

    messages: int = 0
    unmatched: int = 0
    sent: int = 0
    segments: int = 0
    first: datetime | None = None
    last: datetime | None = None
    rules: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DaySums:
    """One day's messages that came in, how many of them fired no rule, and the segments sent."""

    day: date
    messages: int
    unmatched: int
    segments: int


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Texts that no rule took and that are the same when folded, `folded`.

    `example` is the newest as received, with `count` of them from `senders` people, the last at
    `last` (aware). `taken_by` is the rule that takes it by now, "" for none.
    """

    folded: str
    example: str
    count: int
    senders: int
    last: datetime
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class UnmatchedTexts:
    """The commonest `groups` of `messages` texts that no rule took, which are of `kinds` groups.

    `rule` is YAML to paste below `rules:` that takes the commonest it could be written for, "" when
    there is none.
    """

    groups: tuple[TextGroup, ...]
    messages: int
    kinds: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row with why it came to be.

    `decision` is the day's rule set asked once more, with its trace; None when it cannot be asked.
    `doubts` are sentences on what keeps the reasons from being whole, or certain.
    """

    row: JournalRow
    reports: tuple[ReportRow, ...]
    decision: Decision | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded message with which other rules do something else: `after`.

    `sends`: people get something else; otherwise only other rules fire.
    """

    row: JournalRow
    after: Decision
    sends: bool


@dataclass(frozen=True, slots=True)
class ShadowSums:
    """How often a rule in shadow would have fired, and the segments it would have sent."""

    rule: str
    messages: int
    segments: int


@dataclass(frozen=True, slots=True)
class ReplaySums:
    """What became of all recorded messages with other rules.

    Of `messages`, `changed` come out otherwise, `sends` of them in what people get; segments are
    those sent `before` and `after`.
    """

    messages: int
    changed: int
    sends: int
    before: int
    after: int
    shadows: tuple[ShadowSums, ...] = ()
