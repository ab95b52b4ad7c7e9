import pytest

from router.app.journal import Erased
from router.cli.journal.erase import tell_the_rest


def test_when_all_is_gone_there_is_nothing_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_the_rest(Erased(3, 1)) == 0
    assert capsys.readouterr() == ("", "")


def test_rows_that_are_still_on_their_way_make_it_end_with_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tell_the_rest(Erased(3, 1, waiting=2)) == 1
    assert "2 rows with the number wait to be written" in capsys.readouterr().err


def test_rule_sets_that_name_the_number_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_the_rest(Erased(3, 1, rule_sets=2)) == 0
    assert "Note: the number stands in the files of 2 rule sets" in capsys.readouterr().err


def test_files_out_of_reach_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell_the_rest(Erased(3, 1, elsewhere=("data/journal.sqlite3.damaged",))) == 0
    assert '"data/journal.sqlite3.damaged" may hold the number too' in capsys.readouterr().err
