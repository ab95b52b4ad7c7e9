"""What came of looking at the rules folder, and which set is served since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from router.app.history import AcceptedSet, RollbackOrder
from router.engine.ruleset import RuleSet
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile, SourceText


@dataclass(frozen=True, slots=True)
class Taken:
    """The folder as it was at `at` is served; `warnings` did not keep it from being taken.

    `sources` show the lines of the warnings; `seconds` is how long it took to compile.
    """

    files: tuple[SourceFile, ...]
    rule_set: RuleSet
    warnings: tuple[Diagnostic, ...]
    at: datetime
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """The folder as it was at `at` is not served, the set before it goes on.

    Either `findings` say why (`sources` show their lines), or `reason` does where the folder itself
    could not be read.
    """

    files: tuple[SourceFile, ...]
    findings: tuple[Diagnostic, ...]
    reason: str
    at: datetime
    sources: Mapping[str, SourceText] = field(default_factory=dict)

    @property
    def only_lacks_rules(self) -> bool:
        """Whether nothing is wrong with the folder but that it has no rule in it."""
        errors = [one.code for one in self.findings if one.severity is Severity.ERROR]
        return not self.reason and errors == ["no-rules"]


@dataclass(frozen=True, slots=True)
class Held:
    """The folder as it was at `at` is good, but is what somebody rolled back from: not served."""

    files: tuple[SourceFile, ...]
    rule_set: RuleSet
    at: datetime


FolderVerdict = Taken | Refused | Held


@dataclass(frozen=True, slots=True)
class RolledBack:
    """Somebody chose an older set, and it is served from `at` on."""

    order: RollbackOrder
    kept: AcceptedSet
    rule_set: RuleSet
    at: datetime


Verdict = FolderVerdict | RolledBack


class Origin(Enum):
    """Where the set that is served comes from.

    FOLDER: it is, or was until the last edit, what the folder holds. LAST_GOOD: the folder could
    not be taken at the start. ROLLBACK: somebody chose it.
    """

    FOLDER = "folder"
    LAST_GOOD = "last good"
    ROLLBACK = "rollback"
