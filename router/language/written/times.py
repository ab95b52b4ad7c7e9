"""Schedules, rotas, stages and CSV lists as written: every leaf a `Scalar` that knows its place."""

from dataclasses import dataclass

from router.core.position import Span
from router.language.tree.nodes import Scalar


@dataclass(frozen=True, slots=True)
class ScheduleCondition:
    """`during:` (`inside`) or `outside:` of one or several schedules; `key` is the key's place."""

    inside: bool
    names: tuple[Scalar, ...]
    key: Span


@dataclass(frozen=True, slots=True)
class WrittenSchedule:
    """A name for hours: `open` windows, `closed` days; without `zone` the settings' zone."""

    name: Scalar
    zone: Scalar | None
    open: tuple[Scalar, ...]
    closed: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """One day of a rota that somebody takes over."""

    day: Scalar
    target: Scalar


@dataclass(frozen=True, slots=True)
class WrittenRota:
    """A name for people who take turns; without `zone` the settings' zone."""

    name: Scalar
    zone: Scalar | None
    starts: Scalar
    every: Scalar
    turns: tuple[Scalar, ...]
    swaps: tuple[Swap, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenStage:
    """`stage:`, a word, or the senders in `only` for whom alone the rule is live."""

    word: str
    only: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class CsvSource:
    """`{csv: parents.csv, column: phone}`: the numbers of a list stand in a file of their own."""

    file: Scalar
    column: Scalar
