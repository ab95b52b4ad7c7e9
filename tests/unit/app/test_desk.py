"""What is written down of each verdict."""

from router.app.changes import Changes
from router.app.desk import RETRY_SECONDS
from router.app.verdicts import Taken
from tests.unit.app.house import BETTER, BROKEN, GOOD, House


def test_the_start_is_kept_and_told_on_the_page() -> None:
    house = House()
    (entry,) = house.history.entries()
    assert (entry.id, entry.files, entry.rules) == (house.live.rule_set.id, 1, 1)
    assert entry.changes == Changes(first=True)
    assert house.page.pages[0].startswith("YES")
    assert house.metrics.in_effect == [True]


def test_a_restart_on_the_same_folder_keeps_nothing_new() -> None:
    house = House()
    house.start()
    assert len(house.history.kept) == 1


def test_an_edit_made_between_two_starts_is_compared_with_the_set_before_it() -> None:
    house = House()
    house.folder.save("hours.yaml", BETTER)
    house.start()
    newest = house.history.entries()[0]
    assert newest.changes == Changes(added=("Opening hours",), removed=("Hours",))


def test_a_set_before_it_that_is_of_no_use_is_none_to_compare_with() -> None:
    house = House()
    house.history.damaged.add(house.live.rule_set.id)
    house.folder.save("hours.yaml", BETTER)
    house.start()
    assert house.history.entries()[0].changes == Changes(first=True)


def test_every_accepted_set_is_kept_with_its_files() -> None:
    house = House()
    for text in (BETTER, GOOD):
        house.folder.save("hours.yaml", text)
        assert isinstance(house.settle(), Taken)
    contents = [files[0].content for _, files in house.history.kept]
    assert contents == [text.encode() for text in (GOOD, BETTER, GOOD)]
    assert house.log.named("history_kept")[1]["changes"] == (
        'added "Hours"; removed "Opening hours"'
    )


def test_a_refused_edit_and_its_undoing_are_not_kept() -> None:
    house = House()
    for text in (BROKEN, GOOD):
        house.folder.save("hours.yaml", text)
        house.settle()
    assert len(house.history.kept) == 1
    assert [page.split(":")[0] for page in house.page.pages[-2:]] == ["NO", "YES"]
    assert house.metrics.in_effect[-2:] == [False, True]


def test_a_history_that_cannot_be_written_is_said_once_and_tried_again() -> None:
    house = House()
    house.history.broken = "the disk is full"
    for text in (BETTER, GOOD, BETTER):
        house.folder.save("hours.yaml", text)
        assert isinstance(house.settle(), Taken)
    assert len(house.log.named("history_not_kept")) == 1
    assert house.desk.problem == "the disk is full"
    assert "Note: the history is not kept: the disk is full" in house.page.pages[-1]
    house.history.broken = ""
    house.settle()
    assert len(house.history.kept) == 1
    house.clock.advance(RETRY_SECONDS)
    house.settle()
    assert house.history.entries()[0].id == house.live.rule_set.id
    assert house.desk.problem == ""
    assert "Note:" not in house.page.pages[-1]


def test_a_history_that_was_deleted_is_noticed_and_begun_anew() -> None:
    house = House()
    house.folder.save("hours.yaml", BETTER)
    house.settle()
    entry = house.history.entries()[0]
    pages = len(house.page.pages)
    house.history.kept = []
    house.clock.advance(RETRY_SECONDS)
    house.settle()
    assert house.history.entries() == (entry,)
    assert [event["rule_set"] for event in house.log.named("history_gone")] == [entry.id]
    # The page may have stood in the same folder.
    assert len(house.page.pages) == pages + 1
    house.clock.advance(RETRY_SECONDS)
    house.settle()
    assert len(house.log.named("history_gone")) == 1


def test_a_history_that_was_deleted_and_takes_nothing_is_a_problem() -> None:
    house = House()
    house.history.kept, house.history.broken = [], "there is no disk"
    for _ in range(3):
        house.clock.advance(RETRY_SECONDS)
        house.settle()
    assert len(house.log.named("history_gone")) == 1
    assert house.desk.problem == "there is no disk"
    house.history.broken = ""
    house.clock.advance(RETRY_SECONDS)
    house.settle()
    assert house.history.entries()[0].id == house.live.rule_set.id


def test_a_page_that_cannot_be_written_is_said_once_and_tried_again() -> None:
    house = House()
    house.page.broken = "nowhere to write"
    for text in (BETTER, GOOD):
        house.folder.save("hours.yaml", text)
        house.settle()
    assert len(house.log.named("status_not_written")) == 1
    assert house.desk.problem == "nowhere to write"
    before = len(house.page.pages)
    house.page.broken = ""
    house.clock.advance(RETRY_SECONDS)
    house.settle()
    assert len(house.page.pages) == before + 1
    assert house.desk.problem == ""


def test_what_went_wrong_at_the_start_is_logged() -> None:
    house = House()
    house.folder.save("hours.yaml", BETTER)
    house.settle()
    house.history.damaged.add(house.live.rule_set.id)
    house.folder.save("hours.yaml", BROKEN)
    events = house.log.events
    house.start()
    assert house.names == ["Hours"]
    # `start` comes to rest and clears the log, so it is started once more by hand.
    assert events is house.log.events
    house.desk.begin()
    (unusable,) = house.log.named("kept_set_unusable")
    assert "is damaged" in str(unusable["reason"])
    (served,) = house.log.named("last_good_served")
    assert served.level == "error"
    assert served["serving"] == house.live.rule_set.id
    assert served["reason"] == "1 error in the rule files"


def test_warnings_are_kept_as_lines() -> None:
    house = House()
    keyword = GOOD.replace("match: everything", "match: {text: {keyword: stop}}")
    keyword = keyword.replace("nothing", "[{reply: bye}]")
    house.folder.save("hours.yaml", keyword)
    verdict = house.settle()
    assert isinstance(verdict, Taken)
    assert verdict.warnings
    (line,) = house.history.entries()[0].warnings
    assert line.startswith("rules/hours.yaml:")
    assert line in house.page.pages[-1]
