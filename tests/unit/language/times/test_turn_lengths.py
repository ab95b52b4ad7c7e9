"""How long a turn of a rota is."""

import pytest

from router.language.times.misread import Misread
from router.language.times.turn_lengths import read_length


@pytest.mark.parametrize(
    ("text", "days"),
    [("1 week", 7), ("2 weeks", 14), ("1 day", 1), ("3 days", 3), ("1  Week", 7), ("03 days", 3),
     ("521 weeks", 3647), ("3650 days", 3650)],
)  # fmt: skip
def test_a_turn_is_a_number_of_days_or_weeks(text: str, days: int) -> None:
    assert read_length(text) == days


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("weekly", "1 week"), ("Daily", "1 day"), ("every day", "1 day"), ("fortnight", "2 weeks"),
        ("week", "1 week"), ("day", "1 day"), ("7d", "7 days"), ("2w", "2 weeks"),
        ("2-weeks", "2 weeks"), ("1wk", "1 week"), ("two weeks", "2 weeks"), ("one day", "1 day"),
        ("7", ""), ("0 days", ""), ("0d", ""), ("00 weeks", ""), ("9999999 days", ""),
        ("3651 days", ""), ("99999999w", ""), ("1 month", ""), ("monthly", ""), ("12 hours", ""),
        ("24h", ""), ("half a week", ""), ("-1 week", ""), ("1.5 weeks", ""), ("", ""),
    ],
)  # fmt: skip
def test_anything_else_is_mended_where_it_is_clear(text: str, fix: str) -> None:
    read = read_length(text)
    assert isinstance(read, Misread)
    assert read.fix == fix
    if fix:
        assert isinstance(read_length(fix), int)


def test_months_and_hours_are_told_why() -> None:
    assert [
        read.words
        for text in ("1 month", "12 hours", "7")
        if isinstance(read := read_length(text), Misread)
    ] == [
        '"1 month" is not the length of a turn: months are not equally long',
        '"12 hours" is not the length of a turn: it lasts whole days',
        '"7" does not say days or weeks',
    ]
