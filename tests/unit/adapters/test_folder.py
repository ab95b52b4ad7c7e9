import os
from pathlib import Path

import pytest

from router.adapters.folder import MAX_FILE_BYTES, DirectoryRulesFolder, read_file
from router.app.ports import FolderMissingError, FolderUnreadableError


def names(folder: Path) -> list[str]:
    return [
        file.name.removeprefix(f"{folder}/") for file in DirectoryRulesFolder(str(folder)).read()
    ]


def problem(path: Path) -> str:
    return read_file(str(path), shown="x.yaml").problem


def advice(path: Path) -> str:
    return read_file(str(path), shown="x.yaml").advice


def fingerprint(folder: Path) -> object:
    return DirectoryRulesFolder(str(folder)).fingerprint()


def test_the_rule_files_come_in_file_name_order(tmp_path: Path) -> None:
    for name in ("20-orders.yaml", "10-hours.yml", "15.yaml"):
        (tmp_path / name).write_text("rules: []")
    assert names(tmp_path) == ["10-hours.yml", "15.yaml", "20-orders.yaml"]


def test_an_ending_in_capitals_counts_too(tmp_path: Path) -> None:
    (tmp_path / "HOURS.YAML").write_text("")
    assert names(tmp_path) == ["HOURS.YAML"]


@pytest.mark.parametrize(
    "name", [".hidden.yaml", "_off.yaml", "notes.txt", "a.yaml~", "a.yaml.swp", ".yaml", "yaml"]
)
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    assert names(tmp_path) == []


def test_the_other_files_can_be_had_by_name(tmp_path: Path) -> None:
    for name in ("b.yaml.txt", "a.yaml~", "c.yaml", "_d.txt", ".e", "f.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "old.yaml.d").mkdir()
    folder = str(tmp_path)

    assert DirectoryRulesFolder(folder).others() == (f"{folder}/a.yaml~", f"{folder}/b.yaml.txt")
    assert DirectoryRulesFolder(f"{folder}/nowhere").others() == ()


def test_files_in_folders_below_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.yaml").write_text("")
    assert names(tmp_path) == []


def test_a_file_is_named_as_the_user_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_bytes(b"rules: []\n")
    monkeypatch.chdir(tmp_path)
    for typed in ("rules", "rules/", "./rules"):
        (file,) = DirectoryRulesFolder(typed).read()
        assert file.name == os.path.join(typed, "a.yaml")
        assert file.content == b"rules: []\n"


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    os.mkdir(tmp_path / "rules")
    with open(os.path.join(os.fsencode(tmp_path), b"rules", b"caf\xe9.yaml"), "wb") as stream:
        stream.write(b"rules: []")
    (file,) = DirectoryRulesFolder(str(tmp_path / "rules")).read()
    assert file.name.endswith("rules/caf\\xe9.yaml")
    assert file.content == b"rules: []"


def test_a_folder_that_is_named_like_a_rule_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert problem(tmp_path / "x.yaml") == "it is a folder, not a file"
    assert advice(tmp_path / "x.yaml").startswith("move it")


def test_a_dangling_link_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "gone.yaml")
    assert problem(tmp_path / "x.yaml") == "it is a link to a file that does not exist"


def test_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("x.yaml")
    assert problem(tmp_path / "x.yaml") == "it is a link that leads back to itself"


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    assert problem(tmp_path / "x.yaml") == "it does not exist"


def test_a_named_pipe_is_a_problem_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    assert problem(tmp_path / "x.yaml") == "it is no ordinary file"
    assert advice(tmp_path / "x.yaml").startswith("move it")


def test_a_name_too_long_is_a_problem_in_the_systems_words() -> None:
    assert read_file("x" * 5000, shown="x.yaml").problem == "file name too long"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("")
    (tmp_path / "x.yaml").chmod(0)
    assert problem(tmp_path / "x.yaml") == "this user may not read it"


def test_a_huge_file_is_a_problem(tmp_path: Path) -> None:
    with (tmp_path / "x.yaml").open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    assert problem(tmp_path / "x.yaml") == "it is larger than 16 MB"
    assert advice(tmp_path / "x.yaml").startswith("split it")


def test_a_missing_folder_cannot_be_read() -> None:
    with pytest.raises(FolderMissingError, match='the rules folder "nowhere" does not exist'):
        DirectoryRulesFolder("nowhere").read()


def test_a_file_in_place_of_the_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    with pytest.raises(FolderMissingError, match="is a file: name the folder"):
        DirectoryRulesFolder(str(tmp_path / "a.yaml")).read()


def test_a_folder_whose_name_no_system_takes_cannot_be_read() -> None:
    with pytest.raises(FolderUnreadableError, match="cannot be read: file name too long") as raised:
        DirectoryRulesFolder("x" * 5000).read()
    assert not isinstance(raised.value, FolderMissingError)


def test_the_fingerprint_of_a_missing_folder_is_steady_and_its_own(tmp_path: Path) -> None:
    gone = fingerprint(tmp_path / "rules")
    assert fingerprint(tmp_path / "rules") == gone
    (tmp_path / "rules").mkdir()
    assert fingerprint(tmp_path / "rules") != gone


def test_the_fingerprint_changes_with_every_way_of_saving(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    file = rules / "a.yaml"
    seen = [fingerprint(rules)]

    def changed() -> bool:
        seen.append(fingerprint(rules))
        return seen[-1] not in seen[:-1]

    file.write_text("one")
    assert changed()
    file.write_text("a longer text, in place")
    assert changed()
    (tmp_path / "new").write_text("a longer text, in place")
    (tmp_path / "new").replace(file)
    assert changed()
    os.utime(file, ns=(1, 1))
    assert changed()
    (rules / "b.yaml").write_text("")
    assert changed()
    (rules / "b.yaml").rename(rules / "c.yaml")
    assert changed()
    (rules / "c.yaml").chmod(0o600)
    assert changed()
    file.unlink()
    assert changed()


def test_the_fingerprint_sees_same_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    os.utime(file, ns=(1, 1))
    before = fingerprint(tmp_path)
    file.write_text("two")
    os.utime(file, ns=(1, 1))
    assert fingerprint(tmp_path) != before


def test_the_fingerprint_sees_the_swap_of_a_kubernetes_volume(tmp_path: Path) -> None:
    for version in ("v1", "v2"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "a.yaml").write_text("same")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "..data").symlink_to("../v1")
    (rules / "a.yaml").symlink_to("..data/a.yaml")
    before = fingerprint(rules)
    (rules / "..tmp").symlink_to("../v2")
    (rules / "..tmp").replace(rules / "..data")
    assert fingerprint(rules) != before


def test_files_that_are_no_rules_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    before = fingerprint(tmp_path)
    (tmp_path / ".a.yaml.swp").write_text("an editor at work")
    (tmp_path / "STATUS.txt").write_text("fine")
    assert fingerprint(tmp_path) == before


def test_a_dangling_link_shows_in_the_fingerprint_when_it_is_mended(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "target")
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "target").write_text("")
    assert fingerprint(tmp_path) != before
