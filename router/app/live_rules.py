"""The rule set that is served right now, and since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Served:
    """One rule set, its index, and the moment (aware, UTC) from which it is served."""

    index: RuleIndex
    since: datetime

    @property
    def rule_set(self) -> RuleSet:
        """All the rules."""
        return self.index.rule_set


def nobody(_rule_set: RuleSet, _at: datetime) -> None:
    """Nobody else answers by the rules."""


class LiveRules:
    """Holds what is served. A reader takes `current` (or `rule_set`) once and keeps it to the end.

    Safe to read from many threads while one swaps: all its values change in one assignment.
    """

    __slots__ = ("_served", "_told")

    def __init__(
        self, index: RuleIndex, since: datetime, told: Callable[[RuleSet, datetime], None] = nobody
    ) -> None:
        """`index` is of the set served first; `told` is called with each set that is swapped in."""
        self._told = told
        self._served = Served(index, since)

    @property
    def current(self) -> Served:
        """The rule set together with its moment, from one and the same swap."""
        return self._served

    @property
    def rule_set(self) -> RuleSet:
        """The rule set that is served."""
        return self._served.rule_set

    @property
    def index(self) -> RuleIndex:
        """What to decide with."""
        return self._served.index

    def swap(self, rule_set: RuleSet, at: datetime) -> None:
        """Serve this rule set from now on; requests under way end with the one they took."""
        self._served = Served(RuleIndex(rule_set, self._served.index), at)
        self._told(rule_set, at)
