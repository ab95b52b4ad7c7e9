"""A running server, put together."""

from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import TextIO
from wsgiref.types import WSGIApplication

from router import __version__
from router.adapters.clock import SystemClock
from router.adapters.compiler_process import CompilerProcess
from router.adapters.journal import open_memory
from router.adapters.logs import JsonEventLog, JsonHandler, send_other_logs_to
from router.adapters.metrics import PrometheusMetrics
from router.adapters.status_file import StatusFile
from router.adapters.tokens import (
    Tokens,
)
from router.app.answers import DurableMemory
from router.app.desk import Desk
from router.app.handle_inbound import HandleInbound
from router.app.handle_report import HandleReport
from router.app.live_rules import LiveRules
from router.app.ports import EventLog
from router.app.readiness import Readiness
from router.app.reload import Reloader
from router.app.rollback import Rollbacks
from router.app.settings import Settings, report_url
from router.app.start import Start
from router.plivo.signature import Verifier
from router.web.admin import create_admin_app
from router.web.holding import HoldingApplication
from router.web.public import create_public_app
from router.wiring.rules import Begun, rollback_orders, rule_history, rules_folder


@dataclass(frozen=True, slots=True)
class Application:
    """The two WSGI applications with what keeps their rules up to date."""

    public: HoldingApplication
    admin: WSGIApplication
    reloader: Reloader
    memory: DurableMemory

    def watch_rules(self) -> Event:
        """Begin to watch the rules folder, on a thread; set the event it gives to end that."""
        stop = Event()
        Thread(target=self.reloader.watch, args=(stop,), name="reload", daemon=True).start()
        return stop


def build(  # noqa: PLR0913, PLR0917 - everything a running application is made of
    settings: Settings, tokens: Tokens, public_url: str, start: Start, compiler: CompilerProcess,
    log: EventLog,
) -> Application:  # fmt: skip
    """Put the application together; nothing runs yet.

    `public_url` is what signatures are checked against.
    """
    clock = SystemClock()
    metrics = PrometheusMetrics(__version__)
    live = LiveRules(start.rule_set, clock.now())
    verifier = Verifier(public_url, tokens.values, settings.require_signature)
    history = rule_history(settings)
    memory = open_memory(settings, history, clock, log, metrics)
    reports = report_url(settings, public_url)
    inbound = HandleInbound(live, verifier, memory, clock, log, metrics, reports)
    delivery = HandleReport(verifier, memory, clock, log, metrics)
    page = StatusFile(settings.rules, settings.data)
    desk = Desk(start, live, compiler, history, page, clock, log, metrics, settings.timezone)
    reloader = Reloader(
        start=start,
        folder=rules_folder(settings),
        compile_files=compiler,
        live=live,
        history=history,
        rollbacks=Rollbacks(rollback_orders(settings), log, start),
        desk=desk,
        clock=clock,
    )
    return Application(
        public=create_public_app(inbound, delivery, verifier.public_url.prefix, log),
        admin=create_admin_app(
            partial(_readiness, live, desk, memory), metrics.page, reloader.reload, log
        ),
        reloader=reloader,
        memory=memory,
    )


def start_compiler(begun: Begun, log: EventLog) -> CompilerProcess:
    """The process that compiles from now on. To be called before any thread is started."""
    compiler = CompilerProcess(begun.gate, begun.start.rule_set, log)
    begun.gate.forget()  # the other process has what was read
    return compiler


def start_log(stream: TextIO, settings: Settings) -> EventLog:
    """The log, as JSON lines on this stream; other libraries' warnings go there too."""
    handler = JsonHandler(stream)
    send_other_logs_to(handler)
    return JsonEventLog(handler, settings.log_text)


def _readiness(live: LiveRules, desk: Desk, memory: DurableMemory) -> Readiness:
    served = live.current
    return Readiness(
        ready=True,
        rule_set=served.rule_set.id,
        since=served.since,
        last_reload=desk.last,
        journal=memory.state(),
        origin=desk.origin.value,
        history=desk.problem or "ok",
    )
