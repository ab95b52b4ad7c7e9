"""The admin door: is it ready, what has it counted, take the rules folder again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import falcon

from router.app.ports import EventLog
from router.app.readiness import MetricsPage, Readiness, ReloadOutcome
from router.web.refusals import PLAIN, App, Door, install_refusals


def create_admin_app(
    readiness: Callable[[], Readiness],
    metrics_page: Callable[[], MetricsPage],
    reload: Callable[[], ReloadOutcome],
    log: EventLog,
) -> App:
    """The WSGI application of the admin listener."""
    app = falcon.App()
    app.add_route("/readyz", _Ready(readiness))
    app.add_route("/metrics", _Metrics(metrics_page))
    app.add_route("/-/reload", _Reload(reload))
    read_only = "GET, HEAD"
    install_refusals(app, log, {"/readyz": read_only, "/metrics": read_only, "/-/reload": "POST"})
    return app


class _Ready(Door):
    """Readiness as JSON, for an orchestrator and for people."""

    def __init__(self, readiness: Callable[[], Readiness]) -> None:
        self._readiness = readiness

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """200 when messages can be answered, else 503."""
        now = self._readiness()
        last = now.last_reload
        resp.status = 200 if now.ready else 503
        resp.content_type = "application/json"
        page = {
            "ready": now.ready,
            "rule_set": now.rule_set,
            "since": _iso(now.since),
            "origin": now.origin,
            "last_reload": last and {"ok": last.ok, "at": _iso(last.at), "error": last.error},
            "history": now.history,
            "journal": now.journal,
        }
        resp.data = json.dumps(page, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    on_head = on_get


class _Metrics(Door):
    """The counters, for a monitoring system to scrape."""

    def __init__(self, metrics_page: Callable[[], MetricsPage]) -> None:
        self._metrics_page = metrics_page

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Always 200."""
        page = self._metrics_page()
        resp.content_type = page.content_type
        resp.data = page.body

    on_head = on_get


class _Reload(Door):
    """Takes the rules folder now, without waiting for a change to be seen."""

    def __init__(self, reload: Callable[[], ReloadOutcome]) -> None:
        self._reload = reload

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        """200 when the folder is served from now on, 422 with the findings when it is not.

        503 when it is being read already.
        """
        outcome = self._reload()
        resp.status = 503 if outcome.busy else 200 if outcome.ok else 422
        resp.content_type = PLAIN
        resp.data = outcome.report.rstrip("\n").encode("utf-8", "replace") + b"\n"


def _iso(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, to the second: 2026-11-22T10:00:00Z."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
