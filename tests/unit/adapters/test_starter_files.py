from pathlib import Path

import router
from router.adapters.starter_files import read_starter_files
from router.app.starters import STARTERS


def test_there_is_a_folder_for_each_starter_and_no_other() -> None:
    folder = Path(router.__file__).parent / "starters"
    assert {one.name for one in folder.iterdir()} == set(STARTERS)


def test_files_come_in_the_order_of_their_names_with_their_tables() -> None:
    names = [file.name for file in read_starter_files("school")]
    assert names == sorted(names)
    assert names[0] == "00-people.yaml"
    assert "parents.csv" in names
    assert all(file.content for file in read_starter_files("school"))
