"""A journal of an earlier version of the tables, in every real database."""

from datetime import timedelta
from pathlib import Path

import pytest

from router.adapters.journal.entries import MessageEntry, ReportEntry
from router.adapters.journal.opening import open_reader
from router.adapters.journal.postgres import tables as postgres_tables
from router.adapters.journal.records import micros
from router.adapters.journal.sqlite import file as sqlite_file
from router.app.journal import JournalFilter
from tests.contracts.journals import REAL, real_store
from tests.fakes.journal_rows import START, bound, later, report, row


@pytest.mark.parametrize("kind", REAL)
def test_the_first_versions_rows_know_afterwards_whether_they_failed(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    module = sqlite_file if kind == "sqlite" else postgres_tables
    every = module.MIGRATIONS
    with pytest.MonkeyPatch.context() as before:
        before.setattr(module, "MIGRATIONS", every[:1])
        with real_store(kind, request, tmp_path) as (store, settings):
            rows = [row(f"u-{n}", received_at=later(n)) for n in (1, 2, 3)]
            reports = [report("o-2", "u-2.0", status="failed"), report("o-3", "u-3.0")]
            store.write([MessageEntry(one, bound(one.uuid)) for one in rows], ())
            store.write([ReportEntry(one, bound(one.outbound_uuid)) for one in reports], ())
            store.close()
            before.setattr(module, "MIGRATIONS", every)
            store.open()
            store.write([ReportEntry(report("o-1", status="failed"), bound("o-1"))], ())
            reader = open_reader(settings)
            failed = reader.rows(JournalFilter(failed=True))
            assert [one.uuid for one in failed] == ["u-2", "u-1"]
            assert reader.count() == len(rows)
            reader.close()


@pytest.mark.parametrize("kind", REAL)
def test_an_earlier_versions_rule_sets_stay_as_long_as_their_messages(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    module = sqlite_file if kind == "sqlite" else postgres_tables
    day, second = timedelta(days=1), timedelta(seconds=1)
    with pytest.MonkeyPatch.context() as before:
        before.setattr(module, "MIGRATIONS", module.MIGRATIONS[:2])
        with real_store(kind, request, tmp_path) as (store, settings):
            used = row("u-1", rule_set="used", received_at=START + 5 * day)
            store.write([MessageEntry(used, bound("n-1"))], ())
            reader = open_reader(settings)
            for id_ in ("used", "unused"):
                reader._database.change(
                    "INSERT INTO rule_set_files VALUES (?, 0, 'a.yaml', ?, '', ?)",
                    (id_, b"x", micros(START)),
                )
            store.close()
            before.undo()
            store.open()
            for days, left in ((1, {"used", "unused"}), (2, {"used"}), (6, {"used"}), (7, set())):
                store.trim(START + days * day - second, 10)
                kept = {id_ for id_ in ("used", "unused") if reader.rule_set_files(id_)}
                assert kept == left, days
            reader.close()
