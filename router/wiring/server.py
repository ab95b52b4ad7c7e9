"""A running server, put together."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from threading import Event, Thread
from typing import TextIO
from wsgiref.types import WSGIApplication

from router import __version__
from router.adapters.clock import SystemClock
from router.adapters.compiler.process import CompilerProcess
from router.adapters.crew_lines import Office, WorkerLine
from router.adapters.journal.opening import open_memory
from router.adapters.journal.spill import gather
from router.adapters.logs import JsonEventLog, JsonHandler, send_other_logs_to, send_thread_bugs_to
from router.adapters.metrics import PrometheusMetrics
from router.adapters.metrics_crew import CrewMetrics, traffic_of
from router.adapters.status_file import StatusFile
from router.adapters.tokens import Tokens
from router.app.answers import DurableMemory
from router.app.crew import WorkerState, journal_of
from router.app.desk import Desk
from router.app.handle_inbound import HandleInbound
from router.app.handle_report import HandleReport
from router.app.live_rules import LiveRules
from router.app.ports import EventLog, Metrics
from router.app.readiness import Readiness
from router.app.reload import Reloader
from router.app.rollback import Rollbacks
from router.app.settings import Settings, report_url
from router.app.start import Start
from router.plivo.signature import Verifier
from router.web.admin import create_admin_app
from router.web.holding import HoldingApplication
from router.web.public import create_public_app
from router.wiring.rules import BegunRules, rollback_orders, rule_history, rules_folder


@dataclass(frozen=True, slots=True)
class Application:
    """The two WSGI applications of one process, with what keeps their rules up to date."""

    public: HoldingApplication
    admin: WSGIApplication
    reloader: Reloader
    memory: DurableMemory


def watch_rules(reloader: Reloader) -> Event:
    """Begin to watch the rules folder, on a thread; set the event it gives to end that."""
    stop = Event()
    Thread(target=reloader.watch, args=(stop,), name="reload", daemon=True).start()
    return stop


def build(  # noqa: PLR0913, PLR0917 - everything a running application is made of
    settings: Settings, tokens: Tokens, public_url: str, begun: BegunRules,
    compiler: CompilerProcess, line: socket.socket | None, log: EventLog,
) -> Application:  # fmt: skip
    """Put the application together; nothing runs yet.

    `public_url` is what signatures are checked against; `line` leads to the scribe.
    """
    clock = SystemClock()
    metrics = PrometheusMetrics(__version__)
    live = LiveRules(begun.index, clock.now())
    memory = open_memory(settings, rule_history(settings), clock, log, metrics, line=line)
    reloader, desk = _reloading(settings, begun.start, compiler, live, log, metrics)
    readiness = partial(_readiness, live, desk, memory.state)
    return Application(
        public=_answering(settings, tokens, public_url, live, memory, log, metrics),
        admin=create_admin_app(readiness, metrics.page, reloader.reload, log),
        reloader=reloader,
        memory=memory,
    )


@dataclass(frozen=True, slots=True)
class Worker:
    """One of several processes that answer messages: its application, and its line."""

    public: HoldingApplication
    memory: DurableMemory
    line: WorkerLine


def build_worker(  # noqa: PLR0913, PLR0917 - everything a worker is made of
    settings: Settings, tokens: Tokens, public_url: str, begun: BegunRules, number: int,
    connection: Connection, line: socket.socket | None, ended: Callable[[], None], log: EventLog,
) -> Worker:  # fmt: skip
    """Put together what answers messages in a process of its own, from 0; nothing runs yet.

    New rules come through `connection`; `ended` is called when nobody is at its other end. `line`
    leads to the scribe.
    """
    clock = SystemClock()
    metrics = PrometheusMetrics(__version__)
    live = LiveRules(begun.index, clock.now())
    memory = open_memory(settings, rule_history(settings), clock, log, metrics, number, line)

    def state() -> WorkerState:
        return WorkerState(
            live.rule_set.id, memory.state(), traffic_of(metrics, True), traffic_of(metrics, False)
        )

    return Worker(
        public=_answering(settings, tokens, public_url, live, memory, log, metrics),
        memory=memory,
        line=WorkerLine(connection, live, state, ended),
    )


@dataclass(frozen=True, slots=True)
class OfficeApplication:
    """What several workers leave to one process: new rules, and what the operator asks."""

    admin: WSGIApplication
    reloader: Reloader
    office: Office


def build_office(  # noqa: PLR0913, PLR0917 - everything an office is made of
    settings: Settings, begun: BegunRules, compiler: CompilerProcess, control: socket.socket,
    ended: Callable[[], None], log: EventLog,
) -> OfficeApplication:  # fmt: skip
    """Put the office together; nothing runs yet. Lines to workers come through `control`."""
    clock = SystemClock()
    office = Office(begun.start.rule_set, control, ended, log)
    metrics = CrewMetrics(__version__, office.samples)
    live = LiveRules(begun.index, clock.now(), office.serve)
    reloader, desk = _reloading(settings, begun.start, compiler, live, log, metrics)
    readiness = partial(_crew_readiness, live, desk, office)
    return OfficeApplication(
        admin=create_admin_app(readiness, metrics.page, reloader.reload, log),
        reloader=reloader,
        office=office,
    )


def _answering(  # noqa: PLR0913, PLR0917 - everything that answers a message
    settings: Settings, tokens: Tokens, public_url: str, live: LiveRules, memory: DurableMemory,
    log: EventLog, metrics: Metrics,
) -> HoldingApplication:  # fmt: skip
    clock = SystemClock()
    verifier = Verifier(public_url, tokens.values, settings.require_signature)
    reports = report_url(settings, public_url)
    inbound = HandleInbound(live, verifier, memory, clock, log, metrics, reports)
    delivery = HandleReport(verifier, memory, clock, log, metrics)
    return create_public_app(inbound, delivery, verifier.public_url.prefix, log)


def _reloading(  # noqa: PLR0913, PLR0917 - everything that takes new rules
    settings: Settings, start: Start, compiler: CompilerProcess, live: LiveRules, log: EventLog,
    metrics: Metrics,
) -> tuple[Reloader, Desk]:  # fmt: skip
    clock = SystemClock()
    history = rule_history(settings)
    page = StatusFile(settings.rules, settings.data)
    desk = Desk(start, live, compiler, history, page, clock, log, metrics, settings.timezone)
    reloader = Reloader(
        start=start,
        folder=compiler,
        compile_files=compiler,
        live=live,
        history=history,
        rollbacks=Rollbacks(rollback_orders(settings), log, start),
        desk=desk,
        clock=clock,
    )
    return reloader, desk


def start_compiler(
    settings: Settings, begun: BegunRules, leave: Callable[[], None], log: EventLog
) -> CompilerProcess:
    """The process that from now on looks at the folder, reads it and compiles.

    To be called before any thread is started. `leave` gives back there what that process has no
    use for.
    What was read stays in this process, too. To throw it away would give next to nothing back,
    since the rules stand among it, and would write on every page that both processes share.
    """
    start = begun.start
    folder = rules_folder(settings)
    return CompilerProcess(begun.gate, folder, start.rule_set, start.verdict.files, log, leave)


def start_log(stream: TextIO, settings: Settings) -> EventLog:
    """The log, as JSON lines on this stream; others' warnings and what ends a thread go there."""
    handler = JsonHandler(stream)
    send_other_logs_to(handler)
    log = JsonEventLog(handler, settings.log_text)
    send_thread_bugs_to(log)
    return log


def _readiness(live: LiveRules, desk: Desk, journal: Callable[[], str]) -> Readiness:
    served = live.current
    return Readiness(
        ready=True,
        rule_set=served.rule_set.id,
        since=served.since,
        last_reload=desk.last,
        journal=journal(),
        origin=desk.origin.value,
        history=desk.problem or "ok",
    )


def _crew_readiness(live: LiveRules, desk: Desk, office: Office) -> Readiness:
    """Ready while one worker at least answers."""
    states = office.states()
    told = _readiness(live, desk, lambda: journal_of(states))
    return replace(told, ready=bool(states))


def gather_spills(settings: Settings, log: EventLog) -> None:
    """Have what other workers of an earlier start left to be written by the first of this one."""
    try:
        gather(settings.data)
    except OSError as problem:
        log.warning("journal_spill_left", folder=settings.data, reason=str(problem.strerror))
