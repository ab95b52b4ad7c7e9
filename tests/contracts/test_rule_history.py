"""What every RuleHistory, RollbackOrders and StatusPage does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from router.adapters.rollback_order import RollbackOrderFile
from router.adapters.rule_history import DirectoryRuleHistory
from router.adapters.status_file import StatusFile
from router.app.changes import Changes
from router.app.history import AcceptedSet, RollbackOrder
from router.app.ports import NotKeptError, RollbackOrders, RuleHistory, StatusPage
from router.language.source import SourceFile
from tests.fakes.rule_history import FakeRollbackOrders, FakeRuleHistory, FakeStatusPage

AT = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
MOST = 3


def accepted(number: int, **more: object) -> AcceptedSet:
    return AcceptedSet(f"{number:012x}", AT + timedelta(minutes=number), 2, 7, **more)  # type: ignore[arg-type]


def files(number: int) -> tuple[SourceFile, ...]:
    return (
        SourceFile("rules/10-a.yaml", b"always the same"),
        SourceFile("rules/20-b.yaml", f"text {number} \N{SNOWMAN}".encode()),
    )


@pytest.fixture(params=["fake", "directory"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> RuleHistory:
    if request.param == "fake":
        return FakeRuleHistory(MOST)
    return DirectoryRuleHistory(str(tmp_path / "data"), "rules", MOST)


@pytest.fixture(params=["fake", "file"])
def orders(request: pytest.FixtureRequest, tmp_path: Path) -> RollbackOrders:
    return FakeRollbackOrders() if request.param == "fake" else RollbackOrderFile(str(tmp_path))


@pytest.fixture(params=["fake", "file"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> StatusPage:
    if request.param == "fake":
        return FakeStatusPage()
    return StatusFile(str(tmp_path), str(tmp_path / "data"))


class TestRuleHistory:
    def test_it_is_empty_at_first(self, history: RuleHistory) -> None:
        assert history.entries() == ()
        assert history.newest() is None

    def test_it_gives_back_what_it_kept(self, history: RuleHistory) -> None:
        changes = Changes(("a", '"'), ("ö",), ("c",), True, ("people",))
        kept = accepted(1, warnings=("a line",), changes=changes)
        history.keep(kept, files(1))
        assert history.entries() == (kept,)
        assert history.files(kept) == files(1)

    def test_the_newest_comes_first(self, history: RuleHistory) -> None:
        for number in (2, 1, 3):
            history.keep(accepted(number), files(number))
        assert history.entries() == (accepted(3), accepted(1), accepted(2))
        assert history.newest() == accepted(3)

    def test_the_same_set_may_be_accepted_again(self, history: RuleHistory) -> None:
        later = AcceptedSet(accepted(1).id, AT + timedelta(days=1), 2, 7)
        for kept, number in ((accepted(1), 1), (accepted(2), 2), (later, 1)):
            history.keep(kept, files(number))
        assert history.entries() == (later, accepted(2), accepted(1))
        assert history.files(later) == files(1)

    def test_it_holds_so_many_and_lets_the_oldest_go(self, history: RuleHistory) -> None:
        for number in range(1, 6):
            history.keep(accepted(number), files(number))
        assert history.entries() == (accepted(5), accepted(4), accepted(3))
        assert [history.files(entry) for entry in history.entries()] == [
            files(5), files(4), files(3),
        ]  # fmt: skip
        with pytest.raises(NotKeptError, match="it is not kept any more"):
            history.files(accepted(1))


class TestRollbackOrders:
    def test_there_is_none_at_first(self, orders: RollbackOrders) -> None:
        assert orders.read() is None
        orders.clear()

    def test_it_gives_the_newest_until_it_is_taken_back(self, orders: RollbackOrders) -> None:
        orders.write(RollbackOrder("a" * 12, "b" * 12, AT))
        newest = RollbackOrder("c" * 12, "", AT)
        orders.write(newest)
        assert orders.read() == newest
        orders.clear()
        assert orders.read() is None


class TestStatusPage:
    def test_it_takes_page_after_page_and_says_where(self, page: StatusPage) -> None:
        assert page.write("YES \N{SNOWMAN} \udcff\n") == page.write("NO\n")
