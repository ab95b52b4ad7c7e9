from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from router.app.live_rules import Served
from router.app.status_page import Standing, status_text
from router.app.verdicts import FolderVerdict, Held, Origin, Refused, Taken
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet
from router.language.source import SourceFile
from tests.unit.app.house import BROKEN, GOOD, compile_files

AT = datetime(2026, 11, 22, 15, 5, 31, tzinfo=UTC)
FILES = (SourceFile("rules/hours.yaml", GOOD.encode()),)
BROKEN_FILES = (SourceFile("rules/hours.yaml", BROKEN.encode()),)


def good() -> RuleSet:
    made = compile_files(FILES).rule_set
    assert made is not None
    return made


def refused() -> Refused:
    compiled = compile_files(BROKEN_FILES)
    return Refused(BROKEN_FILES, compiled.findings, "", AT, compiled.sources)


def page(verdict: FolderVerdict, origin: Origin = Origin.FOLDER, *problems: str) -> str:
    standing = Standing(Served(RuleIndex(good()), AT), 1, origin, verdict, problems)
    return status_text(standing, ZoneInfo("America/New_York"))


def test_a_taken_edit_is_said_in_the_first_line() -> None:
    text = page(Taken(FILES, good(), (), AT))
    assert text == (
        "YES: your last edit took effect. The rules in this folder are in use.\n"
        "\n"
        "In use since 22 November 2026 at 10:05:31 (America/New_York): 1 rule from 1 file, "
        f"rule set {good().id}\n"
        "Folder looked at: 22 November 2026 at 10:05:31 (America/New_York)\n"
        "\n"
        "The router writes this page by itself, each time it has looked at a changed folder.\n"
        "Nothing written here changes anything.\n"
    )


def test_a_refused_edit_is_said_with_what_check_prints() -> None:
    text = page(refused())
    assert text.splitlines()[0] == (
        "NO: your last edit did not take effect. The rules from before it are in use."
    )
    assert '\n\nrules/hours.yaml:3:5: error: unknown key "mtch"' in text
    assert "\n3 |     mtch: everything\n  |     ^^^^\n" in text
    assert "\n\n1 file: 1 error. Examples and tests are run when it is mended.\n\n" in text
    assert "Mend what is wrong and save." in text


def test_a_folder_that_cannot_be_read_is_said_in_one_sentence() -> None:
    text = page(Refused((), (), 'the rules folder "rules" does not exist', AT))
    assert '\nWhat is wrong: the rules folder "rules" does not exist\n' in text


@pytest.mark.parametrize(
    ("origin", "words"),
    [(Origin.LAST_GOOD, "The last good rules"), (Origin.ROLLBACK, "An older set")],
)
def test_it_says_what_is_in_use_in_place_of_a_refused_folder(origin: Origin, words: str) -> None:
    first = page(refused(), origin).splitlines()[0]
    assert first.startswith(f"NO: your last edit did not take effect. {words}")


def test_a_folder_that_was_rolled_back_from_is_said_with_the_way_on() -> None:
    text = page(Held(FILES, good(), AT), Origin.ROLLBACK)
    assert text.startswith("NO: the rules in this folder are not in use.")
    assert f"sms-router rollback {good().id} --restore-files" in text


def test_problems_are_told_below() -> None:
    text = page(Taken(FILES, good(), (), AT), Origin.FOLDER, "the disk is full")
    assert "\nNote: the disk is full\n" in text
