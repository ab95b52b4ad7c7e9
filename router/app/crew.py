"""Several processes that answer: what each tells of itself, and how that adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Labels = tuple[tuple[str, str], ...]
SampleKey = tuple[str, str, Labels]
"""A metric's family, the sample's full name, and its labels in order."""
Samples = Mapping[SampleKey, float]

JOURNAL_STATES = ("ok", "none", "degraded")
"""From the best to the worst."""


@dataclass(frozen=True, slots=True)
class WorkerState:
    """What a worker tells about once a second.

    `rule_set` is the id it answers with; `counted` are numbers that only grow, `shown` those that
    go up and down.
    """

    rule_set: str
    journal: str
    counted: Samples
    shown: Samples


def journal_of(states: Iterable[WorkerState]) -> str:
    """How the journal does by the worst account; "degraded" when nobody can tell."""
    told = [state.journal for state in states]
    return max(told, key=JOURNAL_STATES.index, default="degraded")


def added(parts: Iterable[Samples]) -> dict[SampleKey, float]:
    """Numbers of the same key added up."""
    total: dict[SampleKey, float] = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, 0.0) + value
    return total
