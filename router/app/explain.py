"""Why a recorded message came out as it did: that day's own rules are asked once more."""

from contextlib import suppress

from router.app.journal import JournalReader
from router.app.ports import NotKeptError, RuleHistory
from router.core.decision import Decision
from router.core.journal import Explanation, JournalRow
from router.engine.evaluate import explain
from router.engine.ruleset import RuleSet
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile


class Explainer:
    """Explains rows of one journal; a rule set that decided several of them is compiled once.

    Settings are not recorded, so `options` are today's. The journal gets the source of a set a
    moment after the set is taken; until then `history` has it.
    """

    def __init__(
        self, reader: JournalReader, options: CompileOptions, history: RuleHistory
    ) -> None:
        self._reader = reader
        self._options = options
        self._history = history
        self._compiled: dict[str, RuleSet | str] = {}

    def __call__(self, row: JournalRow) -> Explanation:
        """The row with its reports and, where its rules are still there, their trace.

        Raises JournalUnavailableError.
        """
        reports = self._reader.reports_of(row)
        rule_set = self._rules_of(row.rule_set)
        if isinstance(rule_set, str):
            return Explanation(row, reports, None, (rule_set,))
        decision = explain(rule_set, row.message)
        doubts = () if _agrees(decision, row) else (_OTHERWISE,)
        return Explanation(row, reports, decision, doubts)

    def _rules_of(self, rule_set_id: str) -> RuleSet | str:
        if rule_set_id not in self._compiled:
            self._compiled[rule_set_id] = self._compile(rule_set_id)
        return self._compiled[rule_set_id]

    def _compile(self, rule_set_id: str) -> RuleSet | str:
        """The rule set, or a sentence that says why there is none."""
        files = self._reader.rule_set_files(rule_set_id) or self._accepted(rule_set_id)
        if not files:
            return f"the files of rule set {rule_set_id} are not kept: no reasons"
        compiled = compile_rules(files, self._options)
        if compiled.rule_set is None:
            return f"this version does not take rule set {rule_set_id} any more: no reasons"
        return compiled.rule_set

    def _accepted(self, rule_set_id: str) -> tuple[SourceFile, ...]:
        for entry in self._history.entries():
            if entry.id == rule_set_id:
                with suppress(NotKeptError):
                    return self._history.files(entry)
        return ()


_OTHERWISE = (
    "with today's settings and this version the same rules decide otherwise: the reasons may be "
    "others than on that day; what was sent is as recorded"
)


def _agrees(decision: Decision, row: JournalRow) -> bool:
    sent = [(one.src, one.dst, one.text) for one in decision.messages]
    return decision.fired == row.fired and sent == [
        (one.src, one.dst, one.text) for one in row.messages
    ]
