from pathlib import Path
from threading import Event, Thread

from router.adapters.journal.sqlite.turns import Turns

PATIENCE = 20.0


def test_one_has_the_turn_and_the_next_gets_it_when_it_is_given_back(tmp_path: Path) -> None:
    path = str(tmp_path / "journal")
    first, second = Turns(path), Turns(path)
    trying, got = Event(), Event()

    def try_it() -> None:
        trying.set()
        with second.mine():
            got.set()

    waiting = Thread(target=try_it)
    with first.mine():
        waiting.start()
        assert trying.wait(PATIENCE)
        assert not got.wait(0.05)
    assert got.wait(PATIENCE)
    waiting.join(PATIENCE)
    first.close()
    second.close()


def test_the_turn_is_given_back_whatever_happens(tmp_path: Path) -> None:
    turns, other = Turns(str(tmp_path / "journal")), Turns(str(tmp_path / "journal"))
    try:
        with turns.mine():
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with other.mine():
        pass
    turns.close()
    other.close()
    with turns.mine():
        pass
    turns.close()


def test_where_no_such_file_can_be_made_everybody_has_the_turn(tmp_path: Path) -> None:
    turns = Turns(str(tmp_path / "no folder" / "journal"))
    with turns.mine():
        assert list(tmp_path.iterdir()) == []
    turns.close()
