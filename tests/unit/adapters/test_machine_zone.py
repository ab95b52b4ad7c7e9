import zoneinfo
from pathlib import Path

import pytest

from router.adapters.machine_zone import country_of_zone, machine_zone


@pytest.fixture
def local_time(tmp_path: Path) -> str:
    """A link as /etc/localtime is one, to the zone of Chicago."""
    zone = tmp_path / "zoneinfo" / "America" / "Chicago"
    zone.parent.mkdir(parents=True)
    zone.touch()
    (tmp_path / "localtime").symlink_to(zone)
    return str(tmp_path / "localtime")


def test_the_link_tells_the_zone(local_time: str) -> None:
    assert machine_zone({}, local_time) == "America/Chicago"


@pytest.mark.parametrize("value", ["Europe/London", ":Europe/London", "right/Europe/London"])
def test_the_variable_comes_before_the_link(local_time: str, value: str) -> None:
    assert machine_zone({"TZ": value}, local_time) == "Europe/London"


@pytest.mark.parametrize(
    "value", ["UTC", "Etc/UTC", "GMT", "EST5EDT,M3.2.0,M11.1.0", "/x", "No/Zone", "Factory"]
)
def test_a_clock_that_belongs_nowhere_says_nothing(local_time: str, value: str) -> None:
    assert machine_zone({"TZ": value}, local_time) == ""


def test_without_a_link_into_the_database_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "localtime").touch()
    assert machine_zone({}, str(tmp_path / "localtime")) == ""
    assert machine_zone({}, str(tmp_path / "missing")) == ""


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("America/Chicago", "US"),
        ("Europe/Oslo", "NO"),
        ("UTC", ""),
        ("", ""),
    ],
)
def test_a_zone_tells_its_country(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


def test_without_the_systems_table_that_of_the_package_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zoneinfo, "TZPATH", ("/nowhere",))
    assert country_of_zone("Asia/Tokyo") == "JP"
