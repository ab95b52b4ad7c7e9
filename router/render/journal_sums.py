"""Sums over the journal, and texts that no rule took, as pages for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from router.core.journal import FAILED_STATUSES, DaySums, JournalStats, UnmatchedTexts
from router.engine.wording import counted_many, quoted, visible
from router.render.covering import covered_digits
from router.render.journal_rows import MAX_TEXT
from router.render.moments import clock, instant
from router.render.trace import wrapped


def stats_as_page(stats: JournalStats, days: Sequence[DaySums], zone: tzinfo) -> str:
    """The sums, then by rule, by status of the delivery reports and by day."""
    lines = [
        f"messages: {stats.messages:,}{_span(stats, zone)}",
        f"no rule took: {stats.unmatched:,}",
        f"sent: {counted_many(stats.sent, 'message')}, {counted_many(stats.segments, 'segment')}",
        f"failed: {failed(stats):,}",
    ]
    lines += _table("rules", stats.rules)
    lines += _table("delivery reports", stats.statuses)
    if days:
        lines += ["", f"days ({zone})"]
    lines += [
        f"  {day.day}  {counted_many(day.messages, 'message')}, {day.unmatched:,} without a rule, "
        f"{counted_many(day.segments, 'segment')}"
        for day in days
    ]
    return "".join(f"{line}\n" for line in lines)


def stats_as_fields(stats: JournalStats, days: Sequence[DaySums]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "messages": stats.messages,
        "unmatched": stats.unmatched,
        "sent": stats.sent,
        "segments": stats.segments,
        "failed": failed(stats),
        "first": None if stats.first is None else instant(stats.first),
        "last": None if stats.last is None else instant(stats.last),
        "rules": dict(stats.rules),
        "statuses": dict(stats.statuses),
        "days": [
            {
                "day": str(day.day),
                "messages": day.messages,
                "unmatched": day.unmatched,
                "segments": day.segments,
            }
            for day in days
        ],
    }


def failed(stats: JournalStats) -> int:
    """The messages sent of which the latest report says that they did not arrive."""
    return sum(n for status, n in stats.statuses.items() if status.lower() in FAILED_STATUSES)


def unmatched_as_page(found: UnmatchedTexts, zone: tzinfo, reveal: bool) -> str:
    """The texts that no rule took, the commonest first, then the rule to paste.

    What may be somebody's number is covered unless `reveal`.
    """
    if not found.groups:
        return "every text was taken by a rule\n"
    lines = [f"{counted_many(found.messages, 'text')} that no rule took, {found.kinds:,} different"]
    width = len(f"{found.groups[0].count:,}")
    for group in found.groups:
        taken = f", taken by now: {visible(group.taken_by)}" if group.taken_by else ""
        senders = counted_many(group.senders, "sender")
        about = f"from {senders}, last {clock(group.last, zone)}{taken}"
        text = quoted(_covered(group.example, reveal), MAX_TEXT)
        lines += wrapped(f"{text} {about}", f"  {group.count:>{width},}  ")
    if found.rule and not (rule := _without_numbers(found.rule, reveal)):
        lines += ["", "a rule for the commonest would show a number: --reveal prints it, to paste"]
    elif found.rule:
        lines += ["", "a rule for the commonest, to paste below rules: in a rule file:"]
        lines += ["", *rule.splitlines()]
    return "".join(f"{line}\n" for line in lines)


def unmatched_as_fields(found: UnmatchedTexts, reveal: bool) -> dict[str, Any]:
    """The same for programs; `rule` is "" where there is none, or none without a number in it."""
    return {
        "messages": found.messages,
        "kinds": found.kinds,
        "texts": [
            {
                "text": _covered(group.example, reveal),
                "count": group.count,
                "senders": group.senders,
                "last": instant(group.last),
                "taken_by": group.taken_by,
            }
            for group in found.groups
        ],
        "rule": _without_numbers(found.rule, reveal),
    }


def _covered(text: str, reveal: bool) -> str:
    return text if reveal else covered_digits(text)


def _without_numbers(rule: str, reveal: bool) -> str:
    """The rule; "" when it would have to be covered, since it is no rule then."""
    return rule if _covered(rule, reveal) == rule else ""


def _span(stats: JournalStats, zone: tzinfo) -> str:
    if stats.first is None or stats.last is None:
        return ""
    return f", from {clock(stats.first, zone)} to {clock(stats.last, zone)} ({zone})"


def _table(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield heading
    width = max(len(f"{count:,}") for count in counts.values())
    yield from (f"  {count:>{width},}  {visible(name)}" for name, count in counts.items())
