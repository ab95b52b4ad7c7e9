"""The ways in which conditions can hold all at once, as far as they do not exclude each other."""

from collections.abc import Iterator, Sequence
from typing import Final

from router.engine.reach.clashes import Clash, clash
from router.engine.reach.literals import Alternatives, Literal, alternatives

MAX_STEPS: Final = 2000
"""Conditions looked at in one search; beyond that, all else is taken to be possible."""
MAX_DEPTH: Final = 200
"""Choices made one behind the other in one search."""


class Search:
    """A search for ways in which conditions hold together.

    Without any way they never hold together, for certain. `clashes` are the reasons why ways were
    given up, the first first.
    """

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.clashes: list[Clash] = []
        self.steps = steps

    def ways(
        self, goals: Sequence[Literal], choices: Sequence[Alternatives] = ()
    ) -> Iterator[tuple[Literal, ...]]:
        """Single tests that are not known to exclude each other and, together, meet the goals.

        Of each of the choices, they meet one way. When the search takes too many steps, what has
        been found so far stands for the rest.
        """
        return self._ways((), goals, choices, 0)

    def _ways(
        self,
        known: Sequence[Literal],
        goals: Sequence[Literal],
        choices: Sequence[Alternatives],
        depth: int,
    ) -> Iterator[tuple[Literal, ...]]:
        settled, open_choices = list(known), list(choices)
        if not self._settle(settled, list(goals), open_choices):
            return
        if not open_choices:
            yield tuple(settled)
            return
        narrowed = [self._possible(settled, choice) for choice in open_choices]
        if self.steps <= 0 or depth == MAX_DEPTH:
            yield tuple(settled)
            return
        # The choice with the fewest ways first: often there is but one, or none.
        chosen = min(range(len(narrowed)), key=lambda place: len(narrowed[place]))
        rest = narrowed[:chosen] + narrowed[chosen + 1 :]
        for way in narrowed[chosen]:
            yield from self._ways(settled, way, rest, depth + 1)

    def _settle(
        self, settled: list[Literal], goals: list[Literal], choices: list[Alternatives]
    ) -> bool:
        """Take the goals apart, into tests and choices; False when they exclude each other."""
        for goal in goals:
            self.steps -= 1
            ways = alternatives(goal)
            if ways is None:
                if goal not in settled:
                    if reason := clash(settled, goal):
                        self.clashes.append(reason)
                        return False
                    settled.append(goal)
            elif len(ways) == 1:
                # The list grows while it is walked: what a goal is made of comes behind it.
                goals.extend(ways[0])
            elif ways:
                choices.append(ways)
            else:
                self.clashes.append((goal,))
                return False
        return True

    def _possible(self, settled: Sequence[Literal], choice: Alternatives) -> Alternatives:
        """The ways of a choice that nothing excludes at first sight."""
        possible = []
        for way in choice:
            self.steps -= len(way)
            reasons = (clash(settled, one) for one in way if alternatives(one) is None)
            reason = next(filter(None, reasons), None)
            if reason is None:
                possible.append(way)
            else:
                self.clashes.append(reason)
        return tuple(possible)
