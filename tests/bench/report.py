"""The tables of `make bench`, in Markdown, and the page that they are written into."""

import importlib.metadata
import os
import platform
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.load import CONNECTIONS
from tests.bench.matching import OURS, Matching
from tests.bench.rounds import BARE, FLASK, ROUNDS, SECONDS, Contender, Ratio, Record, ours, ratio
from tests.bench.servers import Started

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PACKAGES = ("falcon", "waitress", "flask", "plivo", "google-re2", "rule-engine", "zen-engine")
Records = Mapping[Contender, Record]


def machine() -> str:
    """Where and with what it was measured."""
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    cores, load = os.cpu_count(), os.getloadavg()[2]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores ({model[1] if model else 'of no name'}), "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}; {versions}.\n"
        f"Load average of the quarter of an hour before: {load:.1f}. Above 0, others were at work "
        "on the machine; the spread says how much they disturbed."
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column but the first is aligned to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def throughput(records: Records) -> str:
    """One line a server: what it does, what a request costs, and both beside the peers."""
    rows = []
    for one, record in records.items():
        median = [
            statistics.median(getattr(outcome, name) for outcome in record.outcomes)
            for name in ("rate", "p50", "p99")
        ]
        rows.append(
            (
                one.title,
                f"{median[0]:.0f} ({min(record.rates):.0f}–{max(record.rates):.0f})",
                f"{median[1]:.1f}",
                f"{median[2]:.1f}",
                record.errors,
                f"{statistics.median(record.spent):.0f}",
                ratio(record.rates, records[FLASK].rates),
                ratio(record.rates, records[BARE].rates),
                ratio(records[FLASK].spent, record.spent),
            )
        )
    return table(
        ("server", "req/s", "p50 ms", "p99 ms", "errors", "processor µs/request", "req/s / Flask's",
         "req/s / bare's", "Flask's processor time / its"),
        rows,
    )  # fmt: skip


def _p99s(record: Record) -> list[float]:
    return [one.p99 for one in record.outcomes]


def promises(records: Records, starts: Mapping[int, Sequence[Started]]) -> str:
    """What was promised beside what was measured."""
    rows: list[tuple[str, str, object, str, str]] = []

    def compare(what: str, one: Contender, other: Contender, wanted: float, aim: str = "") -> None:
        if one in records and other in records:
            found = ratio(records[one].rates, records[other].rates)
            spent = ratio(records[other].spent, records[one].spent)
            rows.append((what, f"≥ {wanted}{aim}", found, str(spent), _met(found.median >= wanted)))

    many = ours(10_000, True)
    compare("10,000 rules with journal / Flask sample", many, FLASK, 1.5, ", aim 2.0")
    compare("10,000 rules with journal / bare falcon", many, BARE, 0.8)
    compare("10,000 rules / 10 rules, with journal", many, ours(10, True), 0.95)
    compare("10,000 rules / 10 rules, without", ours(10_000, False), ours(10, False), 0.95)
    compare("100,000 rules / 10 rules, with journal", ours(100_000, True), ours(10, True), 0.95)
    compare("journal on / off, 10,000 rules", many, ours(10_000, False), 0.8)
    if many in records:
        found = ratio(_p99s(records[many]), _p99s(records[FLASK]))
        rows.append(("p99 of 10,000 rules with journal / Flask's", "≤ 1.0", found, "",
                     _met(found.median <= 1)))  # fmt: skip
    for rules, each in starts.items():
        if rules == 10_000:
            rows.append(_start_row("start with 10,000 rules, s", "≤ 4", each, lambda one: one.wall,
                                   lambda one: one.processor, 4))  # fmt: skip
            rows.append(_start_row("its memory, all processes, MB", "≤ 200", each,
                                   lambda one: one.share, None, 200))  # fmt: skip
    return table(("what", "wanted", "measured", "by processor time", ""), rows)


def _met(met: bool) -> str:
    return "met" if met else "**not met**"


def _start_row(  # noqa: PLR0917 - a row has so many cells
    what: str, wanted: str, each: Sequence[Started], value: Callable[[Started], float],
    processor: Callable[[Started], float] | None, limit: float,
) -> tuple[str, str, object, str, str]:  # fmt: skip
    found = _spread([value(one) for one in each])
    spent = "" if processor is None else str(_spread([processor(one) for one in each]))
    return what, wanted, found, spent, _met(found.median <= limit)


def _spread(values: Sequence[float]) -> Ratio:
    return Ratio(statistics.median(values), min(values), max(values))


def start_table(starts: Mapping[int, Sequence[Started]]) -> str:
    """What starts took; of several the median, with the smallest and the largest."""

    def shown(values: list[float], digits: int) -> str:
        low, high = min(values), max(values)
        return f"{statistics.median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"

    return table(
        ("rules", "starts", "s", "processor s", "server MB", "its peak MB",
         "all processes MB", "shared pages counted once MB"),
        [
            (
                f"{rules:,}",
                len(each),
                shown([one.wall for one in each], 1),
                shown([one.processor for one in each], 1),
                *(
                    shown([getattr(one, name) for one in each], 0)
                    for name in ("resident", "peak", "both", "share")
                ),
            )
            for rules, each in starts.items()
        ],
    )  # fmt: skip


def matching_table(found: Matching) -> str:
    """Microseconds per message, a line for each contender, and how often ours is faster."""
    sizes = sorted(found.medians[OURS])
    rows = []
    for who, medians in found.medians.items():
        cells = [f"{medians[size]:,.0f}" if size in medians else "–" for size in sizes]
        largest = max(medians)
        times = medians[largest] / found.medians[OURS][largest]
        rows.append((who, *cells, "" if who == OURS else f"{times:,.1f} at {largest:,}"))
    return table(("µs per message", *(f"{size:,} rules" for size in sizes), "times ours"), rows)


def all_tables(records: Records, starts: Mapping[int, Sequence[Started]], found: Matching) -> str:
    """Everything that was measured, under headings."""
    fired = ", ".join(f"{count:,} of {rules:,}" for rules, count in found.fired.items())
    return "\n\n".join(
        [
            machine(),
            "## Requests",
            f"{ROUNDS} rounds of {SECONDS} s in turn, {CONNECTIONS} connections. Medians, with the "
            "smallest and the largest of the rounds in brackets.",
            throughput(records),
            "## What was promised",
            promises(records, starts),
            "## Starts",
            start_table(starts),
            "## One message, without HTTP",
            matching_table(found),
            f"Different rules that the messages fired: {fired}.",
            "![Microseconds per message by number of rules](performance.svg)",
        ]
    )


def write_page(page: Path, measured: str) -> None:
    """Put it between the page's markers."""
    text = page.read_text("utf-8")
    before, rest = text.split(BEGIN)
    behind = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{behind}", "utf-8")
