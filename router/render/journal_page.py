"""One message of the journal as a page for people: what came, what went out, why, and reports."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from router.core.journal import Explanation, JournalRow, ReportRow
from router.core.segments import measure
from router.engine.wording import counted, visible
from router.render.journal_rows import reports_on, row_as_whole
from router.render.moments import clock
from router.render.trace import message_lines, numbers, text_lines, trace_lines, wrapped


def row_as_page(
    row: JournalRow, reports: Sequence[ReportRow], zone: tzinfo, with_xml: bool = False
) -> str:
    """Everything that is kept of the message; its exact XML only where it is wanted."""
    lines = [*_head(row, zone), ""]
    lines += wrapped(f"rules: {', '.join(map(visible, row.fired)) or 'none fired'}", "")
    if row.shadowed:
        lines += wrapped(f"in shadow: {', '.join(map(visible, row.shadowed))}", "")
    signed = f", signed {row.family} with token {row.token}" if row.family else ""
    lines += [f"rule set {visible(row.rule_set)}{signed}, decided in {row.milliseconds:.1f} ms"]
    lines += ["", *_sent_lines(row, reports, zone)]
    lines += ["", "fields received"]
    lines += [f"  {visible(name)}: {visible(value)}".rstrip() for name, value in row.fields]
    if with_xml:
        lines += ["", "xml", *row.xml.decode("utf-8", "replace").splitlines()]
    return _ended(lines)


def explanation_as_page(explained: Explanation, zone: tzinfo) -> str:
    """Why each rule fired or did not, then what was sent and what became of it."""
    row, decision = explained.row, explained.decision
    lines = [*_head(row, zone), ""]
    if decision is None:
        lines += wrapped(f"rules: {', '.join(map(visible, row.fired)) or 'none'} fired", "")
    elif decision.trace:
        lines += trace_lines(decision)
    lines += ["", *_sent_lines(row, explained.reports, zone)]
    if decision is not None and decision.shadowed:
        lines += ["", *message_lines("in shadow, not sent", decision.shadow_messages)]
    for doubt in explained.doubts:
        lines += ["", *wrapped(doubt, "note: ")]
    return _ended(lines)


def explanation_as_fields(explained: Explanation) -> dict[str, Any]:
    """The same for programs: what `journal show --format json` has, with `trace` and `notes`.

    `trace` has an entry a rule, as `try --format json`, with `near_miss` besides; it is empty where
    the day's rules are not kept, and `notes` says so.
    """
    trace = explained.decision.trace if explained.decision else ()
    return {
        **row_as_whole(explained.row, explained.reports),
        "trace": [
            {
                "rule": entry.rule,
                "file": entry.file,
                "line": entry.line,
                "fired": entry.fired,
                "near_miss": entry.near_miss,
                "why": entry.why,
            }
            for entry in trace
        ],
        "notes": list(explained.doubts),
    }


def _head(row: JournalRow, zone: tzinfo) -> Iterator[str]:
    yield f"message {visible(row.uuid)}, {clock(row.received_at, zone)} ({zone})"
    yield f"from {visible(row.sender.value)} to {visible(row.recipient.value)}"
    yield from text_lines(row.text, "  ")


def _sent_lines(row: JournalRow, reports: Sequence[ReportRow], zone: tzinfo) -> Iterator[str]:
    """Each message that went out with the reports on it."""
    if not row.messages:
        yield "messages: none"
    else:
        yield f"messages: {len(row.messages)} ({counted(row.segments, 'segment')} in all)"
    for number, sent in enumerate(row.messages, 1):
        billed = f"{counted(sent.segments, 'segment')}, {measure(sent.text).encoding.value}"
        yield from wrapped(f"to {numbers(sent.dst)}", f"  {number}. ")
        yield from wrapped(f"from {sent.src} · {billed} · {visible(sent.rule)}", "     ")
        yield from text_lines(sent.text, "     ")
        for report in reports:
            if reports_on(report, sent.reference):
                yield f"     {_report(report, len(sent.dst) > 1, zone)}"


def _report(report: ReportRow, with_number: bool, zone: tzinfo) -> str:
    """`2026-11-22 17:05:09  delivered`, with the error code and, of several, the number."""
    to = dict(report.fields).get("To", "") if with_number else ""
    whom = f"  to {visible(to)}" if to else ""
    error = f"  error {visible(report.error_code)}" if report.error_code else ""
    return f"{clock(report.received_at, zone)}  {visible(report.status)}{error}{whom}"


def _ended(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
