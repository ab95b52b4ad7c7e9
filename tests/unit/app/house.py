"""A reloader with everything around it, on fakes and the real compiler."""

from collections.abc import Callable
from datetime import UTC
from threading import Event

from router.app.desk import Desk
from router.app.live_rules import LiveRules
from router.app.reload import Reloader
from router.app.rollback import Rollbacks
from router.app.start import Start, choose_start
from router.app.verdicts import Verdict
from router.engine.index.rule_index import RuleIndex
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.source import SourceFile
from tests.fakes.clock import FakeClock
from tests.fakes.event_log import FakeEventLog
from tests.fakes.metrics import FakeMetrics
from tests.fakes.rule_history import FakeRollbackOrders, FakeRuleHistory, FakeStatusPage
from tests.fakes.rules_folder import FakeRulesFolder

GOOD = "rules:\n  - name: Hours\n    match: everything\n    actions: nothing\n"
BETTER = GOOD.replace("Hours", "Opening hours")
BROKEN = GOOD.replace("match", "mtch")

Compile = Callable[[tuple[SourceFile, ...]], Compiled]


def compile_files(files: tuple[SourceFile, ...]) -> Compiled:
    return compile_rules(files, CompileOptions())


class StopAfter(Event):
    """An event that is set once it was waited for so many times; never really waits."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def wait(self, timeout: float | None = None) -> bool:
        self.times -= 1
        return self.times < 0


class House:
    """A reloader with everything around it, serving what the folder held at the start."""

    def __init__(
        self, compile_: Compile = compile_files, folder: FakeRulesFolder | None = None
    ) -> None:
        self.folder = folder or FakeRulesFolder(hours=GOOD)
        self.clock = FakeClock()
        self.log = FakeEventLog()
        self.metrics = FakeMetrics()
        self.history = FakeRuleHistory()
        self.orders = FakeRollbackOrders()
        self.page = FakeStatusPage()
        self.compile = compile_
        self.start()

    def start(self) -> None:
        """Start, as a server does, and let it come to rest."""
        start = choose_start(self.folder, self.compile, self.history, self.orders, self.clock)
        assert isinstance(start, Start)
        self.live = LiveRules(RuleIndex(start.rule_set), self.clock.now())
        self.desk = Desk(
            start, self.live, self.compile, self.history, self.page, self.clock, self.log,
            self.metrics, UTC,
        )  # fmt: skip
        self.reloader = Reloader(
            start, self.folder, self.compile, self.live, self.history,
            Rollbacks(self.orders, self.log, start), self.desk, self.clock,
        )  # fmt: skip
        self.reloader.watch(StopAfter(0))
        self.settle()
        self.folder.reads = 0
        self.log.events.clear()
        self.metrics.reloads.clear()
        self.metrics.rule_sets.clear()

    def settle(self) -> Verdict | None:
        """Two polls, a second later: the verdict of the second."""
        self.clock.advance(1)
        assert self.reloader.poll() is None
        return self.reloader.poll()

    @property
    def names(self) -> list[str]:
        return [rule.name for rule in self.live.rule_set.rules]
