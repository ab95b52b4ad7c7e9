"""Takes a changed rules folder while messages are answered: all of it, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import assert_never

from router.app.desk import Desk
from router.app.live_rules import LiveRules
from router.app.ports import Clock, RuleHistory, RulesFolder
from router.app.readiness import ReloadOutcome
from router.app.rollback import Rollbacks
from router.app.start import Compile, Read, Start, judge, read_folder, use_kept
from router.app.verdicts import FolderVerdict, Held, Origin, Refused, RolledBack, Taken, Verdict
from router.engine.ruleset import RuleSet
from router.engine.wording import counted
from router.render.findings import as_text

POLL_SECONDS = 0.5
"""Two equal polls and a compile stay well within the 2 s in which an edit is to be live."""
RESTLESS_POLLS = 60
"""At how many polls in a row a folder may have changed before that is told."""
TURN_SECONDS = 5.0
"""How long a reload that somebody asked for waits for another: most are done by then."""
PATIENCE_SECONDS = 30.0
"""How long a reload that somebody asked for waits for a look at the folder that is under way."""
BUSY = ReloadOutcome(
    False,
    "the rules folder is being read already, or does not answer: ask again in a moment\n",
    busy=True,
)
RESTLESS = (
    "the files here have been saved again and again for half a minute, so they were not read:"
    " let them rest for a second"
)


class Reloader:
    """Polls the folder, and swaps the live rules once a settled change has compiled.

    A change is settled when two polls in a row see the same fingerprint; what was judged once is
    not judged again until its content changes. One that never settles is not judged either, which
    counts as refused after a while: in the middle of a copy it may look as good as at its end. A
    rollback that somebody ordered is followed at the next poll. Safe to call from several threads.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one place (wiring) hands it all it needs
        self,
        start: Start,
        folder: RulesFolder,
        compile_files: Compile,
        live: LiveRules,
        history: RuleHistory,
        rollbacks: Rollbacks,
        desk: Desk,
        clock: Clock,
    ) -> None:
        """`start` is what `live` began with."""
        self._folder = folder
        self._compile = compile_files
        self._live = live
        self._history = history
        self._rollbacks = rollbacks
        self._desk = desk
        self._clock = clock
        self._lock = Lock()
        self._reloading = Lock()
        self._asked = False
        self._seen: object = None
        self._judged: object = None
        self._restless = 0
        verdict = start.verdict
        unreadable = verdict.reason if isinstance(verdict, Refused) else ""
        self._judged_content: Read = unreadable or verdict.files

    def ask(self) -> None:
        """Have the next poll read the folder whatever it looks like. Safe in a signal handler."""
        self._asked = True

    def poll(self) -> Verdict | None:
        """Look once, and judge the folder if a change has settled; None when there is none."""
        with self._lock:
            self._desk.retry()
            if verdict := self._follow_orders():
                return verdict
            seen = self._folder.fingerprint()
            if self._asked:
                self._asked = False
                return self._judge(seen, read_folder(self._folder))
            settled = seen == self._seen
            self._seen = seen
            if not settled:
                return self._told_as_restless()
            if seen != self._judged:
                read = read_folder(self._folder)
                if self._folder.fingerprint() != seen:
                    return self._told_as_restless()
                self._judged = seen
                if read != self._judged_content:
                    return self._judge(seen, read)
            self._restless = 0
            return None

    def reload(self) -> ReloadOutcome:
        """Read and judge the folder now, even if nothing seems to have changed.

        One at a time: a folder that does not answer (a network drive that has gone) must not take
        up all who answer the operator.
        """
        with (
            _had(self._reloading, TURN_SECONDS) as alone,
            _had(self._lock, PATIENCE_SECONDS, alone) as mine,
        ):
            if not mine:
                return BUSY
            self._follow_orders()
            verdict = self._judge(self._folder.fingerprint(), read_folder(self._folder))
            serving = f"serving {_shown(self._live.rule_set)}\n"
        match verdict:
            case Taken():
                return ReloadOutcome(True, serving)
            case Held():
                held = "the folder is what was rolled back from: its next edit is served again\n"
                return ReloadOutcome(True, serving + held)
            case Refused():
                return ReloadOutcome(False, _report(verdict))
            case _:
                assert_never(verdict)

    def watch(self, stop: Event, every: float = POLL_SECONDS) -> None:
        """Poll every so many seconds until `stop` is set; a bug is logged and the rules stay."""
        self._guarded(self._begin)
        while not stop.wait(every):
            self._guarded(self.poll)

    def _guarded(self, step: Callable[[], object]) -> None:
        try:
            step()
        except Exception:  # noqa: BLE001 - one of the three doors: a bug must not end it
            self._desk.failed()

    def _begin(self) -> None:
        with self._lock:
            if self._desk.origin is Origin.FOLDER:
                # Edited while no server ran: what was rolled back from is past.
                self._rollbacks.end()
            self._desk.begin()

    def _judge(self, seen: object, read: Read) -> FolderVerdict:
        # Noted first: should the compiler fail, the same content is not tried at every poll.
        self._seen = self._judged = seen
        self._judged_content = read
        self._restless = 0
        verdict: FolderVerdict = judge(read, self._compile, self._clock)
        if isinstance(verdict, Taken):
            if held := self._rollbacks.holds(verdict):
                verdict = held
            else:
                self._serve(verdict)
                self._rollbacks.end()
        self._desk.tell(verdict)
        return verdict

    def _told_as_restless(self) -> Verdict | None:
        """Tell, once, that the folder has not come to rest for long."""
        self._restless += 1
        if self._restless != RESTLESS_POLLS:
            return None
        # At rest it is to be judged, even if it is then what it was before.
        self._judged, self._judged_content = None, RESTLESS
        refused = Refused((), (), RESTLESS, self._clock.now())
        self._desk.tell(refused)
        return refused

    def _follow_orders(self) -> Verdict | None:
        """Serve the set that somebody has chosen since the last poll, or the folder again."""
        if not self._rollbacks.news():
            return None
        order = self._rollbacks.newest
        if order is None:
            if self._rollbacks.in_force is None:
                return None
            self._rollbacks.follow(None)
            return self._judge(self._folder.fingerprint(), read_folder(self._folder))
        found = use_kept(order.id, self._history, self._compile)
        if isinstance(found, str):
            self._desk.rollback_failed(found)
            return None
        self._rollbacks.follow(order)
        verdict = RolledBack(order, found.kept, found.rule_set, self._clock.now())
        self._serve(verdict)
        self._desk.tell(verdict)
        return verdict

    def _serve(self, verdict: Taken | RolledBack) -> None:
        # The same content again (an edit undone, a forced reload) is no new set: `since` stays.
        if verdict.rule_set.id != self._live.rule_set.id:
            self._live.swap(verdict.rule_set, verdict.at)


@contextmanager
def _had(lock: Lock, seconds: float, wanted: bool = True) -> Iterator[bool]:
    """Whether the lock was to be had in this time; given back at the end."""
    had = wanted and lock.acquire(timeout=seconds)
    try:
        yield had
    finally:
        if had:
            lock.release()


def _shown(rule_set: RuleSet) -> str:
    return f"{rule_set.id}: {counted(len(rule_set.rules), 'rule')}"


def _report(refused: Refused) -> str:
    if refused.reason:
        return f"{refused.reason}\n"
    return as_text(refused.findings, refused.sources)
