"""Times of the day, and the moment a rota starts at."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.times.clock_times import clock, read_moment, read_time
from router.language.times.misread import Misread


@given(st.integers(0, 1440))
def test_a_time_is_read_as_it_is_printed(minutes: int) -> None:
    assert read_time(f" {clock(minutes)} ") == minutes


def test_an_hour_may_have_one_digit() -> None:
    assert read_time("9:05") == 545


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("9", "09:00"), ("17h", "17:00"), ("9 Uhr", "09:00"), ("9 o'clock", "09:00"),
        ("9am", "09:00"), ("9 PM", "21:00"), ("12am", "00:00"), ("12 p.m.", "12:00"),
        ("9:30pm", "21:30"), ("9.30 am", "09:30"), ("930pm", "21:30"), ("13pm", "13:00"),
        ("0pm", "00:00"), ("25pm", ""), ("9.30", "09:30"), ("9h30", "09:30"), ("9,30", "09:30"),
        ("930", "09:30"), ("1730", "17:30"), ("09:00:00", "09:00"), ("noon", "12:00"),
        ("Midnight", "24:00"), ("25", ""), ("2500", ""), ("25:00", ""), ("24:01", ""),
        ("09:60", ""), ("9:5", ""), ("soon", ""), ("", ""), ("٠٩:٠٠", ""),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_time_are_mended_where_they_are_clear(text: str, fix: str) -> None:
    read = read_time(text)
    assert isinstance(read, Misread)
    assert read.fix == fix


def test_the_words_say_what_is_wrong_with_a_time() -> None:
    words = [
        read.words
        for text in ("25:00", "24:30", "9")
        if isinstance(read := read_time(text), Misread)
    ]
    assert words == [
        '"25:00" is not a time: there is no hour 25',
        '"24:30" is not a time: the day is over at 24:00',
        '"9" has no minutes',
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-02 09:00", datetime(2026, 11, 2, 9)),
        (" 2026-11-02   9:30 ", datetime(2026, 11, 2, 9, 30)),
        ("2026-11-02 00:00", datetime(2026, 11, 2)),
        ("2026-11-02", datetime(2026, 11, 2)),
    ],
)
def test_a_moment_is_a_day_and_a_time(text: str, meant: datetime) -> None:
    assert read_moment(text) == meant


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2026-11-02T09:00", "2026-11-02 09:00"),
        ("2026-11-02T09:00:00Z", "2026-11-02 09:00"),
        ("2026-11-02 9am", "2026-11-02 09:00"),
        ("2.11.2026", "2026-11-02"),
        ("2.11.2026 09:00", ""),
        ("2026-02-30 09:00", ""),
        ("2026-11-02 24:00", ""),
        ("2026-11-02 25:00", ""),
        ("Monday 09:00", ""),
        ("", ""),
    ],
)
def test_other_ways_to_write_a_moment_are_mended_where_they_are_clear(text: str, fix: str) -> None:
    read = read_moment(text)
    assert isinstance(read, Misread)
    assert read.fix == fix
