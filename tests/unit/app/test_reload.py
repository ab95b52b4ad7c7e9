from collections.abc import Callable
from threading import Event, Thread

import pytest

from router.app import reload
from router.app.reload import BUSY, RESTLESS, RESTLESS_POLLS
from router.app.verdicts import Refused, Taken, Verdict
from router.language.compile import Compiled
from router.language.source import SourceFile
from tests.fakes.rules_folder import FakeRulesFolder
from tests.unit.app.house import BETTER, BROKEN, GOOD, House, StopAfter, compile_files


def test_an_unchanged_folder_is_not_read_again() -> None:
    house = House()
    assert house.settle() is None
    assert house.folder.reads == 0
    assert house.log.events == []


def test_a_settled_change_is_taken() -> None:
    house = House()
    house.folder.save("hours.yaml", BETTER)
    verdict = house.settle()
    assert isinstance(verdict, Taken)
    assert house.names == ["Opening hours"]
    assert house.live.current.since == house.clock.now() == verdict.at
    assert house.desk.last.ok
    assert house.metrics.reloads == [(True, verdict.at)]
    assert house.metrics.rule_sets == [(house.live.rule_set.id, 1, verdict.at)]
    (event,) = house.log.named("rules_taken")
    assert (event["rules"], event["files"]) == (1, 1)
    assert event["rule_set"] == house.live.rule_set.id


def test_a_change_is_left_alone_until_two_polls_agree() -> None:
    house = House()
    house.folder.save("hours.yaml", BROKEN)
    assert house.reloader.poll() is None
    house.folder.save("hours.yaml", BETTER)
    assert house.reloader.poll() is None
    assert house.folder.reads == 0
    assert isinstance(house.reloader.poll(), Taken)
    assert house.log.named("rules_refused") == []


def test_a_change_while_reading_waits_for_the_next_settling() -> None:
    class Restless(FakeRulesFolder):
        def read(self) -> tuple[SourceFile, ...]:
            files = super().read()
            if self.reads == 1 and files[0].content == BROKEN.encode():
                self.save("hours.yaml", BETTER)
            return files

    restless = Restless(hours=GOOD)
    house = House(folder=restless)
    restless.save("hours.yaml", BROKEN)
    assert [house.reloader.poll() for _ in range(3)] == [None, None, None]
    assert isinstance(house.reloader.poll(), Taken)
    assert house.names == ["Opening hours"]


def restless_polls(house: House, polls: int, text: str = BETTER) -> list[Verdict]:
    """What comes of so many polls, with a save before each."""
    verdicts: list[Verdict | None] = []
    for _ in range(polls):
        house.folder.save("hours.yaml", text)
        verdicts.append(house.reloader.poll())
    return [verdict for verdict in verdicts if verdict]


def test_a_folder_that_never_rests_is_never_read_and_that_is_told_once_after_a_while() -> None:
    house = House()
    assert restless_polls(house, RESTLESS_POLLS - 1) == []
    (refused,) = restless_polls(house, 10 * RESTLESS_POLLS)
    assert isinstance(refused, Refused)
    assert refused.reason == RESTLESS
    assert house.folder.reads == 0
    assert house.names == ["Hours"]
    assert [event["reason"] for event in house.log.named("rules_refused")] == [RESTLESS]
    assert house.page.pages[-1].startswith("NO: your last edit did not take effect.")
    assert not house.desk.last.ok


@pytest.mark.parametrize(("text", "names"), [(BETTER, ["Opening hours"]), (GOOD, ["Hours"])])
def test_a_restless_folder_is_taken_as_soon_as_it_rests_also_where_it_is_what_it_was(
    text: str, names: list[str]
) -> None:
    house = House()
    restless_polls(house, 2 * RESTLESS_POLLS, text)
    assert isinstance(house.reloader.poll(), Taken)
    assert house.names == names
    assert house.page.pages[-1].startswith("YES")


def test_a_restless_folder_is_read_when_somebody_asks_for_it() -> None:
    house = House()
    restless_polls(house, 2 * RESTLESS_POLLS)
    assert house.reloader.reload().ok
    assert house.names == ["Opening hours"]
    assert restless_polls(house, RESTLESS_POLLS - 1) == [], "it has been looked at just now"


def test_a_folder_that_changes_under_every_look_is_restless_as_well() -> None:
    class Restless(FakeRulesFolder):
        def read(self) -> tuple[SourceFile, ...]:
            files = super().read()
            if files[0].content != GOOD.encode():
                self.save("hours.yaml", BETTER)
            return files

    house = House(folder=Restless(hours=GOOD))
    house.folder.save("hours.yaml", BETTER)
    for _ in range(2 * RESTLESS_POLLS):
        house.reloader.poll()
    assert house.names == ["Hours"]
    assert [event["reason"] for event in house.log.named("rules_refused")] == [RESTLESS]


def test_a_file_saved_with_the_same_content_changes_nothing() -> None:
    house = House()
    house.folder.save("hours.yaml", GOOD)
    assert house.settle() is None
    assert house.log.events == []
    assert house.metrics.reloads == []


def test_an_error_keeps_the_old_rules_and_the_log_says_why() -> None:
    house = House()
    before = house.live.current
    house.folder.save("hours.yaml", BROKEN)
    verdict = house.settle()
    assert isinstance(verdict, Refused)
    assert verdict.findings
    assert house.live.current is before
    (event,) = house.log.named("rules_refused")
    assert event.level == "error"
    assert event["serving"] == before.rule_set.id
    lines = event["findings"]
    assert isinstance(lines, list)
    assert lines[0].startswith("rules/hours.yaml:3:5: error: ")
    assert not house.desk.last.ok
    assert house.desk.last.error == lines[0]
    assert house.metrics.reloads == [(False, verdict.at)]


def test_a_refused_folder_is_said_once() -> None:
    house = House()
    house.folder.save("hours.yaml", BROKEN)
    house.settle()
    house.folder.save("hours.yaml", BROKEN)
    assert house.settle() is None
    assert len(house.log.events) == 1


def test_an_undone_mistake_is_well_again_and_keeps_the_set_and_its_time() -> None:
    house = House()
    before = house.live.current
    house.folder.save("hours.yaml", BROKEN)
    house.settle()
    house.folder.save("hours.yaml", GOOD)
    assert isinstance(house.settle(), Taken)
    assert house.live.current is before
    assert house.desk.last.ok
    assert [ok for ok, _ in house.metrics.reloads] == [False, True]


def test_a_vanished_folder_is_refused_with_its_reason() -> None:
    house = House()
    house.folder.vanish()
    verdict = house.settle()
    assert isinstance(verdict, Refused)
    assert verdict.reason == 'the rules folder "rules" does not exist'
    assert house.names == ["Hours"]
    assert house.desk.last.error == verdict.reason
    assert house.log.named("rules_refused")[0]["reason"] == verdict.reason
    house.folder.save("hours.yaml", GOOD)
    assert isinstance(house.settle(), Taken)


def test_an_emptied_folder_is_refused() -> None:
    house = House()
    house.folder.remove("hours.yaml")
    assert isinstance(house.settle(), Refused)
    assert house.names == ["Hours"]


def test_a_forced_reload_reads_what_no_time_or_size_shows() -> None:
    house = House()
    house.folder.save_unnoticed("hours.yaml", BETTER)
    assert house.settle() is None
    outcome = house.reloader.reload()
    assert outcome.ok
    assert outcome.report == f"serving {house.live.rule_set.id}: 1 rule\n"
    assert house.names == ["Opening hours"]


def test_a_forced_reload_of_errors_reports_the_findings_as_check_does() -> None:
    house = House()
    house.folder.save("hours.yaml", BROKEN)
    outcome = house.reloader.reload()
    assert not outcome.ok
    assert outcome.report.startswith("rules/hours.yaml:3:5: error: ")
    assert "    mtch: everything" in outcome.report
    assert house.names == ["Hours"]
    assert house.settle() is None


def test_a_forced_reload_of_a_vanished_folder_reports_its_reason() -> None:
    house = House()
    house.folder.vanish()
    assert house.reloader.reload().report == 'the rules folder "rules" does not exist\n'


class Stuck(FakeRulesFolder):
    """A folder that does not answer while `going` is not set; `asked` says that it was asked."""

    def __init__(self, **files: str) -> None:
        super().__init__(**files)
        self.going, self.asked = Event(), Event()
        self.going.set()

    def fingerprint(self) -> object:
        self.asked.set()
        assert self.going.wait(20)
        return super().fingerprint()


def begun(folder: Stuck, step: Callable[[], object]) -> Thread:
    """A thread that is stuck in this step."""
    folder.asked.clear()
    folder.going.clear()
    thread = Thread(target=step)
    thread.start()
    assert folder.asked.wait(20)
    return thread


def test_a_reload_beside_one_that_is_stuck_is_told_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reload, "TURN_SECONDS", 0.01)
    folder = Stuck(hours=GOOD)
    house = House(folder=folder)
    stuck = begun(folder, house.reloader.reload)
    assert house.reloader.reload() == BUSY
    folder.going.set()
    stuck.join()
    assert house.reloader.reload().ok


def test_a_reload_waits_for_a_look_at_the_folder_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Stuck(hours=GOOD)
    house = House(folder=folder)
    monkeypatch.setattr(reload, "PATIENCE_SECONDS", 0.01)
    stuck = begun(folder, house.reloader.poll)
    assert house.reloader.reload() == BUSY
    folder.going.set()
    stuck.join()
    assert house.reloader.reload().ok


def test_an_asked_reload_comes_with_the_next_poll() -> None:
    house = House()
    house.folder.save_unnoticed("hours.yaml", BETTER)
    house.reloader.ask()
    assert isinstance(house.reloader.poll(), Taken)
    assert house.names == ["Opening hours"]
    assert house.settle() is None


def test_the_start_counts_as_a_reload_that_went_well() -> None:
    house = House()
    assert house.desk.last.ok
    assert house.desk.last.at == house.live.current.since


def test_many_findings_are_logged_up_to_a_bound() -> None:
    house = House()
    rule = "  - name: {n}\n    mtch: everything\n    actions: nothing\n"
    rules = "".join(rule.format(n=f"Rule {n}") for n in range(80))
    house.folder.save("hours.yaml", f"rules:\n{rules}")
    verdict = house.settle()
    assert isinstance(verdict, Refused)
    lines = house.log.named("rules_refused")[0]["findings"]
    assert isinstance(lines, list)
    assert len(lines) == 51
    assert lines[-1] == f"and {len(verdict.findings) - 50} more"


def test_a_warning_does_not_keep_the_rules_from_being_taken() -> None:
    found = compile_files((SourceFile("rules/hours.yaml", BROKEN.encode()),)).findings

    def with_warning(files: tuple[SourceFile, ...]) -> Compiled:
        return Compiled(compile_files(files).rule_set, found)

    house = House(with_warning)
    house.folder.save("hours.yaml", BETTER)
    assert isinstance(house.settle(), Taken)
    lines = house.log.named("rules_taken")[0]["findings"]
    assert isinstance(lines, list)
    assert lines[0].startswith("rules/hours.yaml:3:5:")


def test_watching_polls_until_it_is_stopped() -> None:
    house = House()
    house.folder.save("hours.yaml", BETTER)
    house.reloader.watch(StopAfter(2))
    assert house.names == ["Opening hours"]


def test_a_bug_is_logged_once_and_watching_goes_on() -> None:
    def broken(files: tuple[SourceFile, ...]) -> Compiled:
        if files[0].content == BROKEN.encode():
            raise ZeroDivisionError
        return compile_files(files)

    house = House(broken)
    house.folder.save("hours.yaml", BROKEN)
    house.reloader.watch(StopAfter(10))
    (event,) = house.log.events
    assert (event.level, event.name) == ("error", "reload_failed")
    assert isinstance(event.exception, ZeroDivisionError)
    assert house.names == ["Hours"]
    assert not house.desk.last.ok
    assert [ok for ok, _ in house.metrics.reloads] == [False]
    assert house.page.pages[-1].startswith("NO")
    assert "What is wrong: a bug in the router" in house.page.pages[-1]
    house.folder.save("hours.yaml", BETTER)
    house.reloader.watch(StopAfter(2))
    assert house.names == ["Opening hours"]
    assert house.desk.last.ok


@pytest.mark.parametrize("text", [GOOD, BETTER])
def test_a_taken_verdict_carries_the_files_it_was_made_of(text: str) -> None:
    house = House()
    house.folder.save("hours.yaml", text)
    house.reloader.ask()
    verdict = house.reloader.poll()
    assert isinstance(verdict, Taken)
    assert [file.content for file in verdict.files] == [text.encode()]
