"""The composition root: settings in, an application out; the only place that picks adapters."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import TextIO
from wsgiref.types import WSGIApplication
from zoneinfo import ZoneInfo

from router import __version__
from router.adapters.clock import SystemClock
from router.adapters.compiler_process import CompilerProcess
from router.adapters.examination import open_doctor
from router.adapters.folder import DirectoryRulesFolder, read_file
from router.adapters.journal import open_memory, open_reader
from router.adapters.logs import JsonEventLog, JsonHandler, send_other_logs_to
from router.adapters.machine_zone import country_of_zone, machine_zone
from router.adapters.metrics import PrometheusMetrics
from router.adapters.new_folder import refuse_taken, write_new_folder
from router.adapters.restoring import FolderRestoration, WholeRulesFolder
from router.adapters.rollback_order import RollbackOrderFile
from router.adapters.rule_history import DirectoryRuleHistory
from router.adapters.starter_files import read_starter_files
from router.adapters.status_file import StatusFile
from router.adapters.tokens import (
    Tokens,
    find_dev_token,
    find_tokens,
    look_at_tokens,
    make_dev_token,
)
from router.app.answers import DurableMemory
from router.app.desk import Desk
from router.app.doctor import Doctor, Installation
from router.app.gate import Gate
from router.app.handle_inbound import HandleInbound
from router.app.handle_report import HandleReport
from router.app.journal import JournalReader
from router.app.live_rules import LiveRules
from router.app.ports import EventLog, RollbackOrders, RuleHistory, RulesFolder
from router.app.readiness import Readiness
from router.app.reload import Reloader
from router.app.rollback import Rollbacks
from router.app.settings import Settings, report_url
from router.app.settings_reading import SettingsRefused, read_settings
from router.app.start import NothingToServe, Start, choose_start
from router.app.starters import Answers, plan
from router.core.errors import UsageError
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.source import SourceFile
from router.plivo.signature import Verifier
from router.web.admin import create_admin_app
from router.web.holding import HoldingApplication
from router.web.public import create_public_app

DEFAULT_SETTINGS_FILE = "settings.yaml"


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """A rules folder as it is now: its files, and what the compiler made of them."""

    files: tuple[SourceFile, ...]
    compiled: Compiled


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


def load_settings(
    file: str | None, environment: Mapping[str, str], flags: Mapping[str, str]
) -> Settings | SettingsRefused:
    """The settings of a file (settings.yaml if it is there), variables and flags.

    Raises UsageError when a file that was named cannot be read.
    """
    path = settings_file(file)
    if path is None:
        return read_settings(None, environment, flags)
    source = read_file(path, shown=path)
    if source.problem:
        raise UsageError(f'the settings file "{source.name}" cannot be read: {source.problem}')
    return read_settings(source, environment, flags)


def settings_file(named: str | None) -> str | None:
    """The settings file in use: the one that is named, else settings.yaml if there, else none."""
    if named is None and not os.path.lexists(DEFAULT_SETTINGS_FILE):
        return None
    return DEFAULT_SETTINGS_FILE if named is None else named


def load_rules(settings: Settings) -> LoadedRules:
    """Read and compile the rules folder; its examples and tests are not run.

    Raises FolderUnreadableError for the folder itself.
    """
    files = rules_folder(settings).read()
    return LoadedRules(files, compile_rules(files, compile_options(settings)))


def check_rules(settings: Settings) -> LoadedRules:
    """Read the rules folder as the gate does, with every finding there is to be had.

    Raises FolderUnreadableError for the folder itself.
    """
    files = rules_folder(settings).read()
    return LoadedRules(files, Gate(compile_options(settings), advise=True)(files))


def pass_gate(settings: Settings, files: tuple[SourceFile, ...]) -> LoadedRules:
    """Compile and test these files, as before they are served."""
    return LoadedRules(files, Gate(compile_options(settings))(files))


def candidate_rules(settings: Settings) -> LoadedRules:
    """Compile and test a folder that is not served: nothing in the data folder is about it.

    Raises FolderUnreadableError for the folder itself.
    """
    return pass_gate(settings, DirectoryRulesFolder(settings.rules).read())


def rules_folder(settings: Settings) -> RulesFolder:
    """The rules folder; what a restoration was kept from doing is done before it is read."""
    return WholeRulesFolder(DirectoryRulesFolder(settings.rules), restoration(settings))


def restoration(settings: Settings) -> FolderRestoration:
    """What puts kept files back into the rules folder."""
    return FolderRestoration(settings.rules, settings.data)


def rule_history(settings: Settings) -> RuleHistory:
    """The accepted sets that are kept in the data folder."""
    return DirectoryRuleHistory(settings.data, settings.rules)


def rollback_orders(settings: Settings) -> RollbackOrders:
    """Where a rollback is ordered from a running server, or for the next start."""
    return RollbackOrderFile(settings.data)


def likely_zone() -> str:
    """The time zone that this machine is set to; "" where that says nothing."""
    return machine_zone(os.environ)


def zone_country(zone: ZoneInfo) -> str:
    """The two letters of the country a zone belongs to; "" where that is not known."""
    return country_of_zone(zone.key)


def refuse_taken_folder(path: str) -> None:
    """Raise RefusedError unless a new folder can be written there."""
    refuse_taken(path)


def begin_folder(path: str, answers: Answers) -> tuple[SourceFile, ...]:
    """Write the starter of these answers into a folder that is free; gives what was written.

    Raises RefusedError, and leaves nothing behind then.
    """
    files = plan(answers, read_starter_files(answers.starter))
    write_new_folder(path, files)
    return files


@dataclass(frozen=True, slots=True)
class Begun:
    """The rules that a server starts with, and the gate that they passed."""

    start: Start
    gate: Gate


def begin_rules(settings: Settings) -> Begun | NothingToServe:
    """Choose what to serve first: the folder, a set that was rolled back to, or the last good."""
    gate = Gate(compile_options(settings))
    start = choose_start(
        rules_folder(settings), gate, rule_history(settings), rollback_orders(settings),
        SystemClock(),
    )  # fmt: skip
    return start if isinstance(start, NothingToServe) else Begun(start, gate)


def start_compiler(begun: Begun, log: EventLog) -> CompilerProcess:
    """The process that compiles from now on. To be called before any thread is started."""
    compiler = CompilerProcess(begun.gate, begun.start.rule_set, log)
    begun.gate.forget()  # the other process has what was read
    return compiler


def compile_options(settings: Settings) -> CompileOptions:
    """What the compiler needs of the settings."""
    return CompileOptions(
        zone=settings.timezone,
        country=settings.country,
        numbers=settings.numbers,
        folder=settings.rules,
    )


def start_log(stream: TextIO, settings: Settings) -> EventLog:
    """The log, as JSON lines on this stream; other libraries' warnings go there too."""
    handler = JsonHandler(stream)
    send_other_logs_to(handler)
    return JsonEventLog(handler, settings.log_text)


def serving_tokens(settings: Settings, environment: Mapping[str, str], dev: bool) -> Tokens:
    """The tokens that signatures are checked with; in dev mode one of our own comes last.

    It is there besides any others so that `send` works from a terminal that has none of them.
    Raises UsageError when a token file cannot be read, or no dev token be written.
    """
    tokens = find_tokens(environment)
    if not dev:
        return tokens
    try:
        return Tokens(tuple(dict.fromkeys((*tokens.values, *make_dev_token(settings.data).values))))
    except UsageError:
        if tokens:
            return tokens
        raise


def sending_tokens(settings: Settings, environment: Mapping[str, str]) -> Tokens:
    """The tokens that `send` may sign with, the likeliest first."""
    return find_tokens(environment) or find_dev_token(settings.data)


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


def journal_reader(settings: Settings) -> JournalReader:
    """The journal of the settings, to be read. Raises JournalUnavailableError."""
    return open_reader(settings)


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


def doctor(settings: Settings, sources: tuple[str, ...], environment: Mapping[str, str]) -> Doctor:
    """What looks at the installation of these settings; `sources` are what they were read from."""
    installation = Installation(settings, sources, look_at_tokens(settings.data, environment))
    gate = Gate(compile_options(settings), advise=True)
    return open_doctor(installation, gate, rule_history(settings), rollback_orders(settings))
