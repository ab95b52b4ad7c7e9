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
        ("15550002222", "+15550002222"),
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


@pytest.mark.parametrize("country", ["", "US", "GB"])
def test_digits_as_plivo_writes_them_are_a_number(country: str) -> None:
    assert sender("447700900123", country) == "+447700900123"
    assert recipient(" 447700900123 ", Settings(country=country)) == "+447700900123"


@pytest.mark.parametrize("typed", ["5551234567", "0015551234567", "1555123456789012"])
def test_digits_that_may_be_another_number_are_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"^--to: .*(write|digits)"):
        recipient(typed, Settings())


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("555 123 4567", "or name your country in the settings: country: US"),
        ("+15551234567, +15551234568", "an option takes one number"),
        ("+1555123456789012", "a number has at most 15 digits; an option takes one number"),
    ],
)
def test_the_advice_is_one_for_a_command_line(typed: str, advice: str) -> None:
    with pytest.raises(UsageError) as refused:
        sender(typed)
    assert str(refused.value).endswith(advice)


def test_a_sender_id_cannot_be_texted() -> None:
    with pytest.raises(UsageError, match=r"^--to: "):
        recipient("AMAZON", Settings())
    assert recipient("ann", Settings()) == "+15550001111"


def test_a_time_is_local_or_an_instant() -> None:
    local = datetime(2026, 11, 22, 22, 5, tzinfo=UTC)
    assert read_moment("2026-11-22 17:05", NEW_YORK) == local
    assert read_moment("2026-11-22T22:05Z", NEW_YORK) == local


def test_what_is_no_time_is_refused_with_what_to_write() -> None:
    with pytest.raises(UsageError, match=r"^--at: .* has no time of day: write 2026-11-22 10:00$"):
        read_moment("2026-11-22", UTC)


def test_send_goes_to_the_public_url_else_to_where_the_settings_listen() -> None:
    assert default_url(Settings()) == "http://127.0.0.1:8080"
    assert default_url(Settings(listen=Endpoint("0.0.0.0", 90))) == "http://127.0.0.1:90"
    assert default_url(Settings(listen=Endpoint("::", 90))) == "http://[::1]:90"
    assert default_url(Settings(public_url="https://a.example.org")) == "https://a.example.org"
