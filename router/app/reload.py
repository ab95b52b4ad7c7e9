"""Takes a changed rules folder while messages are answered: all of it, or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock
from typing import assert_never

from router.app.live_rules import LiveRules
from router.app.ports import Clock, EventLog, FolderUnreadableError, Metrics, RulesFolder
from router.app.readiness import LastReload, ReloadOutcome
from router.engine.ruleset import RuleSet
from router.language.compile import Compiled
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile, SourceText
from router.render.findings import as_line, as_text

POLL_SECONDS = 0.5
"""Two equal polls and a compile stay well within the 2 s in which an edit is to be live."""
LOGGED_FINDINGS = 50

Compile = Callable[[tuple[SourceFile, ...]], Compiled]


@dataclass(frozen=True, slots=True)
class Taken:
    """The folder as it was at `at` is served; `warnings` did not keep it from being taken."""

    files: tuple[SourceFile, ...]
    rule_set: RuleSet
    warnings: tuple[Diagnostic, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The folder as it was at `at` is not served, the set before it goes on.

    Either `findings` say why (`sources` show their lines), or `reason` does where the folder itself
    could not be read.
    """

    files: tuple[SourceFile, ...]
    findings: tuple[Diagnostic, ...]
    reason: str
    at: datetime
    sources: Mapping[str, SourceText] = field(default_factory=dict)


Verdict = Taken | Refused


class Reloader:
    """Polls the folder, and swaps the live rules once a settled change has compiled.

    A change is settled when two polls in a row see the same fingerprint; what was judged once is
    not judged again until its content changes. Safe to call from several threads.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one place (wiring) hands it all it needs
        self,
        folder: RulesFolder,
        compile_files: Compile,
        live: LiveRules,
        files: tuple[SourceFile, ...],
        clock: Clock,
        log: EventLog,
        metrics: Metrics,
    ) -> None:
        """`files` are those the live rules were made of."""
        self._folder = folder
        self._compile = compile_files
        self._live = live
        self._clock = clock
        self._log = log
        self._metrics = metrics
        self._lock = Lock()
        self._asked = False
        self._seen: object = None
        self._judged: object = None
        self._files: tuple[SourceFile, ...] | None = files
        self._last = LastReload(True, live.since)

    @property
    def last(self) -> LastReload:
        """How the latest try to take the folder went; the start counts as one."""
        return self._last

    def ask(self) -> None:
        """Have the next poll read the folder whatever it looks like. Safe in a signal handler."""
        self._asked = True

    def poll(self) -> Verdict | None:
        """Look once, and judge the folder if a change has settled; None when there is none."""
        with self._lock:
            seen = self._folder.fingerprint()
            if self._asked:
                self._asked = False
                return self._judge(seen, self._read())
            settled = seen == self._seen
            self._seen = seen
            if not settled or seen == self._judged:
                return None
            read = self._read()
            if self._folder.fingerprint() != seen:
                return None
            self._judged = seen
            if read == self._files:
                return None
            return self._judge(seen, read)

    def reload(self) -> ReloadOutcome:
        """Read and judge the folder now, even if nothing seems to have changed."""
        with self._lock:
            verdict = self._judge(self._folder.fingerprint(), self._read())
        match verdict:
            case Taken():
                count = len(verdict.rule_set.rules)
                rules = f"{count} rule{'' if count == 1 else 's'}"
                return ReloadOutcome(True, f"serving {verdict.rule_set.id}: {rules}\n")
            case Refused():
                return ReloadOutcome(False, _report(verdict))
            case _:
                assert_never(verdict)

    def watch(self, stop: Event, every: float = POLL_SECONDS) -> None:
        """Poll every so many seconds until `stop` is set; a bug is logged and the rules stay."""
        while not stop.wait(every):
            try:
                self.poll()
            except Exception:  # noqa: BLE001 - one of the three doors: a bug must not end it
                self._last = LastReload(
                    False, self._clock.now(), "a bug in the reload; see the log"
                )
                self._metrics.reload(False, self._last.at)
                self._log.error("reload_failed", serving=self._live.rule_set.id)

    def _read(self) -> tuple[SourceFile, ...] | str:
        """The folder's files, or one sentence on why they cannot be had."""
        try:
            return self._folder.read()
        except FolderUnreadableError as problem:
            return str(problem)

    def _judge(self, seen: object, read: tuple[SourceFile, ...] | str) -> Verdict:
        # Noted first: should the compiler fail, the same content is not tried at every poll.
        self._seen = self._judged = seen
        self._files = None if isinstance(read, str) else read
        verdict = self._compiled(read)
        match verdict:
            case Taken():
                self._serve(verdict)
            case Refused():
                self._keep(verdict)
            case _:
                assert_never(verdict)
        self._metrics.reload(self._last.ok, verdict.at)
        return verdict

    def _compiled(self, read: tuple[SourceFile, ...] | str) -> Verdict:
        if isinstance(read, str):
            return Refused((), (), read, self._clock.now())
        compiled = self._compile(read)
        if compiled.rule_set is None:
            return Refused(read, compiled.findings, "", self._clock.now(), compiled.sources)
        return Taken(read, compiled.rule_set, compiled.findings, self._clock.now())

    def _serve(self, taken: Taken) -> None:
        rule_set = taken.rule_set
        # The same content again (an edit undone, a forced reload) is no new set: `since` stays.
        if rule_set.id != self._live.rule_set.id:
            self._live.swap(rule_set, taken.at)
            self._metrics.rule_set(rule_set.id, len(rule_set.rules), taken.at)
        self._last = LastReload(True, taken.at)
        self._log.info(
            "rules_taken",
            rule_set=rule_set.id,
            rules=len(rule_set.rules),
            files=len(taken.files),
            **_logged(taken.warnings),
        )

    def _keep(self, refused: Refused) -> None:
        errors = [f for f in refused.findings if f.severity is Severity.ERROR]
        first = refused.reason or as_line(errors[:1]).strip()
        self._last = LastReload(False, refused.at, first)
        self._log.error(
            "rules_refused",
            reason=refused.reason or f"{len(errors)} errors in the rule files",
            serving=self._live.rule_set.id,
            **_logged(refused.findings),
        )


def _logged(findings: tuple[Diagnostic, ...]) -> dict[str, object]:
    """The findings as log fields: each as its line, and only so many of them."""
    if not findings:
        return {}
    lines = as_line(findings[:LOGGED_FINDINGS]).splitlines()
    left = len(findings) - LOGGED_FINDINGS
    return {"findings": [*lines, f"and {left} more"] if left > 0 else lines}


def _report(refused: Refused) -> str:
    if refused.reason:
        return f"{refused.reason}\n"
    return as_text(refused.findings, refused.sources)
