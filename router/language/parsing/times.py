"""Nodes of schedules, rotas, stages and CSV lists into their syntax.

What lacks a part it must have reads as nothing: it has its finding, and `unsound_names` has its
name.
"""

from collections.abc import Iterator

from router.core.position import Span
from router.language.parsing.nodes import entries, scalar, scalars
from router.language.tree.nodes import Entry, Mapping, Node, Scalar
from router.language.written.times import (
    CsvSource,
    ScheduleCondition,
    Swap,
    WrittenRota,
    WrittenSchedule,
    WrittenStage,
)


def read_schedules(node: Node | None) -> tuple[WrittenSchedule, ...]:
    """The schedules of a file."""
    return tuple(read for entry in entries(node) if (read := _schedule(entry)))


def read_rotas(node: Node | None) -> tuple[WrittenRota, ...]:
    """The rotas of a file."""
    return tuple(read for entry in entries(node) if (read := _rota(entry)))


def read_stage(node: Node | None) -> WrittenStage | None:
    """A rule's stage, if it has one."""
    if isinstance(node, Mapping):
        return WrittenStage("only", scalars(node.get("only")))
    return WrittenStage(node.text) if isinstance(node, Scalar) else None


def read_csv(node: Node) -> CsvSource | None:
    """Where a list's numbers stand, if in a CSV file."""
    if not isinstance(node, Mapping):
        return None
    file, column = scalar(node.get("csv")), scalar(node.get("column"))
    return CsvSource(file, column) if file and column else None


def during(node: Node, key: Span) -> Iterator[ScheduleCondition]:
    """`during:` with its schedules."""
    yield ScheduleCondition(True, scalars(node), key)


def outside(node: Node, key: Span) -> Iterator[ScheduleCondition]:
    """`outside:` with its schedules."""
    yield ScheduleCondition(False, scalars(node), key)


def unsound_names(root: Mapping) -> Iterator[str]:
    """The names of schedules, rotas and CSV lists whose entries are there, but cannot be read."""
    for entry in entries(root.get("schedules")):
        if _schedule(entry) is None:
            yield entry.key.text
    for entry in entries(root.get("rotas")):
        if _rota(entry) is None:
            yield entry.key.text
    for entry in entries(root.get("lists")):
        if isinstance(entry.value, Mapping) and read_csv(entry.value) is None:
            yield entry.key.text


def _schedule(entry: Entry) -> WrittenSchedule | None:
    node = entry.value
    if not isinstance(node, Mapping) or not (windows := scalars(node.get("open"))):
        return None
    return WrittenSchedule(
        entry.key, scalar(node.get("timezone")), windows, scalars(node.get("closed"))
    )


def _rota(entry: Entry) -> WrittenRota | None:
    node = entry.value
    if not isinstance(node, Mapping):
        return None
    starts, every = scalar(node.get("starts")), scalar(node.get("every"))
    turns = scalars(node.get("turns"))
    if not (starts and every and turns):
        return None
    swaps = tuple(
        Swap(swap.key, swap.value)
        for swap in entries(node.get("swaps"))
        if isinstance(swap.value, Scalar)
    )
    return WrittenRota(entry.key, scalar(node.get("timezone")), starts, every, turns, swaps)
