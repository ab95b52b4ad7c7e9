"""The questions a journal is asked, as SQL that both databases take (`?` for a value)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from router.adapters.journal.records import key, micros
from router.app.journal import JournalFilter

Ask = Callable[[str, tuple[object, ...]], Iterable[tuple[Any, ...]]]
"""Runs one statement with its values and gives its rows."""
Change = Callable[[str, tuple[object, ...]], int]
"""Runs one statement with its values and gives how many rows it changed."""

FILES_OUTLIVE = 86_400_000_000
"""Microseconds that the files of a rule set stay after the last message they explain is gone: when
the set was last used is written down now and then (journal/sources)."""


@dataclass(frozen=True, slots=True)
class Where:
    """The tables and conditions of a filter; `time` is the column to order by, before m.id."""

    tables: str
    conditions: tuple[str, ...]
    values: tuple[object, ...]
    time: str

    def clause(self, *more: str) -> str:
        """`FROM … WHERE …`, with more conditions."""
        every = (*self.conditions, *more)
        return f"FROM {self.tables}" + (f" WHERE {' AND '.join(every)}" if every else "")


def where(wanted: JournalFilter, join: str) -> Where:
    """The rows of a filter. `join` keeps the tables in the order written: each starts from the
    narrowest of them, which has an index by time where there is one.
    """
    tables: list[str] = []
    conditions: list[str] = []
    values: list[object] = []
    time = "m.received_at"
    if wanted.number is not None:
        tables.append("message_numbers n")
        conditions.append("n.number = ?")
        values.append(key(wanted.number.value))
        time = "n.received_at"
    if wanted.rule is not None:
        if not tables:
            tables.append("message_rules r")
            time = "r.received_at"
            conditions.append("r.rule = ?")
        else:
            conditions.append(
                "EXISTS (SELECT 1 FROM message_rules r WHERE r.rule = ?"
                " AND r.received_at = m.received_at AND r.message = m.id)"
            )
        values.append(key(wanted.rule))
    if wanted.failed:
        conditions.append("m.failed = 1")
    if wanted.unmatched:
        conditions.append("m.unmatched = 1")
    for moment, comparison in ((wanted.since, ">="), (wanted.until, "<")):
        if moment is not None:
            conditions.append(f"{time} {comparison} ?")
            values.append(micros(moment))
    return Where(_joined(tables, join), tuple(conditions), tuple(values), time)


def _joined(tables: list[str], join: str) -> str:
    if not tables:
        return "messages m"
    return f"{tables[0]} {join} messages m ON {tables[0][-1]}.message = m.id"


def page(wanted: Where, newest_first: bool, after: tuple[int, int] | None) -> tuple[str, Any]:
    """One page of rows (time, id, body, xml) behind the last one's (time, id); its limit is left
    to be given as the last value.
    """
    direction, comparison = ("DESC", "<") if newest_first else ("ASC", ">")
    more = () if after is None else (f"({wanted.time}, m.id) {comparison} (?, ?)",)
    statement = (
        f"SELECT {wanted.time}, m.id, m.body, m.xml {wanted.clause(*more)}"
        f" ORDER BY {wanted.time} {direction}, m.id {direction} LIMIT ?"
    )
    return statement, (*wanted.values, *(after or ()))


ROW = "SELECT body, xml FROM messages WHERE uuid = ?"
BEGINNING = "SELECT body, xml FROM messages WHERE uuid >= ? AND uuid < ? ORDER BY uuid LIMIT ?"
REPORTS = "SELECT body FROM reports WHERE message_uuid = ? ORDER BY id"
FILES = "SELECT name, content, problem FROM rule_set_files WHERE rule_set = ? ORDER BY place"
RULE_SETS = "SELECT rule_set FROM rule_sets_used ORDER BY rule_set"
MESSAGES_BEHIND = "SELECT id, body FROM messages WHERE id > ? ORDER BY id LIMIT ?"
REPORTS_BEHIND = "SELECT id, body FROM reports WHERE id > ? ORDER BY id LIMIT ?"


def delete(table: str, count: int) -> str:
    """Take so many rows away by their ids; what belongs to a message goes with it."""
    return f"DELETE FROM {table} WHERE id IN ({', '.join('?' * count)})"  # noqa: S608


def sums(wanted: Where) -> str:
    """Messages, unmatched, sent, segments, first and last time."""
    return (
        "SELECT count(*), sum(m.unmatched), sum(m.sent), sum(m.segments),"
        f" min(m.received_at), max(m.received_at) {wanted.clause()}"
    )


def rule_counts(wanted: Where) -> str:
    """How often each rule fired."""
    return (
        "SELECT c.rule, count(*) FROM message_rules c WHERE c.fired = 1 AND c.message IN"  # noqa: S608
        f" (SELECT m.id {wanted.clause()}) GROUP BY c.rule ORDER BY 2 DESC, 1"
    )


def latest_statuses(wanted: Where) -> str:
    """The reports (outbound uuid, status) of the rows, the latest of each message last."""
    return (
        "SELECT q.outbound_uuid, q.status FROM reports q WHERE q.message_uuid IN"  # noqa: S608
        f" (SELECT m.uuid {wanted.clause()})"
        " ORDER BY q.sequence IS NOT NULL, q.sequence, q.received_at, q.id"
    )


def trim(change: Change, before: int, at_most: int) -> int:
    """Take away the oldest of everything, in one transaction of the caller's; the messages gone."""
    gone = []
    for table, name, time, old, most in (
        ("messages", "id", "received_at", "received_at < ?", at_most),
        ("reports", "id", "received_at", "received_at < ?", at_most),
        # A message may have several reports, each with a nonce of its own.
        ("nonces", "nonce", "bound_at", "loose = 1 AND bound_at < ?", 6 * at_most),
    ):
        statement = (
            f"DELETE FROM {table} WHERE {name} IN"  # noqa: S608 - names of ours
            f" (SELECT {name} FROM {table} WHERE {old} ORDER BY {time} LIMIT ?)"
        )
        gone.append(change(statement, (before, most)))
    unused = (before - FILES_OUTLIVE,)
    change(
        "DELETE FROM rule_set_files WHERE rule_set IN"
        " (SELECT rule_set FROM rule_sets_used WHERE used_at < ?)",
        unused,
    )
    change("DELETE FROM rule_sets_used WHERE used_at < ?", unused)
    return gone[0]
