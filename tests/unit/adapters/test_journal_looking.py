from datetime import UTC, datetime
from pathlib import Path

import psycopg

from router.adapters.journal.looking import SQLITE_VERSION, look_at_journal
from router.adapters.journal.postgres.store import PostgresStore
from router.adapters.journal.records import micros
from router.adapters.journal.sqlite.file import open_for_writing, path_in
from router.app.settings import Settings
from tests.fakes.event_log import FakeEventLog
from tests.postgres import PostgresServer

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def settings(folder: Path, journal: str = "") -> Settings:
    return Settings(data=str(folder / "data"), journal=journal)


def made(folder: Path, *statements: str) -> Settings:
    """Settings of a journal that is there."""
    chosen = settings(folder)
    connection = open_for_writing(path_in(chosen.data), FakeEventLog())
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return chosen


def test_a_journal_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    state = look_at_journal(settings(tmp_path))
    assert (state.kind, state.made, state.problem) == ("sqlite", False, "")
    assert not (tmp_path / "data").exists()


def test_an_empty_journal_has_no_newest_message(tmp_path: Path) -> None:
    state = look_at_journal(made(tmp_path))
    assert (state.made, state.newest, state.problem) == (True, None, "")
    assert state.version == f"SQLite {SQLITE_VERSION}"


def test_the_newest_message_is_told(tmp_path: Path) -> None:
    columns = "uuid, received_at, unmatched, sent, segments, rule_set, body, xml, keys"
    values = f"'u', {micros(AT)}, 0, 0, 0, 'r', '{{}}', x'', '{{\"numbers\": [], \"rules\": {{}}}}'"
    chosen = made(tmp_path, f"INSERT INTO messages ({columns}) VALUES ({values})")
    assert look_at_journal(chosen).newest == AT


def test_a_damaged_journal_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    (tmp_path / "data").mkdir()
    path = Path(path_in(chosen.data))
    path.write_bytes(b"no database " * 1000)
    assert "is damaged" in look_at_journal(chosen).problem
    assert path.read_bytes().startswith(b"no database")


def test_what_waits_and_what_was_moved_aside_is_counted(tmp_path: Path) -> None:
    chosen = made(tmp_path)
    (tmp_path / "data" / "journal.spill").write_bytes(b"\n{}\n{}\n")
    (tmp_path / "data" / "journal.sqlite3.damaged-20261122T100000Z").write_bytes(b"")
    state = look_at_journal(chosen)
    assert state.waiting == 2
    assert [Path(one).name for one in state.aside] == ["journal.sqlite3.damaged-20261122T100000Z"]


def test_without_a_journal_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert look_at_journal(settings(tmp_path, "none")).kind == "none"


def tables_of(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'sms_router'")
        ((count,),) = row.fetchall()
        return int(count)


def test_a_database_tells_its_version_and_place_and_is_not_changed(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    state = look_at_journal(settings(tmp_path, url))
    assert (state.kind, state.problem, state.made) == ("postgresql", "", False)
    assert state.version.startswith("PostgreSQL 1")
    assert state.place.endswith("/" + url.rpartition("/")[2])
    assert tables_of(url) == 0


def test_a_database_with_the_journals_tables_tells_of_them(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    store = PostgresStore(url)
    store.open()
    store.close()
    state = look_at_journal(settings(tmp_path, url))
    assert (state.made, state.problem, state.newest) == (True, "", None)
    columns = "uuid, received_at, unmatched, sent, segments, rule_set, body, xml"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            f"INSERT INTO sms_router.messages ({columns})"
            f" VALUES ('u', {micros(AT)}, 0, 0, 0, 'r', '{{}}', '')"
        )
        assert look_at_journal(settings(tmp_path, url)).newest == AT
        connection.execute("UPDATE sms_router.schema_version SET version = 99")
    assert "tables of version 99" in look_at_journal(settings(tmp_path, url)).problem


def test_a_database_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    state = look_at_journal(settings(tmp_path, "postgresql://sms:hush@127.0.0.1:1/sms?x=hush"))
    assert state.place == "127.0.0.1/sms"
    assert state.problem
    assert "hush" not in repr(state)
