"""The history, the rollback orders and the status page, in memory."""

from router.app.history import KEPT_SETS, AcceptedSet, RollbackOrder
from router.app.ports import NotKeptError
from router.language.source import SourceFile


class FakeRuleHistory:
    """Keeps sets in a list; `broken` says why nothing is kept, `damaged` which ids are no use."""

    def __init__(self, most: int = KEPT_SETS) -> None:
        self.kept: list[tuple[AcceptedSet, tuple[SourceFile, ...]]] = []
        self.broken = ""
        self.damaged: set[str] = set()
        self._most = most

    def keep(self, accepted: AcceptedSet, files: tuple[SourceFile, ...]) -> None:
        """Add a set."""
        if self.broken:
            raise NotKeptError(self.broken)
        self.kept = [*self.kept, (accepted, files)][-self._most :]

    def entries(self) -> tuple[AcceptedSet, ...]:
        """The sets, newest first."""
        return tuple(accepted for accepted, _ in reversed(self.kept))

    def newest(self) -> AcceptedSet | None:
        """The first of the entries."""
        return next(iter(self.entries()), None)

    def files(self, accepted: AcceptedSet) -> tuple[SourceFile, ...]:
        """The files of an entry."""
        if accepted.id in self.damaged:
            raise NotKeptError("its file is damaged")
        for kept, files in reversed(self.kept):
            if kept == accepted:
                return files
        raise NotKeptError("it is not kept any more")


class FakeRollbackOrders:
    """Holds one order; `broken` says why it cannot be changed."""

    def __init__(self, order: RollbackOrder | None = None) -> None:
        self.order = order
        self.broken = ""

    def read(self) -> RollbackOrder | None:
        """The order."""
        return self.order

    def write(self, order: RollbackOrder) -> None:
        """Replace the order."""
        self._change(order)

    def clear(self) -> None:
        """Take the order back."""
        self._change(None)

    def _change(self, order: RollbackOrder | None) -> None:
        if self.broken:
            raise NotKeptError(self.broken)
        self.order = order


class FakeStatusPage:
    """Keeps every page written; `broken` says why none can be."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.broken = ""

    def write(self, text: str) -> str:
        """Keep a page."""
        if self.broken:
            raise NotKeptError(self.broken)
        self.pages.append(text)
        return "rules/STATUS.txt"
