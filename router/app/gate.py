"""What a set of rule files must pass to be served; `check`, the start and each reload ask it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from router.app.ruletests.failures import with_what_came
from router.app.ruletests.kept_runs import KeptRuns
from router.app.ruletests.run import Results, begin_runs
from router.app.ruletests.untested_rules import warnings
from router.app.side_work import OneProcessor, Processors, read_together
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet
from router.language.collecting import uncollected
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.diagnostics import sort_key, without_consequences
from router.language.parts import KeptParts
from router.language.ruletests import RuleTests
from router.language.source import SourceFile


class Gate:
    """Compiles the files of a folder and runs their tests; without a rule set they are not served.

    What the last call had too is not made again. Not for several threads at once.
    """

    def __init__(
        self,
        options: CompileOptions,
        advise: bool = False,
        processors: Processors = OneProcessor(),  # noqa: B008 - it has nothing that could change
    ) -> None:
        """With `advise`, there are also findings about rules that nobody has written a test for.

        A set that is refused for its tests has them in any case: who mends it sees what `check`
        shows. The other `processors` help with what is much.
        """
        self._options = options
        self._advise = advise
        self._processors = processors
        self._kept = KeptParts(partial(read_together, processors))
        self._runs = KeptRuns()

    def __call__(self, files: tuple[SourceFile, ...]) -> Compiled:
        """The rule set, or the findings that keep it from being served."""
        with uncollected():
            begun: list[Callable[[], Results]] = []

            def begin(rule_set: RuleSet, tests: RuleTests) -> None:
                begun.append(begin_runs(rule_set, tests, self._runs, self._processors))

            compiled = compile_rules(files, self._options, self._kept, begin)
            # To be asked for in any case: somebody may be at it.
            results = [come_of() for come_of in begun]
            rule_set = compiled.rule_set
            return self._tested(compiled, rule_set, *results) if rule_set else compiled

    def index(self, rule_set: RuleSet) -> RuleIndex:
        """An index of a set that has passed; that of the last one is there already."""
        return self._runs.index(rule_set)

    def _tested(self, compiled: Compiled, rule_set: RuleSet, results: Results) -> Compiled:
        """The same after its examples and tests have run: no rule set when one fails."""
        findings = [
            *compiled.findings,
            *(with_what_came(one, compiled.sources) for one in results.failures),
        ]
        if self._advise or results.failures:
            untested = warnings(rule_set, compiled.tests, results, compiled.sources)
            findings.extend(without_consequences(compiled.findings, untested))
        return replace(
            compiled,
            rule_set=None if results.failures else rule_set,
            findings=tuple(sorted(findings, key=sort_key)),
            tests=RuleTests(),
        )
