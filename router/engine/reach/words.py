"""Why conditions never hold together, as one clause."""

from collections.abc import Sequence
from typing import assert_never

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
from router.engine.phrases import quoted_phrases, quoted_words
from router.engine.reach.literals import Literal
from router.engine.schedule import Schedule
from router.engine.wording import counted, denied, listed, quoted


def never_together(literals: Sequence[Literal]) -> str:
    """`no text is “hours” and starts with the word “open”`."""
    predicates = list(dict.fromkeys(map(predicate, literals)))
    return f"no text {listed(predicates, 'and')}"


def predicate(literal: Literal) -> str:  # noqa: PLR0911, PLR0912  (one a kind)
    """What a text does or is that meets a condition: `comes from ann`, `is not “hours”`."""
    atom, says = literal.atom, _affirmed if literal.holds else denied
    match atom:
        case Everything() | All() | AnyOf() | Not():
            return "meets a condition that excludes every text"
        case Otherwise():
            return f"comes when {'no' if literal.holds else 'an'} earlier rule has fired"
        case AddressIs() if not atom.addresses:
            return says(f"comes {atom.side.value} {atom.words}, which is empty")
        case AddressIs() | AddressStarts() | AddressMatches() | SenderIdIs() | OnDuty():
            return says(f"comes {atom.side.value} {atom.named()}")
        case TextIs(phrases):
            return says(f"is {quoted_phrases(phrases)}")
        case HasKeyword(phrases):
            return says(f"starts with {quoted_words(phrases)}")
        case TextStarts(phrases):
            return says(f"starts with {quoted_phrases(phrases)}")
        case TextEnds(phrases):
            return says(f"ends with {quoted_phrases(phrases)}")
        case TextContains(phrases):
            return says(f"contains {quoted_phrases(phrases)}")
        case HasWord(phrases):
            return says(f"has {quoted_words(phrases)}")
        case LengthBetween(minimum, maximum):
            return says(f"has {_length(minimum, maximum)}")
        case TextMatches(pattern):
            return says(f"matches the regex {quoted(pattern.source)}")
        case During(schedules) | Outside(schedules):
            inside = isinstance(atom, During) is literal.holds
            return f"comes {'during' if inside else 'outside'} {_names(schedules)}"
        case _:
            assert_never(atom)


def _affirmed(predicate: str) -> str:
    return predicate


def _names(schedules: Sequence[Schedule]) -> str:
    return listed([quoted(schedule.name) for schedule in schedules])


def _length(minimum: int | None, maximum: int | None) -> str:
    if maximum is None:
        return f"at least {counted(minimum or 0, 'character')}"
    if minimum is None:
        return f"at most {counted(maximum, 'character')}"
    return f"{minimum} to {counted(maximum, 'character')}"
