import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.adapters.rollback_order import RollbackOrderFile
from router.adapters.rule_history import DirectoryRuleHistory
from router.adapters.status_file import StatusFile
from router.app.history import AcceptedSet, RollbackOrder
from router.app.ports import NotKeptError
from router.language.source import SourceFile
from tests.unit.adapters.killing import killed_at

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SET = AcceptedSet("a1b2c3d4e5f6", AT, 1, 1)
FILES = (SourceFile("rules/a.yaml", b"rules: []\n"),)


@pytest.fixture
def history(tmp_path: Path) -> DirectoryRuleHistory:
    history = DirectoryRuleHistory(str(tmp_path), "rules", most=2)
    history.keep(SET, FILES)
    return history


def folder(tmp_path: Path, name: str) -> list[Path]:
    return sorted((tmp_path / "rules-history" / name).iterdir())


def numbered(number: int) -> AcceptedSet:
    return AcceptedSet(f"{number:012x}", AT, 1, 1)


def test_a_file_that_several_sets_have_is_kept_once(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    history.keep(numbered(2), (*FILES, SourceFile("rules/b.yaml", b"other")))
    assert len(folder(tmp_path, "files")) == 2


def test_a_kept_file_is_its_owners_alone(history: DirectoryRuleHistory, tmp_path: Path) -> None:
    (kept,) = folder(tmp_path, "files")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_files_that_no_set_has_any_more_go(history: DirectoryRuleHistory, tmp_path: Path) -> None:
    for number in (2, 3):
        history.keep(numbered(number), (SourceFile("rules/a.yaml", b"%d" % number),))
    assert [file.read_bytes() for file in folder(tmp_path, "files")] in ([b"2", b"3"], [b"3", b"2"])


def test_kept_files_are_named_as_if_they_stood_in_the_folder_of_today(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    moved = DirectoryRuleHistory(str(tmp_path), "elsewhere/rules")
    assert moved.files(SET)[0].name == "elsewhere/rules/a.yaml"


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{}", "not json", '{"id": 1}', '{"changes": []}', "\xff", '{"format": 1}'],
)
def test_a_damaged_record_is_passed_over(
    history: DirectoryRuleHistory, tmp_path: Path, damage: str
) -> None:
    history.keep(numbered(2), FILES)
    folder(tmp_path, "sets")[1].write_bytes(damage.encode("latin-1"))
    assert history.entries() == (SET,)
    # What it named is not known, so no file goes; and the numbers go on behind it.
    for number in (3, 4):
        history.keep(numbered(number), (SourceFile("rules/a.yaml", b"%d" % number),))
    assert history.entries() == (numbered(4), numbered(3))


def test_a_record_that_names_no_digest_is_passed_over(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    (record,) = folder(tmp_path, "sets")
    written = json.loads(record.read_text())
    written["files"][0]["sha256"] = "../../../etc/passwd"
    record.write_text(json.dumps(written))
    assert history.entries() == ()


def test_other_files_in_the_folder_are_no_records(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    (tmp_path / "rules-history" / "sets" / "notes.txt").write_text("mine")
    assert history.entries() == (SET,)


def test_a_damaged_source_file_is_never_given_out(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    (kept,) = folder(tmp_path, "files")
    kept.write_bytes(b"rules: {}\n")
    with pytest.raises(NotKeptError, match=r'its file "a.yaml" is damaged'):
        history.files(SET)
    kept.unlink()
    with pytest.raises(NotKeptError, match=r'its file "a.yaml" cannot be read: no such file'):
        history.files(SET)


def test_a_source_file_cut_short_is_written_anew(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    (kept,) = folder(tmp_path, "files")
    kept.write_bytes(b"rul")
    history.keep(numbered(2), FILES)
    assert history.files(SET) == FILES


def test_what_a_killed_writer_left_goes_at_the_next_write(
    history: DirectoryRuleHistory, tmp_path: Path
) -> None:
    litter = tmp_path / "rules-history" / "sets" / ".00000002-x.json.1f.new"
    litter.write_text("{")
    history.keep(numbered(2), FILES)
    assert not litter.exists()


@pytest.mark.parametrize("call", ["fsync", "replace", "unlink", "makedirs"])
@pytest.mark.parametrize("number", range(1, 8))
def test_a_writer_killed_at_any_step_leaves_the_old_history_or_the_new(
    tmp_path: Path, call: str, number: int
) -> None:
    history = DirectoryRuleHistory(str(tmp_path), "rules", most=2)
    contents = [(SourceFile("rules/a.yaml", b"%d" % n),) for n in range(5)]
    for n in (0, 1):
        history.keep(numbered(n), contents[n])
    with killed_at(call, number):
        history.keep(numbered(2), contents[2])
    entries = history.entries()
    old, new = (numbered(1), numbered(0)), (numbered(2), numbered(1))
    assert entries[:2] in (old, new)
    for entry in entries[:2]:
        assert history.files(entry) == contents[int(entry.id, 16)]
    history.keep(numbered(3), contents[3])
    assert history.entries()[0] == numbered(3)
    assert len(history.entries()) == 2


def test_a_data_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    data = str(tmp_path / "data")
    with pytest.raises(NotKeptError, match=f'cannot write in "{data}": not a directory'):
        DirectoryRuleHistory(data, "rules").keep(SET, FILES)
    order = RollbackOrder(SET.id, "", AT)
    with pytest.raises(NotKeptError, match="cannot write "):
        RollbackOrderFile(data).write(order)
    assert DirectoryRuleHistory(data, "rules").entries() == ()
    assert RollbackOrderFile(data).read() is None


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"id": "a"}', b"\xff"])
def test_a_damaged_order_is_none(tmp_path: Path, damage: bytes) -> None:
    orders = RollbackOrderFile(str(tmp_path))
    orders.write(RollbackOrder(SET.id, "", AT))
    (tmp_path / "rules-history" / "rollback.json").write_bytes(damage)
    assert orders.read() is None


def test_an_order_that_cannot_be_removed_says_so(tmp_path: Path) -> None:
    (tmp_path / "rules-history" / "rollback.json").mkdir(parents=True)
    with pytest.raises(NotKeptError, match="cannot remove "):
        RollbackOrderFile(str(tmp_path)).clear()


def test_the_page_stands_beside_the_rules_or_else_in_the_data_folder(tmp_path: Path) -> None:
    rules, data = tmp_path / "rules", tmp_path / "data"
    page = StatusFile(str(rules), str(data))
    assert page.write("one") == str(data / "STATUS.txt")
    rules.mkdir()
    assert page.write("two") == str(rules / "STATUS.txt")
    assert not (data / "STATUS.txt").exists()
    (rules / "STATUS.txt").unlink()
    (rules / "STATUS.txt").mkdir()
    assert page.write("three") == str(data / "STATUS.txt")
    assert (data / "STATUS.txt").read_text() == "three"


def test_the_page_stays_where_rules_and_data_are_one_folder(tmp_path: Path) -> None:
    page = StatusFile(str(tmp_path), f"{tmp_path}/.")
    page.write("one")
    assert (tmp_path / "STATUS.txt").read_text() == "one"


def test_a_page_that_has_no_place_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    page = StatusFile(str(tmp_path / "nowhere"), str(tmp_path / "data"))
    with pytest.raises(NotKeptError, match=r"cannot write STATUS\.txt in "):
        page.write("one")
