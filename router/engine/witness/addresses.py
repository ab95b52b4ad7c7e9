"""Addresses that meet the conditions on one side of a message."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, assert_never

from router.core.address import MIN_NUMBER_DIGITS, Address, from_wire
from router.engine.matchers import (
    AddressIs,
    AddressMatcher,
    AddressMatches,
    AddressStarts,
    OnDuty,
    SenderIdIs,
    Side,
)
from router.engine.reach.addresses import meets
from router.engine.reach.literals import Literal
from router.engine.regexes.texts import found_texts

DEFAULT_SENDER: Final = Address("+15551230000")
DEFAULT_RECIPIENT: Final = Address("+15557654321")
"""Who texts whom when the rule does not care."""
_OTHERS: Final = (
    *(Address(f"+1555123000{digit}") for digit in range(1, 10)),
    Address("+442079460000"),
    Address("72975"),
    Address("AMAZON"),
)
MAX_LISTED: Final = 30
"""Of the addresses that a condition names, how many are tried."""
_USUAL_LENGTH: Final = len(DEFAULT_SENDER.value)


def addresses(side: Side, literals: Sequence[Literal], at: datetime) -> Iterator[Address]:
    """Addresses that meet every condition on this side at this moment, the usual ones first."""
    tried = set()
    for address in _suggestions(side, literals, at):
        if address not in tried:
            tried.add(address)
            if all(meets(literal, address, at) for literal in literals):
                yield address


def _suggestions(side: Side, literals: Sequence[Literal], at: datetime) -> Iterator[Address]:
    usual = DEFAULT_SENDER if side is Side.FROM else DEFAULT_RECIPIENT
    yield usual
    for literal in literals:
        if literal.holds and isinstance(literal.atom, AddressMatcher):
            yield from _named(literal.atom, usual, at)
    yield from _OTHERS


def _named(atom: AddressMatcher, usual: Address, at: datetime) -> Iterator[Address]:
    """Addresses that a condition itself speaks of."""
    match atom:
        case AddressIs(_, listed):
            yield from sorted(listed)[:MAX_LISTED]
        case OnDuty(_, rota):
            yield rota.on_duty(at).address
        case AddressStarts(_, prefix):
            for ending in (usual.value[1:], "5551230000", "0000000000", "1234567890"):
                missing = max(_USUAL_LENGTH - len(prefix), 0)
                yield Address(prefix + ending[len(ending) - missing :])
        case SenderIdIs(_, sender_id):
            yield Address(sender_id.written.strip())
        case AddressMatches(_, pattern):
            for text in found_texts(pattern):
                yield from _spelled(text, usual)
        case _:
            assert_never(atom)


def _spelled(text: str, usual: Address) -> Iterator[Address]:
    """Addresses that hold a text: a number if it may be one."""
    whole = from_wire(text)
    digits = text.lstrip("+")
    kept = max(_USUAL_LENGTH - len(text), 0)
    ending, beginning = usual.value[:kept] + text, f"+{digits}{usual.value[1 + len(digits) :]}"
    numbers = [one for one in (whole, from_wire(ending), from_wire(beginning)) if one is not None]
    yield from (
        one for one in numbers if len(one.value) > MIN_NUMBER_DIGITS and one.value[0] == "+"
    )
    yield from numbers[:1]
