"""Time zones by their names."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.times.misread import Misread
from router.language.times.zones import WITHOUT_SUMMER_TIME, read_zone


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_of_the_database_is_read(name: str) -> None:
    assert read_zone(f" {name} ") == ZoneInfo(name)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("America/NewYork", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("New York", "America/New_York"),
        ("newyork", "America/New_York"),
        ("London", "Europe/London"),
        ("Lodnon", "Europe/London"),
        ("Europa/Berlin", "Europe/Berlin"),
        ("Eastern Time", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("UK", "Europe/London"),
        ("utc", "UTC"),
        ("Moon/Crater", ""),
        ("xyz", ""),
        ("GMT+1", ""),
        ("gmt -05:00", ""),
        ("UTC+2", ""),
        ("+1", ""),
        ("America", ""),
        ("../../etc/passwd", ""),
        ("", ""),
        ("\0", ""),
    ],
)
def test_the_zone_that_is_likely_meant_is_offered(text: str, meant: str) -> None:
    read = read_zone(text)
    assert isinstance(read, Misread)
    assert read.fix == meant
    assert read.words.endswith("is not a time zone")


def test_every_zone_that_is_offered_exists() -> None:
    for name, meant in WITHOUT_SUMMER_TIME.items():
        assert isinstance(read_zone(name), ZoneInfo)
        assert isinstance(read_zone(meant), ZoneInfo)
