"""Numbers as people write them."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.core.address import Address, from_wire
from router.language.numbers import (
    NumberProblem,
    country_code,
    country_of,
    grouped,
    has_usual_length,
    known_countries,
    looks_like_number,
    read_number,
)


def problem(text: str, country: str = "") -> NumberProblem:
    read = read_number(text, country)
    assert isinstance(read, NumberProblem), f"{text!r} was read as {read}"
    return read


@pytest.mark.parametrize(
    "written",
    ["+15551234567", "+1 555 123 4567", "+1 (555) 123-4567", "+1.555.123.4567", "+1-555-1234567"],
)
def test_a_number_has_a_plus_and_digits_with_separators_between(written: str) -> None:
    assert read_number(written) == Address("+15551234567")


@pytest.mark.parametrize(
    ("digits", "right"),
    [("123456", False), ("1234567", True), ("123456789012345", True), ("1234567890123456", False)],
)
def test_a_number_has_seven_to_fifteen_digits(digits: str, right: bool) -> None:
    assert isinstance(read_number("+" + digits), Address) is right


@pytest.mark.parametrize("written", ["729", "72975", "729755"])
def test_three_to_six_digits_alone_are_a_short_code(written: str) -> None:
    assert read_number(written) == Address(written)
    assert read_number(written, "US") == Address(written)


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("(555) 123-4567", "US", "+15551234567"),
        ("1 555 123 4567", "US", "+15551234567"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("447700900123", "GB", "+447700900123"),
        ("030 123456", "de", "+4930123456"),
        ("06 1234567", "IT", "+39061234567"),
        ("71 23 45", "AD", "+376712345"),
        ("+44 20 7946 0000", "US", "+442079460000"),
    ],
)
def test_a_country_reads_its_national_numbers(written: str, country: str, number: str) -> None:
    assert read_number(written, country) == Address(number)


@pytest.mark.parametrize(
    ("written", "country", "words"),
    [
        ("555 1234", "US", "has no area code"),
        ("555 12", "US", "is too short"),
        ("555 123 4567 8901", "US", "is too long"),
        ("1 2", "US", "is no number of the country US"),
        ("020 7946 00000000000", "GB", "is too long"),
        ("(0) 5", "US", "is no number"),
        ("5551234567", "XX", 'no country is called "XX"'),
        ("12345678", "LI", "too few or too many digits"),
    ],
)
def test_a_national_number_has_the_length_of_its_country(
    written: str, country: str, words: str
) -> None:
    assert words in problem(written, country).words


def test_a_short_code_in_groups_is_shown_as_digits_alone_in_any_country() -> None:
    assert "write 72975" in problem("72 975").hint
    assert problem("72 975", "GB").hint.endswith("a short code is digits alone: 72975")
    assert "short code" not in problem("020 7946 00001", "GB").hint


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "there is no number here"),
        ("()", "has no digits"),
        ("+", "has no digits"),
        ("12", "too short"),
        ("12-345", "a short code has digits alone"),
        ("+123456", "too short"),
        ("+1234567890123456", "has 16 digits"),
        ("1234567890123456", "has 16 digits"),
        ("+0 555 123 4567", "no country code begins with 0"),
        ("1-800-FLOWERS", "has letters"),
        ("ann", "is no number"),
        ("+1 555 123 4567, +1 555 123 4568", "more than one number"),
        ("+1 555 123 4567 +1 555 123 4568", "more than one number"),
        ("++15551234567", "a wide or second +"),
        ("+1 555\u00a0123 4567", "a no-break or other special space"),
        ("+1\t5551234567", "a tab"),
        ("+1\u2013555\u2013123\u20134567", "a long dash"),
        ("+1\u200b5551234567", "an invisible character"),
        ("+\u0661\u0665\u0665\u0665\u0661\u0662\u0663\u0664", "digits of another script"),
        ("\uff0b15551234567", "a wide or second +"),
        ("+1#5551234567", 'has "#" in it'),
    ],
)
def test_what_is_no_number_is_explained(written: str, words: str) -> None:
    assert words in problem(written).words


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("0044 20 7946 0000", "+44 20 7946 0000"),
        ("00", ""),
        ("+44 (0)20 7946 0000", "+44 20 7946 0000"),
        ("+44 (0) 20", ""),
        ("15551234567", "+15551234567"),
        ("5551234567", ""),
        ("\uff0b15551234567", "+15551234567"),
        ("+1 555\u00a0123\u20134567", "+1 555 123-4567"),
        ("+1\u200b5551234567", "+15551234567"),
        ("+\u0661\u0665\u0665\u0665\u0661\u0662\u0663\u0664", "+15551234"),
        ("+1#5551234567", ""),
        ("\u2013", ""),
    ],
)
def test_a_number_that_can_be_mended_comes_mended(written: str, fix: str) -> None:
    assert problem(written).fix == fix


def test_ten_digits_without_a_country_get_the_north_american_form_offered() -> None:
    hint = problem("555 123 4567").hint
    assert "+1 555 123 4567" in hint
    assert "country: US" in hint


def test_other_numbers_without_a_plus_are_told_of_the_country_code() -> None:
    assert "write + and the country code" in problem("447700900123").hint


@given(st.text(max_size=30), st.sampled_from(["", "US", "GB", "XX"]))
@example("\ud800", "")
@example("+" + "9" * 5000, "US")
@example("9" * 300, "US")
@example("\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2", "")
def test_any_text_is_an_address_in_normal_form_or_a_problem_in_words(
    text: str, country: str
) -> None:
    read = read_number(text, country)
    if isinstance(read, Address):
        assert from_wire(read.value) == read
    else:
        assert read.words
        assert read.hint
        assert len(read.words) <= 100
        if read.fix:
            assert isinstance(read_number(read.fix, country), Address)


@given(st.text("0123456789 .()-+", max_size=24), st.sampled_from(["", "US", "AD"]))
def test_nothing_made_of_a_numbers_characters_raises(text: str, country: str) -> None:
    read = read_number(text, country)
    if isinstance(read, Address):
        assert from_wire(read.value) == read


@pytest.mark.parametrize("written", ["+1 call me", "1-800-FLOWERS", "(555) CALL", "+ann", "12"])
def test_what_begins_like_a_number_is_meant_as_one(written: str) -> None:
    assert looks_like_number(written)


@pytest.mark.parametrize("written", ["ann", "dr-lee", "room 12", "3rd floor", "front desk 2"])
def test_what_has_letters_is_meant_as_a_name(written: str) -> None:
    assert not looks_like_number(written)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+15557654321", "+1 555 765 4321"),
        ("+442079460000", "+44 20 7946 0000"),
        ("+33123456789", "+33 1 23 45 67 89"),
        ("+5491123456789", "+54 9 11 2345 6789"),
        ("+999123456", "+999123456"),
        ("+12345678", "+1 2345678"),
        ("72975", "72975"),
        ("AMAZON", "AMAZON"),
    ],
)
def test_numbers_are_grouped_as_their_country_does(value: str, shown: str) -> None:
    assert grouped(Address(value)) == shown


@given(st.text("0123456789", min_size=7, max_size=15).filter(lambda digits: digits[0] != "0"))
def test_a_grouped_number_is_read_as_the_same_number(digits: str) -> None:
    address = Address("+" + digits)
    assert read_number(grouped(address)) == address


def test_a_country_is_known_by_its_two_letters_in_any_case() -> None:
    assert country_code("us") == "US"
    assert country_code("UK") is None
    assert {"US", "GB", "DE"} <= known_countries()


@pytest.mark.parametrize(
    ("value", "country"),
    [
        ("+442079460000", "GB"),
        ("+14165550123", "CA"),
        ("+15551234567", "US"),  # no such area code: the country that the code belongs to first
        ("+80012345678", ""),  # freephone of no country
        ("+999123456", ""),
        ("72975", ""),
        ("AMAZON", ""),
    ],
)
def test_a_number_tells_its_country(value: str, country: str) -> None:
    assert country_of(Address(value)) == country


@pytest.mark.parametrize(
    ("value", "usual"),
    [
        ("+15551234567", True),
        ("+1555123", False),
        ("+155512345678", False),
        ("+447700900123", True),
        ("+999123456", True),  # nobody knows how long these are
        ("72975", True),
    ],
)
def test_a_number_of_another_length_than_its_countrys_is_known(value: str, usual: bool) -> None:
    assert has_usual_length(Address(value)) is usual


def test_the_number_plans_are_loaded_only_for_a_country() -> None:
    code = (
        "import sys; from router.language.numbers import read_number as read;"
        "read('+15551234567'); assert 'phonenumbers' not in sys.modules;"
        "read('555 123 4567', 'US'); assert 'phonenumbers' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
