"""Dates and ranges of dates as rule files write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.times.dates import read_date, read_days
from router.language.times.misread import Misread


def misread(text: str) -> Misread:
    read = read_days(text)
    assert isinstance(read, Misread)
    return read


@given(st.dates(min_value=date(1970, 1, 1)))
def test_a_date_is_read_as_it_is_printed(day: date) -> None:
    assert read_date(f" {day} ") == day


@given(st.dates(min_value=date(1970, 1, 1)), st.dates(min_value=date(1970, 1, 1)))
def test_a_range_is_read_as_it_is_printed(first: date, last: date) -> None:
    assert read_days(f"{first}..{last}") == (first, last)
    assert read_days(f"{first} .. {last}") == (first, last)


def test_a_day_is_a_range_of_one() -> None:
    assert read_days("2028-02-29") == (date(2028, 2, 29), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("24.12.2026", "2026-12-24"),
        ("24. 12. 2026", "2026-12-24"),
        ("5.6.2026", "2026-06-05"),
        ("24/12/2026", "2026-12-24"),
        ("12/24/2026", "2026-12-24"),
        ("12-24-2026", "2026-12-24"),
        ("05/06/2026", ""),
        ("2026/12/24", "2026-12-24"),
        ("2026-1-5", "2026-01-05"),
        ("2026.12.24", "2026-12-24"),
        ("20261224", "2026-12-24"),
        ("24 December 2026", "2026-12-24"),
        ("24th of Dec 2026", "2026-12-24"),
        ("December 24 2026", "2026-12-24"),
        ("Dec 2026", ""),
        ("24 Foo 2026", ""),
        ("24 De 2026", ""),
        ("24 December 26", ""),
        ("2026 December 24", ""),
        ("32.12.2026", ""),
        ("24.13.2026", ""),
        ("2026-13-01", "2026-01-13"),
        ("2026-13-13", ""),
        ("2026-31-02", ""),
        ("2026-02-30", ""),
        ("2026-00-10", ""),
        ("0206-12-24", ""),
        ("24.12.", ""),
        ("12-24", ""),
        ("2026-12-24 12:00", "2026-12-24"),
        ("2026-12-24T12:00", "2026-12-24"),
        ("Christmas", ""),
        ("", ""),
        ("٢٠٢٦-١٢-٢٤", ""),
    ],
)
def test_other_ways_to_write_a_date_are_mended_where_they_are_clear(text: str, fix: str) -> None:
    read = read_date(text)
    assert isinstance(read, Misread)
    assert read.fix == fix
    if fix:
        assert isinstance(read_date(fix), date)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2026-12-31 to 2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-31 until 2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-31 - 2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-31-2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-31–2027-01-01", "2026-12-31..2027-01-01"),
        ("2026-12-31...2027-01-01", "2026-12-31..2027-01-01"),
        ("31.12.2026 - 1.1.2027", "2026-12-31..2027-01-01"),
        ("2026-12-31..1.1.2027", "2026-12-31..2027-01-01"),
        ("2026-12-31..Easter", ""),
        ("Easter..2026-12-31", ""),
        ("24.12.2026..Easter", ""),
        ("2026-12-31..", ""),
        ("..2026-12-31", ""),
        ("24.-26.12.2026", ""),
    ],
)
def test_other_ways_to_write_a_range_are_mended_where_they_are_clear(text: str, fix: str) -> None:
    assert misread(text).fix == fix


def test_the_words_say_what_is_wrong() -> None:
    assert misread("2026-02-30").words == '"2026-02-30" is not a date: February 2026 has 28 days'
    assert misread("2026-13-01").words == '"2026-13-01" is not a date: there is no month 13'
    assert misread("24.12.").words == '"24.12." is a date without its year'
    assert misread("05/06/2026").hint.endswith("2026-05-06 or 2026-06-05")


@given(st.text(alphabet="0123456789-./ DecTto…", max_size=25))
def test_any_text_reads_as_days_or_a_mistake(text: str) -> None:
    read = read_days(text)
    if isinstance(read, Misread) and read.fix:
        assert not isinstance(read_days(read.fix), Misread)
