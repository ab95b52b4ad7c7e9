"""What every EventLog does."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from router.adapters.logs import JsonEventLog, JsonHandler
from router.app.ports import EventLog
from tests.fakes.event_log import FakeEventLog

Written = Callable[[], list[tuple[str, str, dict[str, Any], str]]]
"""The events so far: level, name, fields, and the class of the exception ("" for none)."""


def fake() -> tuple[EventLog, Written]:
    log = FakeEventLog()
    return log, lambda: [
        (e.level, e.name, dict(e.fields), type(e.exception).__name__ if e.exception else "")
        for e in log.events
    ]


def json_lines() -> tuple[EventLog, Written]:
    stream = io.StringIO()

    def written() -> list[tuple[str, str, dict[str, Any], str]]:
        found = []
        for text in stream.getvalue().splitlines():
            line = json.loads(text)
            line.pop("time")
            trace = line.pop("traceback", "")
            name = trace.splitlines()[-1].partition(":")[0] if trace else ""
            found.append((line.pop("level"), line.pop("event"), line, name))
        return found

    return JsonEventLog(JsonHandler(stream)), written


@pytest.fixture(params=[fake, json_lines])
def both(request: pytest.FixtureRequest) -> tuple[EventLog, Written]:
    made: tuple[EventLog, Written] = request.param()
    return made


class TestEventLog:
    def test_it_keeps_level_name_and_fields_in_order(self, both: tuple[EventLog, Written]) -> None:
        log, written = both
        log.info("started", rules=3)
        log.warning("refused", status=403, advice=["one", "two"])
        log.error("rules_refused")
        assert written() == [
            ("info", "started", {"rules": 3}, ""),
            ("warning", "refused", {"status": 403, "advice": ["one", "two"]}, ""),
            ("error", "rules_refused", {}, ""),
        ]

    def test_a_bug_keeps_its_exception_and_an_error_that_was_foreseen_does_not(
        self, both: tuple[EventLog, Written]
    ) -> None:
        log, written = both
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            log.bug("bug", route="/")
            log.error("journal_moved_aside")
        assert written() == [
            ("error", "bug", {"route": "/"}, "ZeroDivisionError"),
            ("error", "journal_moved_aside", {}, ""),
        ]
