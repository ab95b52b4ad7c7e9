"""Conditions on from and to: when each holds, and the clause that says why or why not."""

from datetime import timedelta

from router.core.address import Address
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    AnyOf,
    OnDuty,
    SenderIdIs,
    Side,
)
from router.engine.phrases import phrase
from tests.unit.engine.samples import (
    AMAZON,
    ANN,
    BOB,
    DESK,
    NOON,
    ON_CALL,
    STRANGER,
    facts,
    pattern,
)

NEXT_DAY = NOON + timedelta(days=1)
STAFF = AddressIs(Side.FROM, frozenset({ANN, BOB}), "ann or the list staff")


def test_an_address_is_one_of_several() -> None:
    assert STAFF.test(facts("hi", BOB))
    assert not STAFF.test(facts("hi", STRANGER))
    assert AddressIs(Side.TO, frozenset({DESK}), "the desk").test(facts("hi"))
    assert not AddressIs(Side.TO, frozenset({STRANGER}), "x").test(facts("hi"))


def test_an_address_condition_says_who_it_was_and_who_it_should_be() -> None:
    assert STAFF.why(facts("hi", ANN)) == "from +15550001111 is ann or the list staff"
    assert STAFF.why(facts("hi")) == "from +15551230000 is not ann or the list staff"
    assert STAFF.why(facts("hi", AMAZON)) == "from “AMAZON” is not ann or the list staff"


def test_a_prefix_takes_the_numbers_that_start_with_it() -> None:
    prefix = AddressStarts(Side.FROM, "+1555")
    assert prefix.test(facts("hi"))
    assert not prefix.test(facts("hi", Address("+44555000111")))
    assert not prefix.test(facts("hi", Address("1555")))
    assert prefix.why(facts("hi")) == "from +15551230000 is a number that starts with +1555"
    assert prefix.why(facts("hi", Address("72975"))) == (
        "from 72975 is not a number that starts with +1555"
    )


def test_a_regex_sees_the_normal_form() -> None:
    regex = AddressMatches(Side.TO, pattern(r"^\+1555.*21$"))
    assert regex.test(facts("hi"))
    assert not regex.test(facts("hi", to=Address("15557654321")))
    assert regex.why(facts("hi")) == r"to +15557654321 is a match for the regex “^\+1555.*21$”"
    assert regex.why(facts("hi", to=ANN)) == (
        r"to +15550001111 is not a match for the regex “^\+1555.*21$”"
    )


def test_a_sender_id_is_compared_without_case() -> None:
    shop = SenderIdIs(Side.FROM, phrase("Amazon"))
    assert shop.test(facts("hi", AMAZON))
    assert not shop.test(facts("hi", Address("AMAZONAS")))
    assert shop.why(facts("hi", AMAZON)) == "from “AMAZON” is the sender id “Amazon”"
    assert shop.why(facts("hi", ANN)) == "from +15550001111 is not the sender id “Amazon”"


def test_digits_are_never_a_sender_id() -> None:
    assert not SenderIdIs(Side.FROM, phrase("72975")).test(facts("hi", Address("72975")))


def test_a_sender_id_cannot_steer_a_terminal() -> None:
    assert STAFF.why(facts("hi", Address("\x1b[2J"))) == "from “·[2J” is not ann or the list staff"


def test_whoever_is_on_duty_is_so_when_the_message_comes() -> None:
    on_duty = OnDuty(Side.FROM, ON_CALL)
    assert on_duty.test(facts("hi", ANN, at=NOON))
    assert not on_duty.test(facts("hi", BOB, at=NOON))
    assert on_duty.test(facts("hi", BOB, at=NEXT_DAY))
    assert not on_duty.test(facts("hi", ANN, at=NEXT_DAY))
    assert OnDuty(Side.TO, ON_CALL).test(facts("hi", to=ANN))


def test_a_rota_condition_says_who_is_on_duty() -> None:
    on_duty = OnDuty(Side.FROM, ON_CALL)
    assert on_duty.why(facts("hi", ANN)) == (
        "from +15550001111 is ann, who is on duty in “on-call”"
    )
    assert on_duty.why(facts("hi", at=NEXT_DAY)) == (
        "from +15551230000 is not +15550002222, who is on duty in “on-call”"
    )


def test_a_rota_among_other_addresses_is_named_as_such() -> None:
    either = AnyOf((STAFF, OnDuty(Side.FROM, ON_CALL)))
    assert either.why(facts("hi")) == (
        "from +15551230000 is not ann or the list staff or whoever is on duty in “on-call”"
    )
