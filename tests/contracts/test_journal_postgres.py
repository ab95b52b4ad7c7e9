"""Two routers that write to one PostgreSQL at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from router.adapters.journal.entries import Entry, MessageEntry, ReportEntry
from router.adapters.journal.opening import open_reader
from router.adapters.journal.postgres import tables
from router.adapters.journal.postgres.schema import MIGRATIONS
from router.adapters.journal.postgres.store import PostgresStore
from router.app.journal import JournalFilter, JournalUnavailableError
from router.app.settings import Settings
from tests.contracts.journals import real_store
from tests.fakes.journal_rows import bound, report, row
from tests.postgres import PostgresServer
from tests.waiting import eventually

MESSAGE = MessageEntry(row("u-1"), bound("n-1"))
FAILED = ReportEntry(report("o-1", "u-1.0", status="failed"), bound("n-2"))


@pytest.mark.parametrize("first", [MESSAGE, FAILED], ids=["message first", "report first"])
def test_a_message_and_the_report_that_it_failed_find_each_other(
    first: Entry, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    second, table = (FAILED, "nonces") if first is MESSAGE else (MESSAGE, "reports")
    # The other one's nonce comes into the same table.
    only = "WHEN (NEW.nonce = 'n-1')" if first is MESSAGE else ""
    with real_store("postgres", request, tmp_path) as (store, settings):
        slow = PostgresStore(settings.journal)
        slow.open()
        with (
            psycopg.connect(settings.journal, autocommit=True) as watching,
            ThreadPoolExecutor() as threads,
        ):
            # The slow router's transaction is held up behind all its own triggers.
            watching.execute("SELECT pg_advisory_lock(1)")
            watching.execute(
                "CREATE FUNCTION sms_router.hold() RETURNS trigger LANGUAGE plpgsql AS $$"
                " BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$"
            )
            watching.execute(
                f"CREATE TRIGGER zz_hold AFTER INSERT ON sms_router.{table}"
                f" FOR EACH ROW {only} EXECUTE FUNCTION sms_router.hold()"
            )
            one = threads.submit(slow.write, [first], ())
            eventually(lambda: waiting(watching) == 1)
            other = threads.submit(store.write, [second], ())
            eventually(lambda: waiting(watching) == 2 or other.done())
            watching.execute("SELECT pg_advisory_unlock(1)")
            one.result(30)
            other.result(30)
        slow.close()
        reader = open_reader(settings)
        assert [found.uuid for found in reader.rows(JournalFilter(failed=True))] == ["u-1"]
        reader.close()


def waiting(connection: psycopg.Connection[Any]) -> int:
    """How many wait for an advisory lock."""
    found = connection.execute(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    ).fetchone()
    return int(found[0]) if found else 0


def test_a_reader_leaves_the_tables_of_other_routers_as_they_are(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    settings = Settings(data=str(tmp_path), journal=postgres.new_database())
    with pytest.raises(JournalUnavailableError, match="the server makes it"):
        open_reader(settings)
    with pytest.MonkeyPatch.context() as before:
        before.setattr(tables, "MIGRATIONS", MIGRATIONS[:2])
        older = PostgresStore(settings.journal)
        older.open()
        older.close()
    with pytest.raises(JournalUnavailableError, match="start this program's server once"):
        open_reader(settings)
    store = PostgresStore(settings.journal)
    store.open()
    store.close()
    open_reader(settings).close()
    with pytest.MonkeyPatch.context() as before:
        before.setattr(tables, "MIGRATIONS", MIGRATIONS[:2])
        with pytest.raises(JournalUnavailableError, match="use the newer program"):
            open_reader(settings)
