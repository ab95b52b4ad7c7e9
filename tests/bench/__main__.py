"""`make bench`: this server beside its peers, its starts, and matching alone, all in one run.

Variables: BENCH_LARGEST (the largest rule set: 10, 1000, 10000 or 100000), BENCH_ROUNDS and
BENCH_SECONDS. Only a run of at least five rounds with every size is written into
docs/performance.md.
"""

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from tests.bench import report
from tests.bench.cold import cold_starts
from tests.bench.matching import Matching, measure
from tests.bench.plot import plot
from tests.bench.rounds import BARE, FLASK, ROUNDS, Contender, Record, ours, prove, take_turns
from tests.bench.servers import ROOT, Server, Started

SIZES = (10, 1000, 10_000, 100_000)
LARGEST = int(os.environ.get("BENCH_LARGEST", str(SIZES[-1])))
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("make bench needs wrk: sudo apt install wrk")
    sizes = tuple(size for size in SIZES if size <= LARGEST)
    print(report.machine(), flush=True)
    starts = {10_000: cold_starts(10_000)} if LARGEST >= 10_000 else {}
    records, largest = measure_servers(sizes)
    if LARGEST > 10_000:
        starts[LARGEST] = largest
    found = measure(sizes)
    measured = report.all_tables(records, starts, found)
    print(f"\n{measured}")
    keep(measured, found)
    if errors := sum(record.errors for record in records.values()):
        raise SystemExit(f"{errors} requests were not answered with 200")


def measure_servers(
    sizes: tuple[int, ...],
) -> tuple[dict[Contender, Record], list[Started]]:
    """Start all, let them take turns; what they did, and the starts with the most rules."""
    contenders = [BARE, FLASK, *(ours(size, on) for size in sizes for on in (True, False))]
    servers: dict[Contender, Server] = {}
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as ending:
        for one in contenders:
            began = time.monotonic()
            server = servers[one] = one.start(Path(place))
            ending.callback(server.stop)
            if one.rules:
                prove(server, one.rules)
            server.come_to_rest()
            server.pause()
            print(f"{one.title:28} started in {time.monotonic() - began:.1f} s", flush=True)
        largest = [server.started for one, server in servers.items() if one.rules == sizes[-1]]
        return take_turns(servers), largest


def keep(measured: str, found: Matching) -> None:
    """Write the page and its plot, unless this was only part of it."""
    if ROUNDS < 5 or SIZES[-1] > LARGEST:
        print(f"{PAGE.relative_to(ROOT)} stays as it is: that takes five rounds and every size")
        return
    report.write_page(PAGE, measured)
    title = "Finding the rules for one message"
    PLOT.write_text(plot(title, "rules", "microseconds", found.medians), "utf-8")


if __name__ == "__main__":
    main()
