"""A journal of an earlier version of the tables, in every real database."""

from pathlib import Path

import pytest

from router.adapters import journal_postgres, journal_sqlite_file
from router.adapters.journal import open_reader
from router.adapters.journal_entries import ReportEntry, message_entry
from router.app.journal import JournalFilter
from tests.contracts.journals import REAL, real_store
from tests.fakes.journal_rows import bound, later, report, row


@pytest.mark.parametrize("kind", REAL)
def test_the_first_versions_rows_know_afterwards_whether_they_failed(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    module = journal_sqlite_file if kind == "sqlite" else journal_postgres
    every = module.MIGRATIONS
    with pytest.MonkeyPatch.context() as before:
        before.setattr(module, "MIGRATIONS", every[:1])
        with real_store(kind, request, tmp_path) as (store, settings):
            rows = [row(f"u-{n}", received_at=later(n)) for n in (1, 2, 3)]
            reports = [report("o-2", "u-2.0", status="failed"), report("o-3", "u-3.0")]
            store.write([message_entry(one, bound(one.uuid)) for one in rows], ())
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
