"""What the journal keeps of each message and report, and how it is read: values and one port."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from router.core.address import Address
from router.core.errors import RefusedError
from router.language.source import SourceFile

FAILED_STATUSES = ("undelivered", "failed", "rejected")
"""Plivo's words, in lower case, for a message that did not arrive."""


class JournalUnavailableError(RefusedError):
    """The journal is missing, cannot be read, or does not take what is written to it now."""


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
    Reading fills in `inbound_uuid` and `rule`, which caused the message: "" when it is not known.
    """

    outbound_uuid: str
    reference: str
    status: str
    sequence: int | None
    error_code: str
    received_at: datetime
    fields: tuple[tuple[str, str], ...]
    inbound_uuid: str = ""
    rule: str = ""

    @property
    def failed(self) -> bool:
        """Whether it says that the message did not arrive."""
        return self.status.lower() in FAILED_STATUSES


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which rows are meant: those that pass every condition that is set.

    `number` took part as sender, recipient or destination; `rule` fired, or would have in shadow;
    received at `since` or later, before `until` (both aware); `unmatched`: no rule fired;
    `failed`: one of its messages did not arrive. At most `limit` rows.
    """

    number: Address | None = None
    rule: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unmatched: bool = False
    failed: bool = False
    limit: int | None = None
    newest_first: bool = True


EVERYTHING = JournalFilter()


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
class Erased:
    """What an erasure took away.

    `waiting` is how many rows with the number are still on their way into the journal (it is
    degraded), and so were not erased: ask again later. `elsewhere` names files that the router does
    not open any more but that may hold the number, such as a damaged journal that was moved aside.
    """

    messages: int
    reports: int
    waiting: int = 0
    elsewhere: tuple[str, ...] = ()


class JournalReader(Protocol):
    """Reads the journal, also while a server in another process writes it; erases and trims.

    For one thread. Every method raises JournalUnavailableError.
    """

    def rows(self, wanted: JournalFilter = EVERYTHING) -> Iterator[JournalRow]:
        """The rows of the filter, by time received, one by one: memory does not grow with them."""

    def count(self, wanted: JournalFilter = EVERYTHING) -> int:
        """How many rows `rows` gives."""

    def row(self, uuid: str) -> JournalRow | None:
        """The row of this inbound message; None when there is none."""

    def last(self, count: int = 1) -> tuple[JournalRow, ...]:
        """The newest so many rows, newest first."""

    def reports_of(self, uuid: str) -> tuple[ReportRow, ...]:
        """The reports on what an inbound message sent: by message, destination and sequence.

        Those without a sequence come last, by time received.
        """

    def rule_set_files(self, rule_set: str) -> tuple[SourceFile, ...]:
        """The source of a rule set that decided a row, in order; () when it is not kept."""

    def stats(self, wanted: JournalFilter = EVERYTHING) -> JournalStats:
        """Sums over the rows of the filter."""

    def erase(self, number: Address) -> Erased:
        """Take away every row and report in which the number stands anywhere, for good."""

    def trim(self, before: datetime, at_most: int) -> int:
        """Take away at most so many of the oldest rows received before this; how many went.

        Their reports go with them, and what else is as old: reports on their own, nonces, rule sets
        that decided no row.
        """

    def close(self) -> None:
        """Give back what reading takes."""
