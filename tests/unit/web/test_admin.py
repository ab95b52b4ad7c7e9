import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from router.app.readiness import LastReload, MetricsPage, Readiness, ReloadOutcome
from router.web.admin import create_admin_app
from router.web.refusals import App
from tests.fakes.event_log import FakeEventLog
from tests.unit.web.wsgi import ask

SINCE = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
READY = Readiness(True, "abcdef012345", SINCE, None)
TAKEN = ReloadOutcome(True, "serving abc")


def admin(
    ready: Readiness = READY,
    outcome: ReloadOutcome | Exception = TAKEN,
    log: FakeEventLog | None = None,
) -> App:
    def reload() -> ReloadOutcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return create_admin_app(
        lambda: ready,
        lambda: MetricsPage(b"# HELP x\n", "text/plain; version=1.0.0"),
        reload,
        log or FakeEventLog(),
    )


def test_readiness_tells_what_is_served_and_since_when() -> None:
    page = ask(admin(), "GET", "/readyz")
    assert (page.status, page.headers["content-type"]) == (200, "application/json")
    assert json.loads(page.body) == {
        "ready": True,
        "rule_set": "abcdef012345",
        "since": "2026-11-22T10:00:00Z",
        "last_reload": None,
        "journal": "none",
        "origin": "folder",
        "history": "ok",
    }


def test_a_last_reload_that_failed_is_told_with_its_error() -> None:
    at = datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=1)))
    last = LastReload(False, at, "rules/10.yaml:3:5: error: “x”")
    page = ask(admin(Readiness(True, "a", SINCE, last)), "GET", "/readyz")
    assert page.status == 200
    assert json.loads(page.body)["last_reload"] == {
        "ok": False,
        "at": "2026-11-22T11:30:00Z",
        "error": "rules/10.yaml:3:5: error: “x”",
    }


def test_it_is_503_while_nothing_can_be_answered() -> None:
    page = ask(admin(Readiness(False, "", None, None, "degraded")), "GET", "/readyz")
    assert page.status == 503
    assert json.loads(page.body) == {
        "ready": False, "rule_set": "", "since": None, "last_reload": None, "journal": "degraded",
        "origin": "folder", "history": "ok",
    }  # fmt: skip


def test_the_metrics_page_goes_out_as_it_is() -> None:
    page = ask(admin(), "GET", "/metrics")
    assert (page.status, page.body) == (200, b"# HELP x\n")
    assert page.headers["content-type"] == "text/plain; version=1.0.0"


def test_a_reload_that_was_taken_says_so() -> None:
    page = ask(admin(), "POST", "/-/reload")
    assert (page.status, page.body) == (200, b"serving abc\n")
    assert page.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_reload_that_was_refused_comes_with_its_findings() -> None:
    page = ask(admin(outcome=ReloadOutcome(False, "a.yaml:1:1: error: é\n\n")), "POST", "/-/reload")
    assert (page.status, page.body.decode()) == (422, "a.yaml:1:1: error: é\n")


def test_a_reload_beside_another_is_to_be_asked_for_again() -> None:
    page = ask(admin(outcome=ReloadOutcome(False, "busy\n", busy=True)), "POST", "/-/reload")
    assert (page.status, page.body) == (503, b"busy\n")


def test_a_file_name_that_is_no_text_does_not_break_the_pages() -> None:
    odd = "rules/\udcff.yaml"
    assert ask(admin(outcome=ReloadOutcome(False, odd)), "POST", "/-/reload").status == 422
    last = LastReload(False, SINCE, odd)
    assert ask(admin(Readiness(True, "a", SINCE, last)), "GET", "/readyz").status == 200


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/readyz", "GET, HEAD"),
        ("DELETE", "/metrics", "GET, HEAD"),
        ("GET", "/-/reload", "POST"),
        ("OPTIONS", "/-/reload", "POST"),
        ("BREW", "/readyz", "GET, HEAD"),
    ],
)
def test_other_methods_are_refused_and_the_right_ones_named(
    method: str, path: str, allow: str
) -> None:
    page = ask(admin(), method, path)
    assert (page.status, page.headers["allow"]) == (405, allow)
    assert page.body == b"method not allowed\n"


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_a_look_without_the_page_is_enough(path: str) -> None:
    page = ask(admin(), "HEAD", path)
    assert (page.status, page.body) == (200, b"")


@pytest.mark.parametrize("path", ["/", "/receive_sms/", "/healthz", "/-/"])
def test_the_admin_door_has_no_other_pages(path: str) -> None:
    assert ask(admin(), "POST", path).status == 404


def test_a_bug_is_answered_500_in_one_line_and_its_traceback_is_logged() -> None:
    log, bug = FakeEventLog(), KeyError("secret")
    page = ask(admin(outcome=bug, log=log), "POST", "/-/reload")
    assert (page.status, page.body) == (500, b"internal error\n")
    assert [event.exception for event in log.events] == [bug]
