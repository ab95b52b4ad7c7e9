"""Routers that share one journal in PostgreSQL."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.acceptance.journal_side import (
    Home,
    Sent,
    assert_all_kept,
    load,
    ready,
)
from tests.acceptance.plivo_side import Plivo, message, new_nonce
from tests.acceptance.running import eventually
from tests.postgres import OwnPostgres, PostgresServer, binaries


def home_with(place: Path, url: str, answer: str) -> Home:
    place.mkdir()
    home = Home(place, {"SMS_ROUTER_JOURNAL": url})
    home.rules(answer)
    return home


@pytest.fixture
def two(tmp_path: Path, postgres: PostgresServer) -> tuple[Home, Home]:
    """Two routers' folders with different rules, and one database."""
    url = postgres.new_database()
    return home_with(tmp_path / "a", url, "Open."), home_with(tmp_path / "b", url, "Closed.")


def test_a_retry_at_the_other_router_gets_the_same_bytes(two: tuple[Home, Home]) -> None:
    form, nonce = message("hours?"), new_nonce()
    with two[0].router() as one, two[1].router() as other:
        first = Plivo(one.public).post(form, nonce=nonce)
        assert first.texts[0] == "Open."
        assert Plivo(other.public).post(form, nonce=nonce).body == first.body
        assert Plivo(other.public).post(form).body == first.body
        # The nonce belongs to that request, wherever it turns up.
        assert Plivo(other.public).post(message("x"), nonce=nonce).status == 403
        assert ready(other)["journal"] == "ok"
    assert len(two[0].rows()) == 1


def test_twenty_copies_at_two_routers_make_one_row(two: tuple[Home, Home]) -> None:
    form = message("hours?")
    with two[0].router() as one, two[1].router() as other:
        routers = [Plivo(one.public), Plivo(other.public)]
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda n: routers[n % 2].post(form), range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    (row,) = two[1].rows()
    assert row.xml == answers[0].body


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that the test may stop."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not installed")
    server = OwnPostgres(programs)
    yield server
    server.remove()


def test_postgresql_stopped_and_started_under_load_holds_no_reply_and_loses_nothing(
    tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    home = home_with(tmp_path / "a", own_postgres.new_database(), "Open.")
    sent = Sent()
    with home.router() as server:
        with load(server, sent):
            for _ in range(2):
                before = len(sent.answers)
                eventually(lambda before=before: len(sent.answers) > before + 50)  # type: ignore[misc]
                own_postgres.stop()
                eventually(lambda: ready(server)["journal"] == "degraded")
                before = len(sent.answers)
                eventually(lambda before=before: len(sent.answers) > before + 100)  # type: ignore[misc]
                own_postgres.start()
                eventually(lambda: ready(server)["journal"] == "ok")
        assert sent.other == []
        eventually(lambda: ready(server)["journal"] == "ok")
        assert_all_kept(home.rows(), sent)


def test_a_router_starts_and_answers_while_postgresql_is_down(
    tmp_path: Path, own_postgres: OwnPostgres
) -> None:
    home = home_with(tmp_path / "a", own_postgres.new_database(), "Open.")
    own_postgres.stop()
    form = message("hours?")
    with home.router() as server:
        first = Plivo(server.public).post(form)
        assert first.texts[0] == "Open."
        assert ready(server)["journal"] == "degraded"
        assert Plivo(server.public).post(form).body == first.body
        own_postgres.start()
        eventually(lambda: ready(server)["journal"] == "ok")
    (row,) = home.rows()
    assert row.xml == first.body


@pytest.mark.parametrize("table", ["messages", "nonces"])
def test_what_is_answered_while_somebody_locks_a_table_outlives_kill_9(
    tmp_path: Path, own_postgres: OwnPostgres, table: str
) -> None:
    url = own_postgres.new_database()
    home = home_with(tmp_path / "a", url, "Open.")
    sent = Sent()
    with home.router() as server:
        sms = Plivo(server.public)
        assert sms.post(message("hours?")).status == 200
        with psycopg.connect(url) as other:
            other.execute(
                sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(
                    sql.Identifier("sms_router", table)
                )
            )
            for _ in range(5):
                form = message("hours?")
                sent.take(form, sms.post(form))
            # Not when the lock is gone, nor when the database gives the statement up.
            spill = tmp_path / "a" / "data" / "journal.spill"
            eventually(lambda: spill.exists() and spilled(spill) >= sent.answers.keys(), 15)
            for pid in server.family():
                os.kill(pid, signal.SIGKILL)
    assert (len(sent.answers), sent.other) == (5, [])
    with home.router():
        eventually(lambda: len(home.rows()) == 6)
    assert_all_kept(home.rows(), sent)


def spilled(file: Path) -> set[str]:
    """The uuids of the messages in a spill file."""
    records = [json.loads(line) for line in file.read_text().splitlines() if line]
    return {record["message"]["uuid"] for record in records if "message" in record}
