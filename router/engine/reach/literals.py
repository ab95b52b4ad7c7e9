"""Conditions taken apart: what must hold, and what must not, down to single tests.

A `Literal` is a condition that is asked to hold or not to hold. `alternatives` takes one that is
made of others apart by the laws of all, any and not; what it leaves are single tests.
"""

from collections.abc import Iterable
from typing import NamedTuple, assert_never

from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    All,
    AnyOf,
    During,
    Everything,
    HasKeyword,
    HasWord,
    LengthBetween,
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    SenderIdIs,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)

PhraseMatcher = TextIs | HasKeyword | TextStarts | TextEnds | TextContains | HasWord
"""A condition that compares the text with phrases; as a single test, with one."""


class Literal(NamedTuple):
    """A condition that is to hold, or not to.

    `order` is the place in the pipeline of the rule that asks: `otherwise` means another thing
    in each rule, and nothing else does.
    """

    atom: Matcher
    holds: bool = True
    order: int = 0


Alternatives = tuple[tuple[Literal, ...], ...]
"""Several ways out, each with everything it asks for; none at all when nothing can help."""


def alternatives(  # noqa: PLR0911  (one return a kind)
    literal: Literal,
) -> Alternatives | None:
    """The ways in which a condition made of others comes true; None for a single test."""
    match literal.atom:
        case AddressIs() | AddressStarts() | AddressMatches() | SenderIdIs() | OnDuty():
            return None
        case Everything():
            return ((),) if literal.holds else ()
        case All(parts):
            return _joined(parts, literal, together=literal.holds)
        case AnyOf(parts):
            return _joined(parts, literal, together=not literal.holds)
        case Not(part):
            return ((Literal(part, not literal.holds, literal.order),),)
        case Outside(schedules):
            return ((Literal(During(schedules), not literal.holds),),)
        case During(schedules):
            if len(schedules) == 1:
                return None
            parts = tuple(During((one,)) for one in schedules)
            return _joined(parts, literal, together=not literal.holds)
        case TextIs() | HasKeyword() | TextStarts() | TextEnds() | TextContains() | HasWord():
            return _one_phrase_each(literal.atom, literal)
        case LengthBetween(minimum, maximum):
            return None if literal.holds else _other_lengths(minimum, maximum)
        case Otherwise() | TextMatches():
            return None
        case _:
            assert_never(literal.atom)


def _joined(parts: Iterable[Matcher], literal: Literal, together: bool) -> Alternatives:
    literals = tuple(Literal(part, literal.holds, literal.order) for part in parts)
    return (literals,) if together else tuple((one,) for one in literals)


def _one_phrase_each(atom: PhraseMatcher, literal: Literal) -> Alternatives | None:
    # That none of many phrases is met is as good a test as that one is not.
    if len(atom.phrases) == 1 or not literal.holds:
        return None
    return _joined(one_phrase_each(atom), literal, together=False)


def one_phrase_each(atom: PhraseMatcher) -> tuple[PhraseMatcher, ...]:
    """The same test of each phrase alone; one of them holds when this one does."""
    kind = type(atom)
    return tuple(kind((wanted,)) for wanted in atom.phrases)


def _other_lengths(minimum: int | None, maximum: int | None) -> Alternatives:
    shorter = () if minimum is None else ((Literal(LengthBetween(None, minimum - 1)),),)
    longer = () if maximum is None else ((Literal(LengthBetween(maximum + 1, None)),),)
    return shorter + longer
