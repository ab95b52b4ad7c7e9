"""The rules folder of the settings, what is kept of it, and what it compiles to."""

from dataclasses import dataclass, replace

from router.adapters.clock import SystemClock
from router.adapters.folder import DirectoryRulesFolder
from router.adapters.processors import ForkedProcessors
from router.adapters.restoring import FolderRestoration, WholeRulesFolder
from router.adapters.rollback_order import RollbackOrderFile
from router.adapters.rule_history import DirectoryRuleHistory
from router.app.gate import Gate
from router.app.left_out import left_out
from router.app.ports import RollbackOrders, RuleHistory, RulesFolder
from router.app.settings import Settings
from router.app.start import NothingToServe, Start, choose_start
from router.engine.index.rule_index import RuleIndex
from router.language.collecting import uncollected
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.diagnostics import Diagnostic, sort_key
from router.language.source import SourceFile


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """A rules folder as it is now: its files, and what the compiler made of them."""

    files: tuple[SourceFile, ...]
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class BegunRules:
    """The rules that a server starts with, with their index, and the gate that they passed."""

    start: Start
    index: RuleIndex
    gate: Gate


def load_rules(settings: Settings) -> LoadedRules:
    """Read and compile the rules folder; its examples and tests are not run.

    Raises FolderUnreadableError for the folder itself.
    """
    files = rules_folder(settings).read()
    return LoadedRules(files, compile_rules(files, compile_options(settings)))


def check_rules(settings: Settings) -> LoadedRules:
    """Read the rules folder as the gate does, with every finding there is to be had.

    Raises FolderUnreadableError for the folder itself.
    """
    files = rules_folder(settings).read()
    compiled = Gate(compile_options(settings), advise=True)(files)
    findings = sorted([*compiled.findings, *left_out_files(settings)], key=sort_key)
    return LoadedRules(files, replace(compiled, findings=tuple(findings)))


def left_out_files(settings: Settings) -> tuple[Diagnostic, ...]:
    """Warnings about files of the rules folder that are not read, but were likely meant to be."""
    return tuple(left_out(DirectoryRulesFolder(settings.rules).others()))


def pass_gate(settings: Settings, files: tuple[SourceFile, ...]) -> LoadedRules:
    """Compile and test these files, as before they are served."""
    return LoadedRules(files, Gate(compile_options(settings))(files))


def candidate_rules(settings: Settings) -> LoadedRules:
    """Compile and test a folder that is not served: nothing in the data folder is about it.

    Raises FolderUnreadableError for the folder itself.
    """
    return pass_gate(settings, DirectoryRulesFolder(settings.rules).read())


def begin_rules(settings: Settings) -> BegunRules | NothingToServe:
    """Choose what to serve first: the folder, a set that was rolled back to, or the last good."""
    gate = Gate(compile_options(settings), processors=ForkedProcessors())
    # What is made here stays as long as the server does: no need to walk over it again and again.
    with uncollected(for_good=True):
        start = choose_start(
            rules_folder(settings), gate, rule_history(settings), rollback_orders(settings),
            SystemClock(),
        )  # fmt: skip
        if isinstance(start, NothingToServe):
            return start
        return BegunRules(start, gate.index(start.rule_set), gate)


def rules_folder(settings: Settings) -> RulesFolder:
    """The rules folder; what a restoration was kept from doing is done before it is read."""
    return WholeRulesFolder(DirectoryRulesFolder(settings.rules), restoration(settings))


def restoration(settings: Settings) -> FolderRestoration:
    """What puts kept files back into the rules folder."""
    return FolderRestoration(settings.rules, settings.data)


def rule_history(settings: Settings) -> RuleHistory:
    """The accepted sets that are kept in the data folder."""
    return DirectoryRuleHistory(settings.data, settings.rules)


def rollback_orders(settings: Settings) -> RollbackOrders:
    """Where a rollback is ordered from a running server, or for the next start."""
    return RollbackOrderFile(settings.data)


def compile_options(settings: Settings) -> CompileOptions:
    """What the compiler needs of the settings."""
    return CompileOptions(
        zone=settings.timezone,
        country=settings.country,
        numbers=settings.numbers,
        folder=settings.rules,
    )
