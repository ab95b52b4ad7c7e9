from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from router.app.settings import Endpoint, Settings
from router.cli.message import default_url, read_moment, read_recipient, read_sender
from router.core.address import Address
from router.core.errors import UsageError

NEW_YORK = ZoneInfo("America/New_York")
ANN = Address("+15550001111")
NAMES = {ANN: "ann"}


def sender(text: str | None, country: str = "") -> str:
    return read_sender(text, Settings(country=country), NAMES).value


def recipient(text: str | None, settings: Settings) -> str:
    return read_recipient(text, settings, NAMES).value


def test_without_numbers_two_examples_text_each_other() -> None:
    assert sender(None) == "+15551230000"
    assert recipient(None, Settings()) == "+15557654321"


def test_the_accounts_first_number_is_the_one_texted() -> None:
    own = Settings(numbers=(Address("+15550009999"), Address("+15550008888")))
    assert recipient(None, own) == "+15550009999"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+1 555 000 2222", "+15550002222"),
        ("72975", "72975"),
        ("AMAZON", "AMAZON"),
        ("Ann", "+15550001111"),
    ],
)
def test_a_sender_is_a_number_a_short_code_a_name_or_a_sender_id(typed: str, read: str) -> None:
    assert sender(typed) == read


def test_a_national_number_is_read_by_the_settings_country() -> None:
    assert sender("020 7946 0018", country="GB") == "+442079460018"


@pytest.mark.parametrize("typed", ["", "+1555FLOWERS", "555 123 4567", "a name that is too long"])
def test_what_is_none_of_these_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(UsageError, match=r"^--from: .*write"):
        sender(typed)


def test_a_sender_id_cannot_be_texted() -> None:
    with pytest.raises(UsageError, match=r"^--to: "):
        recipient("AMAZON", Settings())
    assert recipient("ann", Settings()) == "+15550001111"


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-11-22 17:05", "2026-11-22T22:05+00:00"),
        ("2026-11-22T17:05:30", "2026-11-22T22:05:30+00:00"),
        ("2026-11-22T17:05Z", "2026-11-22T17:05+00:00"),
        ("2026-11-22t17:05z", "2026-11-22T17:05+00:00"),
        ("2026-11-22 17:05 +01:00", "2026-11-22T16:05+00:00"),
        ("2026-11-22T17:05-0500", "2026-11-22T22:05+00:00"),
        ("2026-11-01 01:30", "2026-11-01T05:30+00:00"),
    ],
)
def test_a_time_is_local_or_an_instant(typed: str, instant: str) -> None:
    moment = read_moment(typed, NEW_YORK)
    assert moment == datetime.fromisoformat(instant)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "17:05", "2026-11-22", "22.11.2026 17:05", "2026-11-22 5pm"]
)
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageError, match=r"is not a time: write it as 2026-11-22 17:05"):
        read_moment(typed, UTC)


@pytest.mark.parametrize(
    "typed", ["2026-02-30 10:00", "2026-11-22 25:00", "0001-01-01 00:00+01:00"]
)
def test_a_time_outside_the_calendar_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"is not in the calendar"):
        read_moment(typed, UTC)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(UsageError, match=r"does not exist in America/New_York.*write 03:30"):
        read_moment("2026-03-08 02:30", NEW_YORK)


def test_send_goes_to_the_public_url_else_to_where_the_settings_listen() -> None:
    assert default_url(Settings()) == "http://127.0.0.1:8080"
    assert default_url(Settings(listen=Endpoint("0.0.0.0", 90))) == "http://127.0.0.1:90"
    assert default_url(Settings(listen=Endpoint("::", 90))) == "http://[::1]:90"
    assert default_url(Settings(public_url="https://a.example.org")) == "https://a.example.org"
