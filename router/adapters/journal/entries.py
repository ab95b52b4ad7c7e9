"""What goes into a journal's database, and what becomes of what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, assert_never

from router.adapters.journal.records import (
    as_json,
    caused_by,
    key,
    micros,
    plain,
    report_record,
)
from router.app.answers import KEPT, AnsweredMessage, Binding, NonceReused, Outcome
from router.core.journal import JournalRow, ReportRow
from router.language.source import SourceFile


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """An answered message with the nonces of its request."""

    row: JournalRow
    binding: Binding

    @property
    def uuid(self) -> str:
        """The message's key."""
        return key(self.row.uuid)


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A delivery report with the nonces of its request."""

    report: ReportRow
    binding: Binding


@dataclass(frozen=True, slots=True)
class NonceEntry:
    """The nonces of a request that leaves nothing else behind."""

    binding: Binding
    at: datetime


Entry = MessageEntry | ReportEntry | NonceEntry


@dataclass(frozen=True, slots=True)
class RuleSetSource:
    """That a rule set decided a message at this time, with its files unless they are there already.

    Files are kept once per id; the latest time says how long they are needed.
    """

    id: str
    files: tuple[SourceFile, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What a database has of what was asked for: XML by uuid, fingerprints by nonce (as keys)."""

    answers: Mapping[str, bytes] = field(default_factory=dict)
    nonces: Mapping[str, bytes] = field(default_factory=dict)


Values = tuple[object, ...]
"""The columns of one row."""


class ConflictError(Exception):
    """Something of what was to be written is there already; nothing was written."""


class JournalStore(Protocol):
    """One database, for one thread. Every method raises JournalUnavailableError."""

    def open(self) -> None:
        """Connect, if that is not so already, and bring the tables up to date."""

    def write(self, entries: Sequence[Entry], sources: Sequence[RuleSetSource]) -> None:
        """Write all, durably, or nothing. Raises ConflictError for a known uuid or nonce."""

    def find(self, uuids: Sequence[str], nonces: Sequence[str]) -> Found:
        """What is there of these messages and nonces, given as keys."""

    def trim(self, before: datetime, at_most: int) -> int:
        """Take away some of the oldest rows, as JournalReader.trim."""

    def close(self) -> None:
        """Disconnect. Never raises."""


def uuids_of(entries: Iterable[Entry]) -> list[str]:
    """The keys of the messages among the entries."""
    return [entry.uuid for entry in entries if isinstance(entry, MessageEntry)]


def nonces_of(entries: Iterable[Entry]) -> list[str]:
    """The keys of the entries' nonces."""
    return [nonce for entry in entries for nonce in nonce_keys(entry.binding)]


def sort_out(entries: Sequence[Entry], found: Found) -> tuple[list[Outcome], list[Entry]]:
    """The outcome of each entry beside what was found, and what is still to be written.

    The first of several entries that want the same uuid or nonce has it.
    """
    answers, nonces = dict(found.answers), dict(found.nonces)
    outcomes: list[Outcome] = []
    fresh: list[Entry] = []
    for entry in entries:
        binding = entry.binding
        known = [nonces.get(key(nonce)) for nonce in binding.nonces]
        if not all(owner is None or binding.owns(owner) for owner in known):
            outcomes.append(NonceReused())
            continue
        unbound = tuple(n for n, owner in zip(binding.nonces, known, strict=True) if owner is None)
        nonces.update((key(nonce), binding.fingerprint) for nonce in unbound)
        left = replace(binding, nonces=unbound)
        outcome, rest = _beside(entry, left, answers)
        outcomes.append(outcome)
        fresh.extend(rest)
    return outcomes, fresh


def _beside(
    entry: Entry, left: Binding, answers: dict[str, bytes]
) -> tuple[Outcome, tuple[Entry, ...]]:
    """Outcome and remains of one entry, of whose nonces those of `left` are not bound yet."""
    match entry:
        case MessageEntry(row):
            if (xml := answers.get(entry.uuid)) is not None:
                rest = (NonceEntry(left, row.received_at),) if left.nonces else ()
                return AnsweredMessage(xml), rest
            answers[entry.uuid] = row.xml
            return KEPT, (replace(entry, binding=left),)
        case ReportEntry(report, binding):
            # All its nonces are known: this very report is there already.
            repeated = binding.nonces and not left.nonces
            return KEPT, () if repeated else (ReportEntry(report, left),)
        case NonceEntry(_, at):
            return KEPT, (NonceEntry(left, at),) if left.nonces else ()
        case _:
            assert_never(entry)


def time_of(entry: Entry) -> datetime:
    """When an entry's request came."""
    match entry:
        case MessageEntry(row):
            return row.received_at
        case ReportEntry(report):
            return report.received_at
        case NonceEntry(_, at):
            return at
        case _:
            assert_never(entry)


def nonce_keys(binding: Binding) -> list[str]:
    """The nonces of a request as keys, each once."""
    return list(dict.fromkeys([key(nonce) for nonce in binding.nonces]))


def report_values(report: ReportRow) -> Values:
    """The columns of a report, the same in every database."""
    return (
        key(caused_by(report.reference)),
        key(report.outbound_uuid),
        key(report.status),
        report.sequence,
        int(report.failed),
        micros(report.received_at),
        as_json(report_record(report)),
    )


def source_values(source: RuleSetSource) -> list[Values]:
    """The columns of each file of a rule set."""
    at = micros(source.at)
    return [
        (source.id, place, plain(file.name), file.content, plain(file.problem), at)
        for place, file in enumerate(source.files)
    ]
