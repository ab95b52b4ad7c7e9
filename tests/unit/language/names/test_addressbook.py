"""Who the names of a set stand for."""

import pytest

from router.core.actions import NumberTarget
from router.core.address import Address
from router.language.names.addressbook import Found, Many, One, Prefix, Unclear, Unknown
from router.language.numbers import NumberProblem
from router.language.whole import unread_parts
from tests.unit.language.rulefiles import address, whole

BOOK = """
    people: {ann: +1 555 000 1111, odd: 12}
    lists: {staff: [ann, carl, 72975], 24: [72975]}
    """


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ann", One(NumberTarget(address("+15550001111"), "ann"))),
        ("+1 555 000 1111", One(NumberTarget(address("+15550001111")))),
        ("72975", One(NumberTarget(Address("72975")))),
        ("staff", Many("staff")),
        ("24", Many("24")),
        ("odd", Unclear()),
        ("half-read", Unclear()),
        ("Ann", Unknown("Ann")),
        ("ann*", Unknown("ann*")),
        ("+1 555*", Prefix("+1 555*", "+1555")),
        ("1555*", Prefix("1555*", "")),
    ],
)
def test_a_value_is_a_name_before_it_is_a_number(written: str, found: Found) -> None:
    book = whole(BOOK, unread=unread_parts([], ["half-read"])).book
    assert book.find(written, "") == found


def test_other_numbers_have_a_problem() -> None:
    assert isinstance(whole(BOOK).book.find("+1 555", ""), NumberProblem)


def test_a_number_that_an_unknown_country_spoils_is_unclear() -> None:
    book = whole(BOOK).book
    assert book.find("555 000 1111", "XX") == Unclear()
    assert book.find("+1 555 000 1111", "XX") == One(NumberTarget(address("+15550001111")))


def test_members_are_in_order_once_and_leave_out_what_means_nobody() -> None:
    text = "lists: {all: [72976, staff, +15550001111, all, odd], again: [all, all]}"
    book = whole(BOOK, text).book
    expected = (
        NumberTarget(Address("72976")),
        NumberTarget(address("+15550001111"), "ann"),
        NumberTarget(Address("72975")),
    )
    assert book.members("all").targets == expected
    assert book.members("all").addresses == {target.address for target in expected}
    assert book.members("again").targets == expected


def test_a_list_is_clear_when_all_its_values_can_be_read() -> None:
    book = whole(BOOK, "lists: {fine: [24, ann], odd-too: [24, staff]}").book
    assert book.members("fine").clear
    assert not book.members("odd-too").clear


def test_several_values_stand_for_everybody_they_name() -> None:
    text = "lists: {x: [24, nobody, +15550002222]}"
    together = whole(BOOK, text)
    values = together.book.lists["x"].written.members
    assert together.book.targets(values, "") == (
        NumberTarget(Address("72975")),
        NumberTarget(Address("+15550002222")),
    )
    assert together.book.targets(values[1:2], "") == ()


def test_names_are_those_of_people_and_lists() -> None:
    assert whole(BOOK).book.names() == ("ann", "odd", "staff", "24")
