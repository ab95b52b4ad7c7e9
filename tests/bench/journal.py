"""`python -m tests.bench.journal`: look-ups in a journal of a million rows, in milliseconds.

Fills a journal in a temporary folder through the real store, then times what the commands and a
retry ask of it, each many times on a fresh connection; the slowest counts.
"""

import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from router.adapters.journal.entries import Entry, MessageEntry, ReportEntry
from router.adapters.journal.opening import open_reader
from router.adapters.journal.sqlite.store import SqliteStore
from router.app.answers import Binding
from router.app.journal import JournalFilter, JournalReader
from router.app.settings import Settings
from router.core.address import Address
from router.core.journal import JournalRow, ReportRow, SentMessage
from tests.fakes.event_log import FakeEventLog

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
TIMES = 30
AT_ONCE = 2500
LIMIT_MS = 50.0
START = datetime(2026, 9, 1, tzinfo=UTC)
DESK = Address("+15557654321")
RULES = [f"Rule {n}" for n in range(40)]
PEOPLE = 50_000


def uuid_of(number: int) -> str:
    return f"{random.Random(number).getrandbits(128):032x}"


def person(number: int) -> Address:
    return Address(f"+1555{number % PEOPLE:07d}")


def entries(number: int) -> list[Entry]:
    """One message, and for one in five a report; one in fifty of those says that it failed."""
    uuid, sender = uuid_of(number), person(number * 7919)
    fired = () if number % 20 == 0 else (RULES[number % len(RULES)],)
    if number == ROWS // 2:
        fired = ("Hardly ever",)
    at = START + timedelta(seconds=number * 5)
    reference = f"{uuid}.0"
    text = "Thanks, your order is in and somebody will call you before noon."
    row = JournalRow(
        uuid, at, sender, DESK, f"order {number} please",
        (("From", sender.wire), ("To", DESK.wire), ("Text", f"order {number} please"),
         ("Type", "sms"), ("Units", "1"), ("TotalRate", "0.0055"), ("MessageUUID", uuid)),
        "abcdef012345", fired, (),
        tuple(SentMessage(DESK, (sender,), text, 1, rule, reference) for rule in fired),
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Response>' + text.encode() * 4 + b"</Response>",
        "V2", 0, 0.5,
    )  # fmt: skip
    made: list[Entry] = [MessageEntry(row, Binding((f"n{uuid}",), b"f" * 32))]
    if number % 5 == 0 and fired:
        status = "failed" if number % 250 == 5 else "delivered"
        report = ReportRow(f"o{uuid}", reference, status, 1, "", at, (("Status", status),))
        made.append(ReportEntry(report, Binding((f"r{uuid}",), b"f" * 32)))
    return made


def fill(store: SqliteStore) -> None:
    started = time.perf_counter()
    for start in range(0, ROWS, AT_ONCE):
        some = [entry for n in range(start, min(start + AT_ONCE, ROWS)) for entry in entries(n)]
        store.write(some, ())
    seconds = time.perf_counter() - started
    print(f"filled with {ROWS} rows in {seconds:.0f} s ({ROWS / seconds:.0f} rows/s)", flush=True)


def times(work: Callable[[int], object]) -> list[float]:
    found = []
    for number in range(TIMES):
        started = time.perf_counter()
        work(random.Random(number).randrange(ROWS))
        found.append((time.perf_counter() - started) * 1000)
    return found


def row_of(reader: JournalReader, number: int) -> JournalRow:
    row = reader.row(uuid_of(number))
    assert row
    return row


def questions(
    settings: Settings, store: SqliteStore
) -> dict[str, tuple[Callable[[int], object], bool]]:
    """What is timed, by what it is called; and whether the promise of 50 ms is about it."""

    def ask(work: Callable[[JournalReader, int], object]) -> Callable[[int], object]:
        def fresh(number: int) -> object:
            reader = open_reader(settings)
            try:
                return work(reader, number)
            finally:
                reader.close()

        return fresh

    def listed(**wanted: object) -> Callable[[int], object]:
        chosen = JournalFilter(limit=50, **wanted)  # type: ignore[arg-type]
        return ask(lambda reader, _: list(reader.rows(chosen)))

    middle = START + timedelta(seconds=ROWS * 5 / 2)
    return {
        "retry: find a uuid": (lambda n: store.find([uuid_of(n)], [f"n{uuid_of(n)}"]), True),
        "explain: row and reports": (
            ask(lambda r, n: r.reports_of(row_of(r, n))), True,
        ),
        "explain: beginning of a uuid": (
            ask(lambda r, n: r.beginning_with(uuid_of(n)[:8], 2)), True,
        ),
        "explain --last": (ask(lambda r, _: r.last()), True),
        "list": (listed(), True),
        "list --number": (
            ask(lambda r, n: list(r.rows(JournalFilter(number=person(n), limit=50)))), True,
        ),
        "list --number (our own)": (listed(number=DESK), True),
        "list --rule": (listed(rule=RULES[3]), True),
        "list --rule (rare)": (listed(rule="Hardly ever"), True),
        "list --since --until": (listed(since=middle, until=middle + timedelta(days=1)), True),
        "list --unmatched": (listed(unmatched=True), True),
        "list --failed": (listed(failed=True), True),
        "list --rule --number": (listed(rule=RULES[3], number=DESK), True),
        "stats of a day": (
            ask(lambda r, _: r.stats(
                JournalFilter(since=middle, until=middle + timedelta(days=1)))), False,
        ),
    }  # fmt: skip


def main() -> None:
    print(f"Python {platform.python_version()} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data=data)
        store = SqliteStore(data, FakeEventLog())
        store.open()
        fill(store)
        size = sum(os.path.getsize(os.path.join(data, name)) for name in os.listdir(data))
        print(f"{size / 1e6:.0f} MB on disk\n\n{'question':32} {'median':>8} {'slowest':>8} ms")
        late = []
        for name, (work, promised) in questions(settings, store).items():
            took = times(work)
            print(f"{name:32} {statistics.median(took):8.1f} {max(took):8.1f}", flush=True)
            if promised and statistics.median(took) > LIMIT_MS:
                late.append(name)
        store.close()
    if late:
        raise SystemExit(f"above {LIMIT_MS:.0f} ms: {', '.join(late)}")


if __name__ == "__main__":
    main()
