"""When one more condition cannot hold beside those that are known to."""

from collections.abc import Sequence

from router.engine.matchers import (
    AddressMatcher,
    During,
    LengthBetween,
    Matcher,
    Otherwise,
    Side,
    TextMatches,
)
from router.engine.reach.addresses import address_clash
from router.engine.reach.lengths import least_length
from router.engine.reach.literals import Literal, PhraseMatcher, one_phrase_each
from router.engine.reach.texts import (
    always_holds,
    core,
    excludes,
    implies,
    never_holds,
    only,
    text_facts,
)
from router.engine.reach.times import time_clash
from router.engine.regexes.tree import insists_on_nothing, shortest

Clash = tuple[Literal, ...]
"""Conditions that never hold together: one that never holds at all, two, or more."""

TextTest = PhraseMatcher | LengthBetween | TextMatches


def clash(known: Sequence[Literal], new: Literal) -> Clash:
    """What of the known conditions excludes the new one, and it; () when nothing does for certain.

    Each is a single test, as `alternatives` leaves them.
    """
    atom = new.atom
    if isinstance(atom, AddressMatcher):
        return address_clash([one for one in known if _is_on(atom.side, one.atom)], new)
    if isinstance(atom, During):
        return time_clash([one for one in known if isinstance(one.atom, During)], new)
    if isinstance(atom, Otherwise):
        return _order_clash(known, new)
    return _text_clash(known, new)


def _is_on(side: Side, atom: Matcher) -> bool:
    return isinstance(atom, AddressMatcher) and atom.side is side


def _order_clash(known: Sequence[Literal], new: Literal) -> Clash:
    """Nothing has fired before some rule, and yet something has before an earlier one."""
    for one in known:
        if isinstance(one.atom, Otherwise) and one.holds is not new.holds:
            nothing, something = (one, new) if one.holds else (new, one)
            if something.order <= nothing.order:
                return (one, new)
    return ()


def _text_clash(known: Sequence[Literal], new: Literal) -> Clash:
    if _never(new):
        return (new,)
    for one in known:
        if isinstance(one.atom, TextTest) and _opposed(one, new):
            return (one, new)
    return ()


def _never(literal: Literal) -> bool:
    """Whether no text meets a condition on it at all."""
    atom = literal.atom
    if isinstance(atom, LengthBetween):
        return atom.maximum is not None and atom.maximum < max(atom.minimum or 0, 0)
    if literal.holds:
        return isinstance(atom, PhraseMatcher) and never_holds(atom)
    if isinstance(atom, TextMatches):
        return insists_on_nothing(atom.pattern)
    return isinstance(atom, PhraseMatcher) and any(map(always_holds, one_phrase_each(atom)))


def _opposed(one: Literal, other: Literal) -> bool:
    """Whether no text meets both conditions on it."""
    if isinstance(one.atom, LengthBetween) and _too_short(one.atom, other):
        return True
    if isinstance(other.atom, LengthBetween):
        return _too_short(other.atom, one)
    if one.holds and other.holds:
        return (
            isinstance(one.atom, PhraseMatcher)
            and isinstance(other.atom, PhraseMatcher)
            and excludes(one.atom, other.atom)
        )
    if not (one.holds or other.holds):
        return False
    known, denied = (one.atom, other.atom) if one.holds else (other.atom, one.atom)
    if isinstance(known, PhraseMatcher) and isinstance(denied, PhraseMatcher):
        return _implies_one(known, denied)
    return isinstance(known, TextMatches) and known == denied


def _too_short(length: LengthBetween, literal: Literal) -> bool:
    """Whether a text of this length cannot meet the other condition."""
    if length.maximum is None:
        return False
    if length.maximum == 0:
        return literal.atom.test(text_facts("")) is not literal.holds
    match literal:
        case Literal(LengthBetween(minimum), _):
            return minimum is not None and minimum > length.maximum
        case Literal(TextMatches(pattern), True):
            return shortest(pattern) > length.maximum
        case Literal(atom, True) if isinstance(atom, PhraseMatcher):
            return least_length(core(atom)) > length.maximum
        case _:
            return False


def _implies_one(known: PhraseMatcher, denied: PhraseMatcher) -> bool:
    """Whether what is known of the text makes certain that it meets one of the denied phrases."""
    folded = only(known).folded
    # A phrase can only follow from one that holds it; asked first, as it is the cheaper.
    return any(core(one) in folded and implies(known, one) for one in one_phrase_each(denied))
