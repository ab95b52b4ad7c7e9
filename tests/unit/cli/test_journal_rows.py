import json

import pytest

from router.cli.journal_rows import json_array, json_line, row_or_refuse
from router.core.errors import RefusedError
from tests.fakes.journal import FakeJournal
from tests.fakes.recorded import row

JOURNAL = FakeJournal(*(row(uuid=uuid) for uuid in ("ab", "abc", "abd", "b1")))


def test_a_uuid_is_found_whole_or_by_a_beginning_that_only_it_has() -> None:
    assert row_or_refuse(JOURNAL, "ab").uuid == "ab"
    assert row_or_refuse(JOURNAL, " b ").uuid == "b1"
    assert row_or_refuse(JOURNAL, "abd").uuid == "abd"


def test_a_beginning_of_several_names_them() -> None:
    with pytest.raises(RefusedError, match=r'several messages begin with "a": ab, abc, abd$'):
        row_or_refuse(JOURNAL, "a")
    many = FakeJournal(*(row(uuid=f"a{n}") for n in range(9)))
    with pytest.raises(RefusedError, match=r"a0, a1, a2, a3, a4, and more$"):
        row_or_refuse(many, "a")


@pytest.mark.parametrize("uuid", ["c", "abcd", "", " "])
def test_what_no_message_has_is_refused(uuid: str) -> None:
    with pytest.raises(RefusedError, match=r"no message .* is in the journal"):
        row_or_refuse(JOURNAL, uuid)


def test_a_line_of_json_is_one_line_to_whoever_reads_it() -> None:
    text = "a\nb\x85c\u2028d\u2029e é"
    line = json_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}
    assert "é" in line


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_array_that_comes_in_pieces_is_json(count: int) -> None:
    objects = [{"n": n} for n in range(count)]
    assert json.loads("".join(json_array(objects))) == objects
