from datetime import UTC, datetime

import pytest

from router.app.history import AcceptedSet, NotFound, find

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def entries(*ids: str) -> list[AcceptedSet]:
    """Entries newest first, each a minute older than the one before."""
    return [AcceptedSet(one, AT.replace(minute=59 - n), 1, 1) for n, one in enumerate(ids)]


KEPT = entries("abc111111111", "abd222222222", "0f3333333333")


@pytest.mark.parametrize(
    ("written", "number"), [("abc111111111", 0), ("abd", 1), ("0", 2), (" 0F3 ", 2)]
)
def test_a_beginning_that_only_one_id_has_is_enough(written: str, number: int) -> None:
    assert find(KEPT, written) == KEPT[number]


def test_of_a_set_that_was_accepted_twice_the_newest_entry_is_meant() -> None:
    twice = entries("aaa", "bbb", "aaa")
    assert find(twice, "aaa") == twice[0]


def test_a_beginning_that_several_have_names_them() -> None:
    found = find(KEPT, "ab")
    assert found == NotFound('"ab" may be abc111111111 or abd222222222: write more of it')


def test_of_many_only_some_are_named() -> None:
    many = entries(*(f"a{n}" for n in range(8)))
    found = find(many, "a")
    assert isinstance(found, NotFound)
    assert found.words == (
        '"a" may be a0 or a1 or a2 or a3 or a4 or one of 3 others: write more of it'
    )


def test_the_last_one_is_named_rather_than_counted() -> None:
    found = find(entries(*(f"a{n}" for n in range(6))), "a")
    assert found == NotFound('"a" may be a0 or a1 or a2 or a3 or a4 or a5: write more of it')


def test_a_slip_is_answered_with_the_nearest_id() -> None:
    found = find(KEPT, "abc1111x1111")
    assert found == NotFound(
        'no kept rule set begins with "abc1111x1111": did you mean "abc111111111"?'
    )


def test_an_id_far_from_any_is_answered_with_where_to_look() -> None:
    found = find(KEPT, "999999999999")
    assert isinstance(found, NotFound)
    assert found.words.endswith("`sms-router history` lists those there are")


def test_without_a_history_there_is_none() -> None:
    found = find([], "abc")
    assert isinstance(found, NotFound)
    assert found.words.startswith("no rule set has been kept yet")
