"""A journal in lists, for one thread."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from router.app.journal import EVERYTHING, Erased, JournalFilter
from router.core.address import Address
from router.core.journal import JournalRow, JournalStats, ReportRow
from router.language.source import SourceFile


class FakeJournal:
    """A JournalReader over `kept` rows, `reports` and `rule_sets` (files by id)."""

    def __init__(self, *kept: JournalRow) -> None:
        self.kept: list[JournalRow] = list(kept)
        self.reports: list[ReportRow] = []
        self.rule_sets: dict[str, tuple[SourceFile, ...]] = {}

    def rows(self, wanted: JournalFilter = EVERYTHING) -> Iterator[JournalRow]:
        """The rows that pass, in order."""
        ordered = sorted(self.kept, key=lambda row: row.received_at, reverse=wanted.newest_first)
        passing = [row for row in ordered if self._passes(row, wanted)]
        yield from passing[: wanted.limit]

    def count(self, wanted: JournalFilter = EVERYTHING) -> int:
        """How many rows pass."""
        return len(list(self.rows(wanted)))

    def row(self, uuid: str) -> JournalRow | None:
        """The row of this message."""
        return next((row for row in self.kept if row.uuid == uuid), None)

    def beginning_with(self, prefix: str, at_most: int) -> tuple[JournalRow, ...]:
        """The rows whose uuid begins so."""
        found = [row for row in self.kept if row.uuid.startswith(prefix)]
        return tuple(sorted(found, key=lambda row: row.uuid)[:at_most])

    def last(self, count: int = 1) -> tuple[JournalRow, ...]:
        """The newest rows."""
        return tuple(self.rows(JournalFilter(limit=count)))

    def reports_of(self, row: JournalRow) -> tuple[ReportRow, ...]:
        """The reports joined to this message through their references."""
        sent = {message.reference: message for message in row.messages if message.reference}
        places = {reference: place for place, reference in enumerate(sent)}
        joined = [
            replace(one, rule=sent[one.reference].rule)
            for one in self.reports
            if one.reference in sent
        ]
        return tuple(
            sorted(
                joined,
                key=lambda one: (
                    places[one.reference],
                    one.outbound_uuid,
                    one.sequence is not None,
                    one.sequence or 0,
                    one.received_at,
                ),
            )
        )

    def rule_set_files(self, rule_set: str) -> tuple[SourceFile, ...]:
        """The files kept for this id."""
        return self.rule_sets.get(rule_set, ())

    def stats(self, wanted: JournalFilter = EVERYTHING) -> JournalStats:
        """Sums over the rows that pass."""
        rows = list(self.rows(replace(wanted, limit=None, newest_first=False)))
        reports = [report for row in rows for report in self.reports_of(row)]
        latest = {report.outbound_uuid: report.status for report in reports}
        return JournalStats(
            messages=len(rows),
            unmatched=sum(not row.fired for row in rows),
            sent=sum(len(row.messages) for row in rows),
            segments=sum(row.segments for row in rows),
            first=rows[0].received_at if rows else None,
            last=rows[-1].received_at if rows else None,
            rules=dict(Counter(name for row in rows for name in row.fired).most_common()),
            statuses=dict(Counter(latest.values()).most_common()),
        )

    def erase(self, number: Address) -> Erased:
        """Take the rows and reports away in which the number stands."""
        digits = re.fullmatch(r"\+?([0-9]{7,})", number.value)
        # What is no number stands in a row as a value of its own, so with its quotes.
        written = r"\W{0,2}".join(digits[1]) if digits else ""
        pattern = rf"(?<!\d){written}(?!\d)" if digits else re.escape(repr(number.value))

        def stands(one: object) -> bool:
            return bool(re.search(pattern, unicodedata.normalize("NFKC", repr(one))))

        rows = [row for row in self.kept if stands(row)]
        joined = {id(one) for row in rows for one in self.reports if self._belongs(one, row)}
        reports = [one for one in self.reports if id(one) in joined or stands(one)]
        self.kept = [row for row in self.kept if row not in rows]
        self.reports = [one for one in self.reports if one not in reports]
        return Erased(len(rows), len(reports))

    def trim(self, before: datetime, at_most: int) -> int:
        """Take the oldest rows away."""
        ordered = sorted(self.kept, key=lambda row: row.received_at)
        old = [row for row in ordered if row.received_at < before][:at_most]
        self.kept = [row for row in self.kept if row not in old]
        self.reports = [
            one
            for one in self.reports
            if one.received_at >= before and not any(self._belongs(one, row) for row in old)
        ]
        return len(old)

    def close(self) -> None:
        """Nothing to give back."""

    def _passes(self, row: JournalRow, wanted: JournalFilter) -> bool:
        numbers = {row.sender, row.recipient, *(one for sent in row.messages for one in sent.dst)}
        return (
            (wanted.number is None or wanted.number in numbers)
            and (wanted.rule is None or wanted.rule in (*row.fired, *row.shadowed))
            and (wanted.since is None or row.received_at >= wanted.since)
            and (wanted.until is None or row.received_at < wanted.until)
            and (not wanted.unmatched or not row.fired)
            and (not wanted.failed or any(one.failed for one in self._latest(row)))
        )

    def _latest(self, row: JournalRow) -> list[ReportRow]:
        """The last report of each message sent, by Plivo's order."""
        ordered = sorted(
            self.reports_of(row),
            key=lambda one: (one.sequence is not None, one.sequence or 0, one.received_at),
        )
        return list({one.outbound_uuid: one for one in ordered}.values())

    @staticmethod
    def _belongs(report: ReportRow, row: JournalRow) -> bool:
        return bool(report.reference) and report.reference in {m.reference for m in row.messages}
