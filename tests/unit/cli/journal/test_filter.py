from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from router.app.journal import JournalFilter
from router.app.settings import Settings
from router.cli.journal.filter import FilterOptions, read_filter, read_party
from router.core.address import Address
from router.core.errors import UsageError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SETTINGS = Settings(timezone=ZoneInfo("America/New_York"), country="US")


def read(**typed: str) -> JournalFilter:
    options = FilterOptions(**{"number": None, "rule": None, "since": None, "until": None} | typed)  # type: ignore[arg-type]
    return read_filter(options, SETTINGS, NOW)


def since(text: str) -> str:
    moment = read(since=text).since
    assert moment is not None
    return moment.astimezone(UTC).isoformat()


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("7d", "2026-11-15T12:00:00+00:00"),
        ("2 weeks", "2026-11-08T12:00:00+00:00"),
        ("36H", "2026-11-21T00:00:00+00:00"),
        ("90m", "2026-11-22T10:30:00+00:00"),
        ("2026-11-01", "2026-11-01T04:00:00+00:00"),
        ("2026-11-02 08:00", "2026-11-02T13:00:00+00:00"),
        ("2026-11-02T08:00:30Z", "2026-11-02T08:00:30+00:00"),
    ],
)
def test_since_is_so_long_ago_a_day_or_a_time_in_the_settings_zone(typed: str, moment: str) -> None:
    assert since(typed) == moment


def test_until_a_day_takes_the_whole_day() -> None:
    assert read(until="2026-11-01").until == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert read(until="2026-11-01 10:00").until == datetime(2026, 11, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["last week", "7", "7 d ago", "", "25:00", "2026-13-01"])
def test_what_is_no_time_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(UsageError, match=r"^--since: "):
        read(since=typed)


@pytest.mark.parametrize("typed", ["999999w", "9999-12-31"])
def test_a_time_beyond_the_calendar_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"^--until: .* is out of reach"):
        read(until=typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+1 555 123 0000", "+15551230000"),
        ("72975", "72975"),
        ("AMAZON", "AMAZON"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert read_party(typed, SETTINGS) == Address(read)


CODE = "for a number of your own country write + and the country code in front"


@pytest.mark.parametrize(
    ("typed", "country", "read", "note"),
    [
        (
            "15551230000", "", "+15551230000",
            '"15551230000" has no + and no country is set, so it was read as +15551230000: '
            f"{CODE}, or set country in the settings",
        ),
        (
            " 07700900123", "", "07700900123",
            '"07700900123" has no + and no country is set, so it was looked for as it is: '
            f"{CODE}, or set country in the settings",
        ),
        (
            "5551234", "US", "+5551234",
            f'"5551234" is no number of US, so it was read as +5551234: {CODE}',
        ),
        (
            "15551230000", "DE", "+4915551230000",
            '"15551230000" was read as +4915551230000, as people of DE write it; '
            "where it is copied from Plivo, write +15551230000",
        ),
    ],
)  # fmt: skip
def test_digits_that_may_be_meant_in_another_way_are_read_and_it_is_said_how(
    typed: str, country: str, read: str, note: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_party(typed, Settings(country=country)) == Address(read)
    assert capsys.readouterr() == ("", f"Note: {note}\n")


@pytest.mark.parametrize(
    ("typed", "country"),
    [("15551230000", "US"), ("555 123 0000", "US"), ("07700 900123", "GB"), ("+15551230000", ""),
     ("+15551230000", "DE"), ("72975", ""), ("72975", "US"), ("AMAZON", ""), ("1st Choice", "US")],
)  # fmt: skip
def test_of_a_number_that_is_clear_nothing_is_said(
    typed: str, country: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read_party(typed, Settings(country=country))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("typed", ["+1555FLOWERS", "", "555 123 4567", "+"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"^--number: "):
        read_party(typed, Settings())
