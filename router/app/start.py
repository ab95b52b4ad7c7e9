"""Which rules a server starts with: the folder's, those somebody chose, or the last good ones."""

from collections.abc import Callable
from dataclasses import dataclass

from router.app.history import AcceptedSet, RollbackOrder
from router.app.ports import (
    Clock,
    FolderUnreadableError,
    NotKeptError,
    RollbackOrders,
    RuleHistory,
    RulesFolder,
)
from router.app.verdicts import FolderVerdict, Held, Origin, Refused, Taken
from router.engine.ruleset import RuleSet
from router.language.compile import Compiled
from router.language.diagnostics import Severity
from router.language.source import SourceFile
from router.render.findings import as_covered_line

Compile = Callable[[tuple[SourceFile, ...]], Compiled]
Read = tuple[SourceFile, ...] | str


@dataclass(frozen=True, slots=True)
class Start:
    """What is served first, and what became of the folder.

    `kept` is the entry of the history that is served, None when it is the folder; `order` is the
    rollback that was found, in force or not. `troubles` are sentences on kept sets that could not
    be used.
    """

    rule_set: RuleSet
    files: int
    origin: Origin
    verdict: FolderVerdict
    kept: AcceptedSet | None = None
    order: RollbackOrder | None = None
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingToServe:
    """The folder cannot be taken, and no kept set can either."""

    verdict: Refused
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usable:
    """A kept set that compiles."""

    kept: AcceptedSet
    rule_set: RuleSet
    files: int


def read_folder(folder: RulesFolder) -> Read:
    """The folder's files, or one sentence on why they cannot be had."""
    try:
        return folder.read()
    except FolderUnreadableError as problem:
        return str(problem)


def judge(read: Read, compile_files: Compile, clock: Clock) -> Taken | Refused:
    """Whether what was read of the folder may be served."""
    if isinstance(read, str):
        return Refused((), (), read, clock.now())
    began = clock.monotonic()
    compiled = compile_files(read)
    at, seconds = clock.now(), clock.monotonic() - began
    if compiled.rule_set is None:
        return Refused(read, compiled.findings, "", at, compiled.sources)
    return Taken(read, compiled.rule_set, compiled.findings, at, compiled.sources, seconds)


def choose_start(
    folder: RulesFolder, compile_files: Compile, history: RuleHistory, orders: RollbackOrders,
    clock: Clock,
) -> Start | NothingToServe:  # fmt: skip
    """A rollback, until the folder has had a good edit; else the folder; else the last good set."""
    verdict = judge(read_folder(folder), compile_files, clock)
    troubles: list[str] = []
    order = orders.read()
    if order and (isinstance(verdict, Refused) or verdict.rule_set.id == order.away_from):
        found = use_kept(order.id, history, compile_files)
        if isinstance(found, Usable):
            return _start_with(found, Origin.ROLLBACK, held_if_good(verdict), order, troubles)
        troubles.append(found)
    if isinstance(verdict, Taken):
        files = len(verdict.files)
        return Start(verdict.rule_set, files, Origin.FOLDER, verdict, None, order, tuple(troubles))
    for set_id in dict.fromkeys(entry.id for entry in history.entries()):
        found = use_kept(set_id, history, compile_files)
        if isinstance(found, Usable):
            return _start_with(found, Origin.LAST_GOOD, verdict, order, troubles)
        troubles.append(found)
    return NothingToServe(verdict, tuple(troubles))


def _start_with(
    usable: Usable, origin: Origin, verdict: FolderVerdict, order: RollbackOrder | None,
    troubles: list[str],
) -> Start:  # fmt: skip
    return Start(
        usable.rule_set, usable.files, origin, verdict, usable.kept, order, tuple(troubles)
    )


def held_if_good(verdict: FolderVerdict) -> FolderVerdict:
    """The verdict while an older set is served in place of the folder."""
    if isinstance(verdict, Taken):
        return Held(verdict.files, verdict.rule_set, verdict.at)
    return verdict


def use_kept(set_id: str, history: RuleHistory, compile_files: Compile) -> Usable | str:
    """The newest entry with this id, compiled anew; else one sentence on why it is of no use."""
    kept = next((entry for entry in history.entries() if entry.id == set_id), None)
    if kept is None:
        return f"rule set {set_id} is not among those kept"
    try:
        files = history.files(kept)
    except NotKeptError as problem:
        return f"rule set {set_id} cannot be used: {problem}"
    compiled = compile_files(files)
    if compiled.rule_set is None:
        first = next(f for f in compiled.findings if f.severity is Severity.ERROR)
        return f"rule set {set_id} has mistakes by now: {as_covered_line(first)}"
    return Usable(kept, compiled.rule_set, len(files))
