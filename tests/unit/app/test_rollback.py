"""An older set in place of the folder, and how the folder comes back."""

import pytest

from router.app.history import RollbackOrder
from router.app.start import NothingToServe, Start, choose_start
from router.app.verdicts import Held, Origin, Refused, RolledBack, Taken
from tests.unit.app.house import BETTER, BROKEN, GOOD, House

BEST = GOOD.replace("Hours", "Best hours")


class Rolling(House):
    """A house that has taken GOOD, then BETTER."""

    def __init__(self) -> None:
        super().__init__()
        self.good = self.live.rule_set.id
        self.folder.save("hours.yaml", BETTER)
        assert isinstance(self.settle(), Taken)
        self.better = self.live.rule_set.id

    def order(self, away_from: str | None = None) -> RollbackOrder:
        """Leave word to go back to GOOD."""
        away = self.better if away_from is None else away_from
        self.orders.order = RollbackOrder(self.good, away, self.clock.now())
        return self.orders.order


def test_an_order_is_followed_at_the_next_poll() -> None:
    house = Rolling()
    order = house.order()
    house.clock.advance(1)
    verdict = house.reloader.poll()
    assert isinstance(verdict, RolledBack)
    assert verdict.order == order
    assert house.names == ["Hours"]
    assert house.live.current.since == house.clock.now()
    assert house.desk.origin is Origin.ROLLBACK
    assert house.metrics.rule_sets[-1] == (house.good, 1, house.clock.now())
    assert house.metrics.in_effect[-1] is False
    assert house.log.named("rolled_back")[0]["serving"] == house.good
    assert house.page.pages[-1].startswith("NO")


def test_an_order_is_followed_once() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    assert house.settle() is None
    assert len(house.log.named("rolled_back")) == 1


def test_the_next_good_edit_ends_it() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    house.folder.save("hours.yaml", BEST)
    assert isinstance(house.settle(), Taken)
    assert house.names == ["Best hours"]
    assert house.desk.origin is Origin.FOLDER
    assert house.orders.order is None
    assert house.settle() is None


def test_an_edit_with_mistakes_does_not_end_it_and_neither_does_undoing_that() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    house.folder.save("hours.yaml", BROKEN)
    assert isinstance(house.settle(), Refused)
    assert "An older set that somebody chose is in use" in house.page.pages[-1].replace("\n", " ")
    house.folder.save("hours.yaml", BETTER)
    assert isinstance(house.settle(), Held)
    assert house.names == ["Hours"]
    assert house.desk.last.ok
    outcome = house.reloader.reload()
    assert outcome.ok
    assert outcome.report.startswith(f"serving {house.good}: 1 rule\n")
    assert "rolled back from" in outcome.report
    assert house.names == ["Hours"]


def test_an_order_that_is_taken_back_gives_the_folder_its_place_again() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    house.orders.order = None
    assert isinstance(house.reloader.poll(), Taken)
    assert house.names == ["Opening hours"]


def test_an_order_that_was_never_followed_may_be_taken_back() -> None:
    house = Rolling()
    house.history.damaged.add(house.good)
    house.order()
    assert house.reloader.poll() is None
    house.orders.order = None
    assert house.reloader.poll() is None
    assert house.names == ["Opening hours"]


def test_an_order_for_a_set_that_cannot_be_used_is_logged_and_changes_nothing() -> None:
    house = Rolling()
    house.history.damaged.add(house.good)
    house.order()
    assert house.reloader.poll() is None
    assert house.names == ["Opening hours"]
    (event,) = house.log.named("rollback_failed")
    assert event["reason"] == f"rule set {house.good} cannot be used: its file is damaged"


def test_an_order_for_a_set_that_nobody_kept_is_logged() -> None:
    house = Rolling()
    house.orders.order = RollbackOrder("ffffffffffff", house.better, house.clock.now())
    assert house.reloader.poll() is None
    (event,) = house.log.named("rollback_failed")
    assert event["reason"] == "rule set ffffffffffff is not among those kept"


def test_an_asked_reload_follows_an_order_first() -> None:
    house = Rolling()
    house.order()
    assert house.reloader.reload().report.startswith(f"serving {house.good}")


def test_an_order_outlives_a_restart_and_ends_with_an_edit_made_meanwhile() -> None:
    house = Rolling()
    house.order()
    house.start()
    assert house.names == ["Hours"]
    assert house.desk.origin is Origin.ROLLBACK
    house.start()
    assert house.names == ["Hours"]
    house.folder.save("hours.yaml", BEST)
    house.start()
    assert house.names == ["Best hours"]
    assert house.orders.order is None


def test_an_order_outlives_a_restart_on_a_broken_folder() -> None:
    house = Rolling()
    house.order()
    house.folder.save("hours.yaml", BROKEN)
    house.start()
    assert house.names == ["Hours"]
    assert house.desk.origin is Origin.ROLLBACK
    assert not house.desk.last.ok


def test_an_order_that_cannot_be_used_at_the_start_gives_way_to_the_folder() -> None:
    house = Rolling()
    house.order()
    house.history.damaged.add(house.good)
    house.start()
    assert house.names == ["Opening hours"]


def test_an_order_that_cannot_be_removed_is_not_followed_again() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    house.orders.broken = "the disk is full"
    house.folder.save("hours.yaml", BEST)
    assert isinstance(house.settle(), Taken)
    assert house.log.named("rollback_not_cleared")[0]["reason"] == "the disk is full"
    assert house.settle() is None
    assert house.names == ["Best hours"]


def test_an_order_that_came_while_the_folder_was_taken_is_not_lost() -> None:
    house = Rolling()
    house.order()
    house.reloader.poll()
    newer = RollbackOrder(house.better, "", house.clock.now())

    original = house.orders.read

    def read() -> RollbackOrder | None:
        # Given between the poll's first look and the end of the compile.
        reads.append(1)
        return original() if len(reads) == 1 else newer

    reads: list[int] = []
    house.folder.save("hours.yaml", BEST)
    assert house.reloader.poll() is None
    house.orders.read = read  # type: ignore[method-assign]
    assert isinstance(house.reloader.poll(), Taken)
    house.orders.order = newer
    assert isinstance(house.reloader.poll(), RolledBack)
    assert house.names == ["Opening hours"]


def test_the_last_good_set_is_chosen_when_the_folder_cannot_be_served() -> None:
    house = Rolling()
    house.folder.save("hours.yaml", BROKEN)
    house.start()
    assert house.names == ["Opening hours"]
    assert house.desk.origin is Origin.LAST_GOOD
    assert "The last good rules" in house.page.pages[-1]
    assert house.settle() is None
    house.folder.save("hours.yaml", BEST)
    assert isinstance(house.settle(), Taken)
    assert house.desk.origin is Origin.FOLDER


def test_a_folder_that_is_gone_at_the_start_is_refused_once() -> None:
    house = Rolling()
    house.folder.vanish()
    house.start()
    assert house.names == ["Opening hours"]
    assert house.settle() is None


def test_a_kept_set_of_no_use_is_passed_over() -> None:
    house = Rolling()
    house.history.damaged.add(house.better)
    house.folder.save("hours.yaml", BROKEN)
    start = choose_start(house.folder, house.compile, house.history, house.orders, house.clock)
    assert isinstance(start, Start)
    assert start.rule_set.id == house.good
    assert start.troubles == (f"rule set {house.better} cannot be used: its file is damaged",)


@pytest.mark.parametrize("text", [BROKEN, ""])
def test_without_any_good_set_there_is_nothing_to_serve(text: str) -> None:
    house = Rolling()
    house.history.kept.clear()
    house.folder.save("hours.yaml", text)
    start = choose_start(house.folder, house.compile, house.history, house.orders, house.clock)
    assert isinstance(start, NothingToServe)
    assert start.verdict.findings


def test_a_kept_set_that_has_mistakes_by_now_says_the_first() -> None:
    house = Rolling()
    entry, (file,) = house.history.kept[-1]
    house.history.kept[-1] = (entry, (type(file)(file.name, BROKEN.encode()),))
    house.folder.vanish()
    start = choose_start(house.folder, house.compile, house.history, house.orders, house.clock)
    assert isinstance(start, Start)
    (trouble,) = start.troubles
    assert trouble.startswith(f"rule set {house.better} has mistakes by now: rules/hours.yaml:3:5")
