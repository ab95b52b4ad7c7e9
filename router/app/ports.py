"""What the use cases need from the world, as small protocols; adapters implement them."""

from datetime import datetime
from typing import Protocol

from router.app.history import AcceptedSet, RollbackOrder
from router.core.errors import RefusedError, UsageError
from router.language.source import SourceFile


class FolderUnreadableError(RefusedError):
    """The rules folder is missing, is no folder, or may not be read."""


class FolderMissingError(FolderUnreadableError, UsageError):
    """The rules folder is not there, or is no folder: somebody named a wrong one.

    A verb that is to look into it ends with exit code 2, as for any wrong command line or setting.
    A server takes it for a folder that has vanished, which is a refused edit like any other.
    """


class NotKeptError(RefusedError):
    """The data folder does not take what is to be kept in it, or gives it back damaged."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds from some fixed point, for durations."""


class RulesFolder(Protocol):
    """The folder that holds the rule files."""

    def fingerprint(self) -> object:
        """A cheap value that changes whenever a file of the folder may have changed (stat only).

        So does its `repr`, which another process may be sent a digest of.

        Never raises: a folder that is missing or unreadable has a fingerprint of its own.
        """

    def read(self) -> tuple[SourceFile, ...]:
        """Every rule file and CSV file in file-name order.

        They end in `.yaml`, `.yml` or `.csv` and do not start with `.` or `_`.

        A file that cannot be read comes with its `problem`. Raises FolderUnreadableError when the
        folder itself is missing or unreadable.
        """


class EventLog(Protocol):
    """Where events go for the operator to read; masks numbers and texts by field name."""

    def info(self, event: str, **fields: object) -> None:
        """Something ordinary happened."""

    def warning(self, event: str, **fields: object) -> None:
        """Something the operator may want to look at."""

    def error(self, event: str, **fields: object) -> None:
        """Something the operator must look at."""

    def bug(self, event: str, **fields: object) -> None:
        """An exception that nobody foresaw, told inside its `except`: its traceback is added."""


class Metrics(Protocol):
    """Counts and times for the operator's monitoring."""

    def request(self, route: str, outcome: str, family: str, token: str, seconds: float) -> None:
        """One request was answered, in so many seconds.

        `outcome` is one of a fixed set of words, `family` the signature family that matched,
        `token` the index of the token that did (both "" for none).
        """

    def rules_fired(self, names: tuple[str, ...]) -> None:
        """These rules fired for one message."""

    def rule_set(self, rule_set_id: str, rules: int, at: datetime) -> None:
        """From now on this rule set is served."""

    def reload(self, ok: bool, at: datetime) -> None:
        """A changed folder was taken, or refused."""

    def folder_in_effect(self, yes: bool) -> None:
        """Whether what is served is what the rules folder holds."""

    def journal(self, degraded: bool, waiting: int, lost: int) -> None:
        """How the journal does.

        `waiting` entries are not in it yet, and `lost` since the start never will be.
        """


class RuleHistory(Protocol):
    """The accepted sets with their source files, as many of the newest as it is made to hold.

    Whatever happens while it writes, each set is there whole or not at all.
    """

    def keep(self, accepted: AcceptedSet, files: tuple[SourceFile, ...]) -> None:
        """Add a set as the newest; the oldest beyond the bound goes. Raises NotKeptError."""

    def entries(self) -> tuple[AcceptedSet, ...]:
        """Every set there is, newest first; one that cannot be read is passed over.

        Never raises: without a history there are none.
        """

    def newest(self) -> AcceptedSet | None:
        """The first of the entries, None when there is none. Never raises."""

    def files(self, accepted: AcceptedSet) -> tuple[SourceFile, ...]:
        """The source files of an entry. Raises NotKeptError when they are not there as kept."""


class RollbackOrders(Protocol):
    """Where somebody leaves word which older set is to be served; outlives a restart."""

    def read(self) -> RollbackOrder | None:
        """The order, if there is one. Never raises; what cannot be read is none."""

    def write(self, order: RollbackOrder) -> None:
        """Give this order in place of any other. Raises NotKeptError."""

    def clear(self) -> None:
        """Take the order back, if there is one. Raises NotKeptError."""


class StatusPage(Protocol):
    """The page that tells whoever edits the rules what became of the last edit."""

    def write(self, text: str) -> str:
        """Replace the page; gives where it stands. Raises NotKeptError when it can nowhere."""
