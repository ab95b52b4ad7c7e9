from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.times.misread import Misread
from router.language.times.moments import read_instant

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-22 17:05", "2026-11-22T22:05+00:00"),
        (" 2026-11-22 9:05 ", "2026-11-22T14:05+00:00"),
        ("2026-11-22T17:05:30", "2026-11-22T22:05:30+00:00"),
        ("2026-11-22T17:05Z", "2026-11-22T17:05+00:00"),
        ("2026-11-22t17:05z", "2026-11-22T17:05+00:00"),
        ("2026-11-22 17:05 +01:00", "2026-11-22T16:05+00:00"),
        ("2026-11-22T17:05-0500", "2026-11-22T22:05+00:00"),
        ("2026-11-22T17:05+01", "2026-11-22T16:05+00:00"),
        ("2026-11-22T17:05:30,5Z", "2026-11-22T17:05:30.5+00:00"),
        ("2026-11-22T17:05:30.123456789Z", "2026-11-22T17:05:30.123456+00:00"),
        ("20261122T170530Z", "2026-11-22T17:05:30+00:00"),
        ("20261122T1705", "2026-11-22T22:05+00:00"),
        ("20261122t1705+0100", "2026-11-22T16:05+00:00"),
        ("2026-11-01 01:30", "2026-11-01T05:30+00:00"),
    ],
)
def test_a_time_is_by_the_zones_clock_or_an_instant(written: str, instant: str) -> None:
    moment = read_instant(written, NEW_YORK)
    assert moment == datetime.fromisoformat(instant)
    assert isinstance(moment, datetime)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "words", "fix"),
    [
        ("2026-11-22", '"2026-11-22" has no time of day', "2026-11-22 10:00"),
        ("2026-11-22 5:00pm", '"5:00pm" is not written as a time of 24 hours', "2026-11-22 17:00"),
        ("2026-11-22 25:00", '"25:00" is not a time: there is no hour 25', ""),
        ("2026-02-30 10:00", '"2026-02-30" is not a date: February 2026 has 28 days', ""),
        ("20260230T1000Z", '"20260230T1000Z" is not in the calendar', ""),
        ("2026-02-30T10:00", '"2026-02-30T10:00" is not in the calendar', ""),
        ("0001-01-01 00:00+01:00", '"0001-01-01 00:00+01:00" is not in the calendar', ""),
        ("9999-12-31T23:59:59", '"9999-12-31T23:59:59" is not in the calendar', ""),
        (
            "2026-03-08 02:30",
            '"2026-03-08 02:30" does not exist in America/New_York: the clocks go forward over it',
            "2026-03-08 03:30",
        ),
    ],
)
def test_what_is_no_time_is_said_with_what_to_write(written: str, words: str, fix: str) -> None:
    read = read_instant(written, NEW_YORK)
    assert isinstance(read, Misread)
    assert (read.words, read.fix) == (words, fix)
    assert read.hint


@given(st.text("0123456789-: TZ+", max_size=25))
def test_whatever_is_written_is_a_time_or_said_to_be_none(written: str) -> None:
    assert isinstance(read_instant(written, NEW_YORK), datetime | Misread)
