"""Addresses: what a From or To is, and its one normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.address import Address, AddressKind, from_wire


@pytest.mark.parametrize(
    ("posted", "value", "kind"),
    [
        ("15551234567", "+15551234567", AddressKind.NUMBER),
        ("+15551234567", "+15551234567", AddressKind.NUMBER),
        (" 15551234567", "+15551234567", AddressKind.NUMBER),
        ("1234567", "+1234567", AddressKind.NUMBER),
        ("123456789012345", "+123456789012345", AddressKind.NUMBER),
        ("123456", "123456", AddressKind.SHORT_CODE),
        ("72975", "72975", AddressKind.SHORT_CODE),
        ("1234567890123456", "1234567890123456", AddressKind.SENDER_ID),
        ("AMAZON", "AMAZON", AddressKind.SENDER_ID),
        ("٣٤٥٦٧٨٩", "٣٤٥٦٧٨٩", AddressKind.SENDER_ID),
    ],
)
def test_what_plivo_posts_is_read_into_normal_form(
    posted: str, value: str, kind: AddressKind
) -> None:
    address = from_wire(posted)
    assert address == Address(value)
    assert address is not None
    assert address.kind is kind


@pytest.mark.parametrize("posted", ["", "  ", "\t"])
def test_blank_is_no_address(posted: str) -> None:
    assert from_wire(posted) is None


def test_numbers_go_out_without_the_plus() -> None:
    assert Address("+15551234567").wire == "15551234567"
    assert Address("72975").wire == "72975"
    assert str(Address("+15551234567")) == "+15551234567"


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_a_number_survives_the_way_out_and_in_again(digits: str) -> None:
    assert from_wire(Address("+" + digits).wire) == Address("+" + digits)


@pytest.mark.parametrize(
    ("value", "nobodys"),
    [("+15550001111", True), ("+13122223333", False), ("+445550001111", False), ("15550", False)],
)
def test_the_area_code_555_is_nobodys(value: str, nobodys: bool) -> None:
    assert Address(value).is_nobodys is nobodys
