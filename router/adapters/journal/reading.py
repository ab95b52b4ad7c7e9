"""The journal's reading side, the same for every database."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from router.adapters.journal import queries
from router.adapters.journal.numbers import finder, written
from router.adapters.journal.records import (
    key,
    micros,
    moment,
    plain,
    read_report_record,
    read_row,
)
from router.app.journal import EVERYTHING, Erased, JournalFilter
from router.app.ports import NotKeptError, RuleHistory
from router.core.address import Address
from router.core.journal import JournalRow, JournalStats, ReportRow
from router.language.source import SourceFile

PAGE = 500
_DELETED_AT_ONCE = 50
_EXAMINED_AT_ONCE = 1000

Waiting = Callable[[Callable[[object], bool]], int]
"""How many rows that pass a test wait outside the database."""


class Database(Protocol):
    """One connection for reading and erasing. Every method raises JournalUnavailableError."""

    join: str
    """The JOIN that keeps the tables in the order written."""

    def ask(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """The rows of a statement."""

    def change(self, statement: str, values: tuple[object, ...]) -> int:
        """Run a statement in a transaction of its own; how many rows it changed."""

    def trim(self, before: int, at_most: int) -> int:
        """`queries.trim` in one transaction."""

    def scrub(self, traces: re.Pattern[bytes]) -> tuple[str, ...]:
        """After an erasure: leave nothing of it behind, and name files that are out of reach.

        What was erased shows by these bytes, should any of it be left.
        """

    def close(self) -> None:
        """Disconnect."""


class SqlJournalReader:
    """A JournalReader over a database; `waiting` counts rows that are not in it yet.

    `history` keeps rule sets, too, which an erasure tells of.
    """

    def __init__(self, database: Database, waiting: Waiting, history: RuleHistory) -> None:
        self._database = database
        self._waiting = waiting
        self._history = history

    def rows(self, wanted: JournalFilter = EVERYTHING) -> Iterator[JournalRow]:
        """The rows, page by page, so that no long look holds up the server's writing."""
        found = queries.where(wanted, self._database.join)
        left = wanted.limit
        after: tuple[int, int] | None = None
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            statement, values = queries.page(found, wanted.newest_first, after)
            page = self._database.ask(statement, (*values, size))
            for _, _, body, xml in page:
                yield read_row(json.loads(body), bytes(xml))
            if len(page) < size:
                return
            after = page[-1][0], page[-1][1]
            left = None if left is None else left - size

    def count(self, wanted: JournalFilter = EVERYTHING) -> int:
        """How many rows `rows` gives."""
        found = queries.where(wanted, self._database.join)
        statement = f"SELECT count(*) {found.clause()}"
        ((count,),) = self._database.ask(statement, found.values)
        return int(count) if wanted.limit is None else min(int(count), wanted.limit)

    def row(self, uuid: str) -> JournalRow | None:
        """The row of this inbound message."""
        for body, xml in self._database.ask(queries.ROW, (key(uuid),)):
            return read_row(json.loads(body), bytes(xml))
        return None

    def beginning_with(self, prefix: str, at_most: int) -> tuple[JournalRow, ...]:
        """The rows whose uuid begins with this."""
        start = plain(prefix)
        found = self._database.ask(queries.BEGINNING, (start, start + "\U0010ffff", at_most))
        return tuple(read_row(json.loads(body), bytes(xml)) for body, xml in found)

    def last(self, count: int = 1) -> tuple[JournalRow, ...]:
        """The newest rows."""
        return tuple(self.rows(JournalFilter(limit=count)))

    def reports_of(self, row: JournalRow) -> tuple[ReportRow, ...]:
        """The reports, each with the rule that caused it."""
        sent = {message.reference: message for message in row.messages if message.reference}
        places = {reference: place for place, reference in enumerate(sent)}
        bodies = self._database.ask(queries.REPORTS, (key(row.uuid),))
        reports = [read_report_record(json.loads(body)) for (body,) in bodies]
        joined = [
            replace(one, rule=sent[one.reference].rule) for one in reports if one.reference in sent
        ]
        return tuple(sorted(joined, key=lambda one: (places[one.reference], *_order(one))))

    def rule_set_files(self, rule_set: str) -> tuple[SourceFile, ...]:
        """The source of a rule set."""
        return tuple(
            SourceFile(name, bytes(content), problem)
            for name, content, problem in self._database.ask(queries.FILES, (rule_set,))
        )

    def stats(self, wanted: JournalFilter = EVERYTHING) -> JournalStats:
        """Sums over the rows of the filter."""
        found = queries.where(wanted, self._database.join)
        ask, values = self._database.ask, found.values
        ((messages, unmatched, sent, segments, first, last),) = ask(queries.sums(found), values)
        if not messages:
            return JournalStats()
        rules = {name: int(count) for name, count in ask(queries.rule_counts(found), values)}
        latest = dict(ask(queries.latest_statuses(found), values))
        statuses = Counter(latest.values())
        return JournalStats(
            messages=int(messages),
            unmatched=int(unmatched),
            sent=int(sent),
            segments=int(segments),
            first=moment(int(first)),
            last=moment(int(last)),
            rules=rules,
            statuses=dict(statuses.most_common()),
        )

    def erase(self, number: Address) -> Erased:
        """Take away what the number stands in, in small steps, and what they leave behind."""
        has_number, traces = finder(number), written(number)

        def is_meant(body: str) -> bool:
            return traces.search(body.encode()) is not None and has_number(json.loads(body))

        messages = reports = 0
        for ids in self._found(queries.MESSAGES_BEHIND, is_meant):
            reports += self._reports_of_rows(ids)
            messages += self._delete("messages", ids)
        for ids in self._found(queries.REPORTS_BEHIND, is_meant):
            reports += self._delete("reports", ids)
        elsewhere = self._database.scrub(traces)
        waiting = self._waiting(has_number)
        return Erased(messages, reports, waiting, elsewhere, self._rule_sets_with(has_number))

    def trim(self, before: datetime, at_most: int) -> int:
        """Take away the oldest rows."""
        return self._database.trim(micros(before), at_most)

    def close(self) -> None:
        """Disconnect."""
        self._database.close()

    def _found(self, statement: str, is_meant: Callable[[str], bool]) -> Iterator[list[int]]:
        """The ids of what is meant, some at a time."""
        behind = -1
        while page := self._database.ask(statement, (behind, _EXAMINED_AT_ONCE)):
            behind = page[-1][0]
            yield [id_ for id_, body in page if is_meant(body)]

    def _rule_sets_with(self, has_number: Callable[[object], bool]) -> int:
        """How many of the kept rule sets name the number: they stay, to explain other messages."""
        named = {
            id_
            for id_, files in self._kept_sets()
            if has_number([file.content.decode("utf-8", "replace") for file in files])
        }
        return len(named)

    def _kept_sets(self) -> Iterator[tuple[str, tuple[SourceFile, ...]]]:
        for (id_,) in self._database.ask(queries.RULE_SETS, ()):
            yield id_, self.rule_set_files(id_)
        for entry in self._history.entries():
            with suppress(NotKeptError):
                yield entry.id, self._history.files(entry)

    def _reports_of_rows(self, ids: Sequence[int]) -> int:
        count = 0
        for some in _parts(ids):
            marks = ", ".join("?" * len(some))
            ((found,),) = self._database.ask(
                "SELECT count(*) FROM reports WHERE message_uuid IN"  # noqa: S608
                f" (SELECT uuid FROM messages WHERE id IN ({marks}))",
                tuple(some),
            )
            count += int(found)
        return count

    def _delete(self, table: str, ids: Sequence[int]) -> int:
        return sum(
            self._database.change(queries.delete(table, len(some)), tuple(some))
            for some in _parts(ids)
        )


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _DELETED_AT_ONCE):
        yield ids[start : start + _DELETED_AT_ONCE]


def _order(report: ReportRow) -> tuple[object, ...]:
    """As the view `failures` has it: what comes last is what counts."""
    sequence = report.sequence
    return report.outbound_uuid, sequence is not None, sequence or 0, report.received_at
