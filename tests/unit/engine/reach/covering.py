"""What one condition takes from another, and which exclude each other, asked of `Search`.

Everything here says yes only when it is certain. To show that one condition covers another is to
show that no message meets the other and not the one: `Search` looks for a way, with the real
tests, and finds none.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from router.engine.matchers import AddressIs, All, Matcher, Not
from router.engine.reach.branches import Search
from router.engine.reach.literals import Literal
from router.engine.reach.words import never_together

MAX_PIECES: Final = 64
"""Ways to meet a condition, and addresses of a list, that are looked at one by one."""


def covers(earlier: Matcher, later: Matcher) -> bool:
    """Whether it is certain that a message which meets `later` has met `earlier`, asked before.

    Exact for addresses, prefixes, lists and tests of phrases, joined in any way; of regexes, it
    is certain only of the same one.
    """
    return _refuted([Literal(later, order=1), Literal(earlier, False)])


def uncovered(earlier: Sequence[Matcher], later: Matcher) -> tuple[Matcher, ...]:
    """What is left of `later` when messages that meet one of the earlier conditions are gone.

    One condition for each way to meet it; a list of addresses is narrowed to those that are left.
    () when it is certain that nothing is.
    """
    denied = [Literal(one, False, order) for order, one in enumerate(earlier)]
    goal = Literal(later, order=len(earlier))
    if _refuted([goal, *denied]):
        return ()
    ways = list(islice(Search().ways([goal]), MAX_PIECES + 1))
    if len(ways) > MAX_PIECES:
        return (later,)
    left = [way for way in ways if not _refuted([*way, *denied])]
    return tuple(_condition([_narrowed(one, way, denied) for one in way]) for way in left)


def contradicts(match: Matcher) -> str | None:
    """Why the conditions of a match never hold together, as a clause; None when they may."""
    search = Search()
    if next(search.ways([Literal(match)]), None) is not None:
        return None
    return never_together(search.clashes[0])


def _refuted(goals: Sequence[Literal]) -> bool:
    return next(Search().ways(goals), None) is None


def _narrowed(literal: Literal, way: Sequence[Literal], denied: Sequence[Literal]) -> Literal:
    """A list of addresses without those that are gone; any other condition as it is."""
    atom = literal.atom
    if not (literal.holds and isinstance(atom, AddressIs)) or len(atom.addresses) > MAX_PIECES:
        return literal
    left = {
        address
        for address in atom.addresses
        if not _refuted([*way, *denied, Literal(replace(atom, addresses=frozenset({address})))])
    }
    return Literal(replace(atom, addresses=frozenset(left)))


def _condition(literals: Sequence[Literal]) -> Matcher:
    parts = tuple(one.atom if one.holds else Not(one.atom) for one in literals)
    return parts[0] if len(parts) == 1 else All(parts)
