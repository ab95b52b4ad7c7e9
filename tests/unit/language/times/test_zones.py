"""Time zones by their names."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.times.misread import Misread
from router.language.times.towns import NAMES_FOR, ZONE_OF
from router.language.times.zones import WITHOUT_SUMMER_TIME, read_zone

ZONES = available_timezones() - {"localtime", "Factory"}


@given(st.sampled_from(sorted(ZONES)))
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
        ("Boston", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("München", "Europe/Berlin"),
        ("New York, USA", "America/New_York"),
        ("London, UK", "Europe/London"),
        ("Springfield, Illinois", ""),
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


def test_no_two_zones_claim_one_name() -> None:
    assert all(name == "-".join(name.casefold().split()) and name for name in ZONE_OF)
    assert len(ZONE_OF) == sum(len(names.split(",")) for names in NAMES_FOR.values())


def test_a_name_that_the_database_has_means_the_same_clock() -> None:
    """Such as US/Eastern: `eastern` is offered by the name that is in use today."""
    for name in ZONES:
        meant = ZONE_OF.get(name.rpartition("/")[2].casefold().replace("_", "-"))
        if "/" not in name or not meant:
            continue
        for month in (1, 7):
            noon = datetime(2026, month, 1, 12, tzinfo=UTC)
            shown = {noon.astimezone(ZoneInfo(zone)).utcoffset() for zone in (name, meant)}
            assert len(shown) == 1, name


def test_every_zone_that_is_offered_exists() -> None:
    assert set(ZONE_OF.values()) <= ZONES
    for name, meant in WITHOUT_SUMMER_TIME.items():
        assert isinstance(read_zone(name), ZoneInfo)
        assert isinstance(read_zone(meant), ZoneInfo)


@pytest.mark.parametrize("name", ["localtime", "Localtime", "local", "Factory", "posixrules"])
def test_a_name_that_means_what_the_machine_is_set_to_is_no_zone(name: str) -> None:
    read = read_zone(name)
    assert isinstance(read, Misread)
    assert read.words == f'"{name}" is no place\'s zone: it depends on the machine'
    assert "America/New_York" in read.hint
    assert not read.fix


@pytest.mark.parametrize("name", ["posix/Europe/London", "right/Europe/London"])
def test_a_copy_of_a_zone_is_mended_to_the_zone(name: str) -> None:
    read = read_zone(name)
    assert isinstance(read, Misread)
    assert read.fix == "Europe/London"


def test_a_folder_of_copies_without_such_a_zone_is_an_unknown_zone() -> None:
    read = read_zone("right/Moon/Crater")
    assert isinstance(read, Misread)
    assert read.words.endswith("is not a time zone")
