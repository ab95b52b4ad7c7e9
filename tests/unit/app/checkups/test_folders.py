from dataclasses import replace
from datetime import UTC

import pytest

from router.app.checkups.folders import (
    LITTLE_ROOM,
    NO_ROOM,
    data_checkup,
    history_checkup,
    journal_checkup,
    rules_checkup,
    status_checkup,
)
from router.app.checkups.ports import JournalState
from router.app.gate import Gate
from router.app.history import AcceptedSet, RollbackOrder
from router.app.start import judge, read_folder
from router.core.checkup import Checkup, Health
from router.language.compile import CompileOptions
from tests.fakes.clock import FakeClock
from tests.fakes.doctor import MOMENT, SOUND
from tests.fakes.rules_folder import FakeRulesFolder

TESTED = """\
rules:
  - name: Hours
    match: {text: hours}
    actions:
      - reply: We are open.
    examples: [{text: hours, reply: We are open.}]
"""


def rules(folder: FakeRulesFolder) -> Checkup:
    gate = Gate(CompileOptions(), advise=True)
    return rules_checkup(judge(read_folder(folder), gate, FakeClock()), "rules")


def test_good_rules_are_counted() -> None:
    checkup = rules(FakeRulesFolder(a=TESTED))
    assert (checkup.verdict, checkup.words) == (Health.OK, "1 file, 1 rule: no findings")


def test_warnings_are_counted_and_the_command_that_shows_them_is_named() -> None:
    checkup = rules(FakeRulesFolder(a=TESTED.partition("    examples")[0]))
    assert (checkup.verdict, checkup.words) == (Health.WARN, "1 file, 1 rule: 1 warning")
    assert "`sms-router check rules`" in checkup.advice


def test_rules_with_errors_fail() -> None:
    checkup = rules(FakeRulesFolder(a=TESTED.replace("reply:", "replly:")))
    assert checkup.verdict is Health.FAIL
    assert checkup.words == "1 file: 2 errors"


@pytest.mark.parametrize("files", [{}, {"a": "people: {ann: +1 555 000 1111}"}])
def test_a_folder_without_a_rule_is_called_that(files: dict[str, str]) -> None:
    checkup = rules(FakeRulesFolder(**files))
    assert (checkup.verdict, checkup.words) == (Health.FAIL, '"rules" has no rule in it')
    assert "`sms-router check rules` says how" in checkup.advice


def test_rules_whose_examples_fail_fail() -> None:
    checkup = rules(FakeRulesFolder(a=TESTED.replace("reply: We are open.}", "reply: Never.}")))
    assert checkup.verdict is Health.FAIL


def test_a_folder_that_is_not_there_fails() -> None:
    folder = FakeRulesFolder()
    folder.vanish()
    checkup = rules(folder)
    assert checkup.verdict is Health.FAIL
    assert checkup.words == 'the rules folder "rules" does not exist'


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (SOUND, Health.OK),
        (replace(SOUND, unwritable="read-only file system"), Health.WARN),
        (replace(SOUND, exists=False), Health.FAIL),
    ],
)
def test_the_status_page_wants_to_be_written(state: object, verdict: Health) -> None:
    assert status_checkup(state, "rules", "data").verdict is verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "verdict", "words"),
    [
        ({}, Health.OK, '"data" can be written, 9,536 MB free'),
        ({"exists": False}, Health.OK, "is made by the server"),
        ({"unwritable": "permission denied"}, Health.FAIL, "cannot be written: permission denied"),
        (
            {"exists": False, "unwritable": "permission denied"},
            Health.FAIL,
            "the folder above it cannot be written",
        ),
        ({"unreadable": "permission denied"}, Health.FAIL, "cannot be read: permission denied"),
        ({"free": LITTLE_ROOM - 1}, Health.WARN, "499 MB free"),
        ({"free": NO_ROOM - 1}, Health.FAIL, "49 MB free"),
    ],
)
def test_the_data_folder_wants_to_be_written_and_have_room(
    changes: dict[str, object], verdict: Health, words: str
) -> None:
    checkup = data_checkup(replace(SOUND, **changes), "data")  # type: ignore[arg-type]
    assert checkup.verdict is verdict
    assert words in checkup.words


@pytest.mark.parametrize(
    ("unwritable", "advice"),
    [
        ("not a directory", "a file is in its place: move data away"),
        ("no space left on device", "make room on its disk"),
        ("disk quota exceeded", "make room on its disk"),
        ("read-only file system", "have its disk mounted for writing"),
        ("permission denied", "mkdir -p data, and give it to the router's user"),
    ],
)
def test_what_to_do_for_a_data_folder_that_cannot_be_written_goes_by_why(
    unwritable: str, advice: str
) -> None:
    checkup = data_checkup(replace(SOUND, unwritable=unwritable), "data")
    assert checkup.verdict is Health.FAIL
    assert checkup.advice.startswith(advice)


def test_the_history_tells_what_there_is_to_fall_back_on() -> None:
    kept = AcceptedSet("0123456789ab", MOMENT, 1, 1)
    assert history_checkup((), None, UTC).verdict is Health.WARN
    checkup = history_checkup((kept, kept), None, UTC)
    assert checkup.verdict is Health.OK
    assert checkup.words.startswith("2 rule sets kept, the newest 0123456789ab of 22 November 2026")


def test_a_rollback_in_force_is_told() -> None:
    order = RollbackOrder("0123456789ab", "", MOMENT)
    checkup = history_checkup((), order, UTC)
    assert checkup.verdict is Health.WARN
    assert "rolled back to rule set 0123456789ab" in checkup.words


SQLITE = JournalState("sqlite", "data/journal.sqlite3", "SQLite 3.40.1")


@pytest.mark.parametrize(
    ("state", "served", "verdict", "words"),
    [
        (SQLITE, "ok", Health.OK, "data/journal.sqlite3, SQLite 3.40.1: no message yet"),
        (replace(SQLITE, newest=MOMENT), "", Health.OK, "the last message came on 22 November"),
        (replace(SQLITE, made=False), "", Health.OK, "is made by the server"),
        (SQLITE, "degraded", Health.FAIL, "does not take what the server gives it"),
        (replace(SQLITE, waiting=3), "ok", Health.WARN, "waiting in the spill file beside it: 3"),
        (replace(SQLITE, aside=("j.damaged-1",)), "ok", Health.WARN, "a damaged one"),
        (replace(SQLITE, problem="it is damaged: x"), "", Health.FAIL, "it is damaged: x"),
        (replace(SQLITE, problem="tables of version 7"), "", Health.FAIL, "tables of version 7"),
        (replace(SQLITE, problem="no rights"), "", Health.FAIL, "no rights"),
        (JournalState("postgresql", "db/sms", problem="no"), "", Health.FAIL, "no"),
        (JournalState("none", ""), "none", Health.WARN, "none is kept"),
    ],
)
def test_the_journal_is_told_as_it_is(
    state: JournalState, served: str, verdict: Health, words: str
) -> None:
    checkup = journal_checkup(state, served, UTC)
    assert (checkup.verdict, bool(checkup.advice)) == (verdict, verdict is not Health.OK)
    assert words in checkup.words
