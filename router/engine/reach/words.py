"""Why conditions never hold together, as one clause."""

from collections.abc import Callable, Sequence
from typing import Final, assert_never

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
from router.engine.phrases import Phrase, noun
from router.engine.reach.literals import Literal
from router.engine.schedule import Schedule
from router.engine.wording import counted, listed, quoted


def never_together(literals: Sequence[Literal]) -> str:
    """`no text is “hours” and starts with the word “open”`."""
    predicates = list(dict.fromkeys(map(predicate, literals)))
    return f"no text {listed(predicates, 'and')}"


def predicate(literal: Literal) -> str:  # noqa: PLR0911, PLR0912  (one a kind)
    """What a text does or is that meets a condition: `comes from ann`, `is not “hours”`."""
    atom, says = literal.atom, _says(literal.holds)
    match atom:
        case Everything() | All() | AnyOf() | Not():
            return "meets a condition that excludes every text"
        case Otherwise():
            return f"comes when {'no' if literal.holds else 'an'} earlier rule has fired"
        case AddressIs() if not atom.addresses:
            return says("comes", f"{atom.side.value} {atom.words}, which is empty")
        case AddressIs() | AddressStarts() | AddressMatches() | SenderIdIs() | OnDuty():
            return says("comes", f"{atom.side.value} {atom.named()}")
        case TextIs(phrases):
            return says("is", _quotes(phrases))
        case HasKeyword(phrases):
            return says("starts", f"with the {_words(phrases)}")
        case TextStarts(phrases):
            return says("starts", f"with {_quotes(phrases)}")
        case TextEnds(phrases):
            return says("ends", f"with {_quotes(phrases)}")
        case TextContains(phrases):
            return says("contains", _quotes(phrases))
        case HasWord(phrases):
            return says("has", f"the {_words(phrases)}")
        case LengthBetween(minimum, maximum):
            return says("has", _length(minimum, maximum))
        case TextMatches(pattern):
            return says("matches", f"the regex {quoted(pattern.source)}")
        case During(schedules) | Outside(schedules):
            inside = isinstance(atom, During) is literal.holds
            return f"comes {'during' if inside else 'outside'} {_names(schedules)}"
        case _:
            assert_never(atom)


_BASE_FORMS: Final = {
    "comes": "come",
    "starts": "start",
    "ends": "end",
    "contains": "contain",
    "has": "have",
    "matches": "match",
}


def _says(holds: bool) -> Callable[[str, str], str]:
    """Puts a verb and the rest together, turned around when the condition is not to hold."""

    def says(verb: str, rest: str) -> str:
        if holds:
            return f"{verb} {rest}"
        return f"is not {rest}" if verb == "is" else f"does not {_BASE_FORMS[verb]} {rest}"

    return says


def _quotes(phrases: Sequence[Phrase]) -> str:
    return listed([quoted(wanted.written) for wanted in phrases])


def _words(phrases: Sequence[Phrase]) -> str:
    return f"{noun(phrases)} {_quotes(phrases)}"


def _names(schedules: Sequence[Schedule]) -> str:
    return listed([quoted(schedule.name) for schedule in schedules])


def _length(minimum: int | None, maximum: int | None) -> str:
    if maximum is None:
        return f"at least {counted(minimum or 0, 'character')}"
    if minimum is None:
        return f"at most {counted(maximum, 'character')}"
    return f"{minimum} to {counted(maximum, 'character')}"
