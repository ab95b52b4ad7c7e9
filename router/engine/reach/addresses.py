"""When conditions on one address of a message can never hold together."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    OnDuty,
    SenderIdIs,
)
from router.engine.reach.literals import Literal
from router.engine.reach.texts import LONG_AGO
from router.engine.regexes.tree import insists_on_nothing


def address_clash(known: Sequence[Literal], new: Literal) -> tuple[Literal, ...]:
    """The conditions that no address meets at once, the new one among them; () if there is none.

    All are on the same side. Exact when one of them names addresses or a rota.
    """
    if impossible([new]):
        return (new,)
    for literal in known:
        opposite = literal.atom == new.atom and literal.holds is not new.holds
        if opposite or impossible([literal, new]):
            return (literal, new)
    together = [*known, new]
    return tuple(together) if len(known) > 1 and impossible(together) else ()


def impossible(literals: Sequence[Literal]) -> bool:
    """Whether it is certain that no address meets all of them."""
    named = [who for literal in literals if (who := _who(literal)) is not None]
    if not named:
        return len(literals) <= 2 and _opposed(literals[0], literals[-1])
    left = reduce(frozenset.intersection, named)
    tests = []
    for literal in literals:
        match literal.atom:
            case AddressIs(_, addresses) if not literal.holds:
                left -= addresses
            case AddressStarts() | AddressMatches() | SenderIdIs():
                tests.append(literal)
    return not any(all(meets(literal, address) for literal in tests) for address in left)


def meets(literal: Literal, address: Address, at: datetime = LONG_AGO) -> bool:
    """Whether a message from and to this address, at this moment, meets a condition on either."""
    facts = Facts(InboundMessage("", address, address, "", at))
    return literal.atom.test(facts) is literal.holds


def ever_on_duty(atom: OnDuty) -> frozenset[Address]:
    """Everybody who ever has duty."""
    return frozenset(person.address for person in atom.rota.people)


def _who(literal: Literal) -> frozenset[Address] | None:
    """Whom alone a condition allows; None when that is no list."""
    match literal:
        case Literal(AddressIs(_, addresses), True):
            return addresses
        case Literal(OnDuty() as atom, True):
            return ever_on_duty(atom)
        case _:
            return None


def _opposed(one: Literal, other: Literal) -> bool:
    """Whether two conditions, or one and itself, without a list of addresses exclude each other."""
    if one.holds and other.holds:
        return _excludes(one.atom, other.atom)
    if one.holds:
        return _implies(one.atom, other.atom)
    if other.holds:
        return _implies(other.atom, one.atom)
    return any(
        isinstance(literal.atom, AddressMatches) and insists_on_nothing(literal.atom.pattern)
        for literal in (one, other)
    )


def _excludes(one: object, other: object) -> bool:
    match one, other:
        case AddressStarts(_, prefix), AddressStarts(_, second):
            return not (prefix.startswith(second) or second.startswith(prefix))
        case SenderIdIs(_, sender_id), SenderIdIs(_, second):
            return sender_id.folded != second.folded
        case (AddressStarts(), SenderIdIs()) | (SenderIdIs(), AddressStarts()):
            return True
        case _:
            return False


def _implies(known: object, other: object) -> bool:
    match known, other:
        case AddressStarts(_, prefix), AddressStarts(_, second):
            return prefix.startswith(second)
        case SenderIdIs(_, sender_id), SenderIdIs(_, second):
            return sender_id.folded == second.folded
        case _:
            return False
