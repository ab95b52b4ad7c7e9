"""How the journal is read: one port, and what it is asked; its values stand in the core."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from router.core.address import Address
from router.core.errors import RefusedError
from router.core.journal import JournalRow, JournalStats, ReportRow
from router.language.source import SourceFile


class JournalUnavailableError(RefusedError):
    """The journal is missing, cannot be read, or does not take what is written to it now."""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which rows are meant: those that pass every condition that is set.

    `number` took part as sender, recipient or destination; `rule` fired, or would have in shadow;
    received at `since` or later, before `until` (both aware); `unmatched`: no rule fired;
    `failed`: one of its messages did not arrive, as its latest report says. At most `limit` rows.
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
class Erased:
    """What an erasure took away.

    `waiting` is how many rows with the number are still on their way into the journal (it is
    degraded), and so were not erased: ask again later. `elsewhere` names files that the router does
    not open any more but that may hold the number, such as a damaged journal that was moved aside.
    `rule_sets` is how many rule sets that the journal or the history keeps have the number in their
    files.
    """

    messages: int
    reports: int
    waiting: int = 0
    elsewhere: tuple[str, ...] = ()
    rule_sets: int = 0


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

    def beginning_with(self, prefix: str, at_most: int) -> tuple[JournalRow, ...]:
        """At most so many of the rows whose uuid begins with this (case counts), by uuid."""

    def last(self, count: int = 1) -> tuple[JournalRow, ...]:
        """The newest so many rows, newest first."""

    def reports_of(self, row: JournalRow) -> tuple[ReportRow, ...]:
        """The reports on what an inbound message sent: by message, destination and sequence.

        Those without a sequence come first, by time received: the last of each message sent is the
        one that counts, here as for `failed` and in the sums.
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
