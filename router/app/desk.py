"""Writes each verdict down wherever somebody may look: log, metrics, history, STATUS.txt."""

from datetime import datetime, tzinfo
from typing import assert_never

from router.app.changes import compare, in_words
from router.app.history import AcceptedSet
from router.app.live_rules import LiveRules
from router.app.ports import Clock, EventLog, Metrics, NotKeptError, RuleHistory, StatusPage
from router.app.readiness import LastReload
from router.app.start import Compile, Start, held_if_good, use_kept
from router.app.status_page import Standing, status_text
from router.app.verdicts import FolderVerdict, Held, Origin, Refused, RolledBack, Taken, Verdict
from router.engine.ruleset import RuleSet
from router.engine.wording import counted
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile
from router.render.findings import as_covered_line, as_line

LOGGED_FINDINGS = 50
RETRY_SECONDS = 30.0
"""How long to wait before trying anew to keep what could not be kept."""


class Desk:
    """Knows how things stand and tells it. For one thread at a time, but for its properties."""

    def __init__(  # noqa: PLR0913, PLR0917 - one place (wiring) hands it all it needs
        self,
        start: Start,
        live: LiveRules,
        compile_files: Compile,
        history: RuleHistory,
        page: StatusPage,
        clock: Clock,
        log: EventLog,
        metrics: Metrics,
        zone: tzinfo,
    ) -> None:
        self._start = start
        self._live = live
        self._compile = compile_files
        self._history = history
        self._page = page
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._zone = zone
        self._verdict: FolderVerdict = start.verdict
        self._origin = start.origin
        self._files = start.files
        self._unkept: tuple[AcceptedSet, tuple[SourceFile, ...]] | None = None
        self._newest: tuple[AcceptedSet, tuple[SourceFile, ...]] | None = None
        self._kept_set: RuleSet | None = None
        self._history_problem = ""
        self._page_problem = ""
        self._retry_at = 0.0
        self._page_due = False
        self._last = _last_reload(start.verdict)
        served = live.current
        metrics.rule_set(served.rule_set.id, len(served.rule_set.rules), served.since)
        self._show_reload()

    @property
    def last(self) -> LastReload:
        """How the latest try to take the folder went; the start counts as one."""
        return self._last

    @property
    def origin(self) -> Origin:
        """Where the set that is served comes from."""
        return self._origin

    @property
    def problem(self) -> str:
        """Why the history or the page cannot be kept; "" when they can."""
        return self._history_problem or self._page_problem

    def begin(self) -> None:
        """Tell of the start."""
        start = self._start
        for trouble in start.troubles:
            self._log.warning("kept_set_unusable", reason=trouble)
        if isinstance(start.verdict, Taken):
            self._keep(start.verdict)
        elif start.kept is not None:
            tell = self._log.error if start.origin is Origin.LAST_GOOD else self._log.warning
            tell(
                "last_good_served" if start.origin is Origin.LAST_GOOD else "rolled_back",
                serving=start.rule_set.id,
                accepted=_iso(start.kept.at),
                **_reason(start.verdict),
            )
        self._write_page()

    def tell(self, verdict: Verdict) -> None:
        """Tell of a verdict; what is live has been swapped already."""
        served = self._live.current
        self._note(verdict)
        if served.since == verdict.at:
            self._metrics.rule_set(served.rule_set.id, len(served.rule_set.rules), served.since)
        self._show_reload()
        self._log_verdict(verdict, served.rule_set.id)
        if isinstance(verdict, Taken):
            self._keep(verdict)
        self._write_page()

    def _note(self, verdict: Verdict) -> None:
        """How things stand from now on."""
        if isinstance(verdict, RolledBack):
            self._verdict, self._origin = held_if_good(self._verdict), Origin.ROLLBACK
            self._files = verdict.kept.files
            return
        self._verdict, self._last = verdict, _last_reload(verdict)
        if isinstance(verdict, Taken):
            self._origin, self._files = Origin.FOLDER, len(verdict.files)

    def _log_verdict(self, verdict: Verdict, serving: str) -> None:
        match verdict:
            case Taken():
                self._log.info(
                    "rules_taken",
                    rule_set=verdict.rule_set.id,
                    rules=len(verdict.rule_set.rules),
                    files=len(verdict.files),
                    seconds=round(verdict.seconds, 3),
                    **_logged(verdict.warnings),
                )
            case Held():
                self._log.info("rules_held", folder=verdict.rule_set.id, serving=serving)
            case Refused():
                self._log.error("rules_refused", **_reason(verdict), serving=serving)
            case RolledBack():
                self._log.warning("rolled_back", serving=serving, accepted=_iso(verdict.kept.at))
            case _:
                assert_never(verdict)

    def failed(self) -> None:
        """Tell of a bug in the reload; to be called inside its `except`."""
        at = self._clock.now()
        self._verdict = Refused((), (), "a bug in the router, and not in your rules", at)
        self._last = LastReload(False, at, "a bug in the reload; see the log")
        self._metrics.reload(False, at)
        self._log.bug("reload_failed", serving=self._live.rule_set.id)
        # At the next poll: should the bug be in the page itself, nobody would catch it here.
        self._page_due = True

    def rollback_failed(self, reason: str) -> None:
        """Tell that the set somebody chose cannot be served."""
        self._log.error("rollback_failed", reason=reason, serving=self._live.rule_set.id)

    def retry(self) -> None:
        """Try again, now and then, to keep and to write what is not kept and not written."""
        if self._page_due:
            self._page_due = False
            self._write_page()
        now = self._clock.monotonic()
        if now < self._retry_at:
            return
        self._retry_at = now + RETRY_SECONDS
        if self._newest is not None and self._history.newest() is None:
            # Somebody deleted or moved the data folder: a start would find no last good set.
            self._log.warning("history_gone", rule_set=self._newest[0].id)
            self._unkept, self._newest = self._newest, None
        elif not self.problem:
            return
        if self._unkept is not None:
            self._try_to_keep(*self._unkept)
        self._write_page()

    def _show_reload(self) -> None:
        self._metrics.reload(self._last.ok, self._last.at)
        self._metrics.folder_in_effect(isinstance(self._verdict, Taken))

    def _keep(self, taken: Taken) -> None:
        """Put a set into the history, unless it is the newest there already."""
        rule_set = taken.rule_set
        newest = self._history.newest()
        if newest is not None and newest.id == rule_set.id:
            self._kept_set, self._unkept = rule_set, None
            self._newest = (newest, taken.files)
            return
        before = self._kept_set
        if newest is not None and (before is None or before.id != newest.id):
            found = use_kept(newest.id, self._history, self._compile)
            before = None if isinstance(found, str) else found.rule_set
        accepted = AcceptedSet(
            id=rule_set.id,
            at=taken.at,
            files=len(taken.files),
            rules=len(rule_set.rules),
            warnings=tuple(as_line(taken.warnings[:LOGGED_FINDINGS]).splitlines()),
            changes=compare(before, rule_set),
        )
        self._kept_set = rule_set
        self._try_to_keep(accepted, taken.files)

    def _try_to_keep(self, accepted: AcceptedSet, files: tuple[SourceFile, ...]) -> None:
        self._unkept = (accepted, files)
        try:
            self._history.keep(accepted, files)
        except NotKeptError as problem:
            self._retry_at = self._clock.monotonic() + RETRY_SECONDS
            if self._history_problem != str(problem):
                self._log.error("history_not_kept", reason=str(problem), rule_set=accepted.id)
            self._history_problem = str(problem)
            return
        self._unkept, self._history_problem = None, ""
        self._newest = (accepted, files)
        self._log.info("history_kept", rule_set=accepted.id, changes=in_words(accepted.changes))

    def _write_page(self) -> None:
        problems = (f"the history is not kept: {self._history_problem}",)
        standing = Standing(
            self._live.current, self._files, self._origin, self._verdict,
            problems if self._history_problem else (),
        )  # fmt: skip
        try:
            self._page.write(status_text(standing, self._zone))
            self._page_problem = ""
        except NotKeptError as problem:
            self._retry_at = self._clock.monotonic() + RETRY_SECONDS
            if self._page_problem != str(problem):
                self._log.warning("status_not_written", reason=str(problem))
            self._page_problem = str(problem)


def _last_reload(verdict: FolderVerdict) -> LastReload:
    if not isinstance(verdict, Refused):
        return LastReload(True, verdict.at)
    # For monitoring, which keeps what it reads: the findings themselves are in STATUS.txt.
    return LastReload(False, verdict.at, verdict.reason or as_covered_line(_errors(verdict)[0]))


def _errors(refused: Refused) -> list[Diagnostic]:
    return [finding for finding in refused.findings if finding.severity is Severity.ERROR]


def _reason(verdict: FolderVerdict) -> dict[str, object]:
    """Why a folder is not served, as log fields."""
    if not isinstance(verdict, Refused):
        return {}
    reason = verdict.reason or f"{counted(len(_errors(verdict)), 'error')} in the rule files"
    return {"reason": reason, **_logged(verdict.findings)}


def _logged(findings: tuple[Diagnostic, ...]) -> dict[str, object]:
    """The findings as log fields: each as its line, and only so many of them."""
    if not findings:
        return {}
    lines = as_line(findings[:LOGGED_FINDINGS]).splitlines()
    left = len(findings) - LOGGED_FINDINGS
    return {"findings": [*lines, f"and {left} more"] if left > 0 else lines}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
