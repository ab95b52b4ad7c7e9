import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from router.app.checkups.ports import HttpAnswer, NoAnswer
from router.app.checkups.server import (
    ServerState,
    read_state,
    server_checkup,
    watcher_checkup,
)
from router.app.readiness import LastReload, Readiness
from router.app.settings import Endpoint
from router.app.verdicts import FolderVerdict, Refused, Taken
from router.core.checkup import Health
from router.web.admin import create_admin_app
from tests.fakes.doctor import MOMENT, NOBODY, answer
from tests.fakes.event_log import FakeEventLog
from tests.unit.app.rulesets import rule_set
from tests.unit.web.wsgi import ask

ADMIN = Endpoint("127.0.0.1", 8081)
RULES = rule_set("rules: [{name: a, match: everything, actions: nothing}]")
TAKEN = Taken((), RULES, (), MOMENT)
REFUSED = Refused((), (), "the folder has gone", MOMENT)


def page(**changes: Any) -> HttpAnswer:
    good = Readiness(True, RULES.id, datetime(2026, 11, 22, 9, tzinfo=UTC), None, "ok")
    ready = replace(good, **changes)
    app = create_admin_app(lambda: ready, None, None, FakeEventLog())  # type: ignore[arg-type]
    made = ask(app, "GET", "/readyz")
    return answer(made.status, made.body)


def state(**changes: Any) -> ServerState:
    read = read_state(page(**changes))
    assert read is not None
    return read


def test_what_the_admin_listener_says_is_read() -> None:
    assert state() == ServerState(
        True, RULES.id, datetime(2026, 11, 22, 9, tzinfo=UTC), "folder", True, "", "ok", "ok"
    )
    refused = state(last_reload=LastReload(False, MOMENT, "a mistake"))
    assert (refused.reload_ok, refused.reload_error) == (False, "a mistake")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"3", b"{}", json.dumps({"a": 1}).encode()]
)
def test_what_another_program_says_is_not(body: bytes) -> None:
    assert read_state(answer(200, body)) is None
    assert read_state(NOBODY) is None
    assert read_state(None) is None


@pytest.mark.parametrize(
    ("said", "verdict", "words"),
    [
        (page(), Health.OK, f"with rule set {RULES.id} since 22 November 2026 at 09:00:00 (UTC)"),
        (page(ready=False), Health.FAIL, "says that it is not ready"),
        (page(history="cannot write in data"), Health.WARN, "cannot write in data"),
        (answer(200, b"hello"), Health.WARN, "is not this program"),
        (NOBODY, Health.WARN, "nothing answers at http://127.0.0.1:8081/readyz"),
        (NoAnswer("silent", "8 s"), Health.FAIL, "gives no answer (8 s)"),
        (None, Health.WARN, "port 0"),
    ],
)
def test_the_server_is_told_as_it_is(
    said: HttpAnswer | NoAnswer | None, verdict: Health, words: str
) -> None:
    checkup = server_checkup(ADMIN, said, read_state(said), UTC)
    assert checkup.verdict is verdict
    assert words in checkup.words


@pytest.mark.parametrize(
    ("served", "folder", "verdict", "words"),
    [
        (state(), TAKEN, Health.OK, "it is what the rules folder holds"),
        (None, TAKEN, Health.WARN, "nobody watches"),
        (state(), REFUSED, Health.WARN, "the folder cannot be"),
        (state(origin="rollback"), TAKEN, Health.WARN, "rolled back"),
        (state(rule_set="0" * 12), TAKEN, Health.FAIL, f"but the rules folder holds {RULES.id}"),
        (
            state(rule_set="0" * 12, last_reload=LastReload(False, MOMENT, "bad line")),
            TAKEN,
            Health.FAIL,
            "but the rules folder holds",
        ),
    ],
)
def test_the_watcher_is_judged_by_what_is_served(
    served: ServerState | None, folder: FolderVerdict, verdict: Health, words: str
) -> None:
    checkup = watcher_checkup(served, folder)
    assert checkup.verdict is verdict
    assert words in checkup.words


def test_the_reason_of_a_refused_reload_is_told() -> None:
    served = state(rule_set="0" * 12, last_reload=LastReload(False, MOMENT, "bad line"))
    assert "bad line" in watcher_checkup(served, TAKEN).advice
