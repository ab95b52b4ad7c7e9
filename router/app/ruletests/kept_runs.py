"""What came of examples and tests, kept for the next set that has many of the same rules.

An example that is the same gives the same again, unless a rule that is not the same may match its
message: then it has to be run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from router.app.ruletests.failures import Failure
from router.core.address import Address
from router.engine.facts import Facts
from router.engine.index.changes import ChangedRules
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet
from router.language.ruletests import Example, PipelineTest

RuleTest = Example | PipelineTest


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one example or test.

    `facts` are those of its messages, `fired` the rules that fired, or would have but for their
    stage, for one of them.
    """

    of: RuleTest
    facts: tuple[Facts, ...]
    fired: tuple[str, ...]
    failures: tuple[Failure, ...]


class KeptRuns:
    """The runs of the last set, and the index of its rules. Not for several threads at once."""

    def __init__(self) -> None:
        self._index: RuleIndex | None = None
        self._recipient: Address | None = None
        self._runs: dict[int, Run] = {}

    def index(self, rule_set: RuleSet) -> RuleIndex:
        """An index of this set; the very one when it is the last set."""
        if self._index is not None and self._index.rule_set is rule_set:
            return self._index
        return RuleIndex(rule_set, self._index)

    def finder(
        self, rule_set: RuleSet, recipient: Address | None
    ) -> Callable[[RuleTest], Run | None]:
        """What finds the run of an example or test that gives the same in this set."""
        runs = self._runs
        if self._index is None or recipient != self._recipient:
            return lambda _: None
        before = self._index.rule_set
        if not _comparable(before, rule_set):
            return lambda _: None
        changed = ChangedRules(before, rule_set)
        renamed = _renamed(before, rule_set)

        def find(test: RuleTest) -> Run | None:
            run = runs.get(id(test))
            if run is None:
                return None
            for facts in run.facts:
                if changed.may_match(facts) or facts.message.sender in renamed:
                    return None
            return run

        return find

    def keep(self, index: RuleIndex, recipient: Address | None, runs: Iterable[Run]) -> None:
        """Keep those of a set that did not fail: what is said of a failure looks at all rules."""
        self._index, self._recipient = index, recipient
        # By identity: an example that was not compiled anew is the very same object.
        self._runs = {id(run.of): run for run in runs if not run.failures}


def _comparable(before: RuleSet, after: RuleSet) -> bool:
    """Whether the rules that both sets have stand in one order, and their days are the same."""
    first, then = ([*map(id, rule_set.rules)] for rule_set in (before, after))
    both = {*first} & {*then}
    in_order = [one for one in first if one in both] == [one for one in then if one in both]
    return in_order and before.zone == after.zone


def _renamed(before: RuleSet, after: RuleSet) -> frozenset[Address]:
    """The senders whom {sender} names in another way."""
    if before.names == after.names:
        return frozenset()
    known = before.names.keys() | after.names.keys()
    return frozenset(one for one in known if before.names.get(one) != after.names.get(one))
