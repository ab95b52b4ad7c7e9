"""A compiled condition as the words a sentence begins with."""

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
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.phrases import noun
from router.engine.regexes.patterns import Pattern
from router.engine.wording import counted_many, denied, quoted_whole
from router.language.numbers import grouped
from router.language.quoting import listed

SPELLED_OUT = 6
"""How many numbers a sentence names before it counts them."""
_THE_LIST = "the list "


def condition(match: Matcher) -> str:
    """What must hold: `When a text starts with the word “hours”`, `For every text`."""
    parts = list(match.parts if isinstance(match, All) else (match,))
    otherwise = Otherwise() in parts
    parts = [part for part in parts if part != Otherwise() and part != Everything()]
    sender, recipient = _take(Side.FROM, parts), _take(Side.TO, parts)
    # "either a or b" comes last: what followed it could be taken for a part of b.
    parts.sort(key=lambda part: isinstance(part, AnyOf))
    text = f"text{sender}{recipient}"
    does = listed([_predicate(part) for part in parts], "and")
    if otherwise:
        about = f" for a {text}{' that ' if does else ''}{does}"
        return "When no earlier rule has fired" + (about if text != "text" or does else "")
    return f"When a {text} {does}" if does else f"For every {text}"


def spoken_count(number: int, noun: str) -> str:
    """`no numbers`, `1 number`, `2,340 numbers`."""
    return counted_many(number, noun) if number else f"no {noun}s"


def _take(side: Side, parts: list[Matcher]) -> str:
    """Take the first condition on this side out of the parts: ` from ann (+1 555 000 1111)`."""
    for part in parts:
        if who := _addresses(part, side):
            parts.remove(part)
            return f" {side.value} {who}"
    return ""


def _addresses(part: Matcher, side: Side) -> str:  # noqa: PLR0911  (one return a kind)
    """Whom a condition that looks at one side alone allows; "" for any other condition."""
    if isinstance(part, AnyOf):
        each = [_addresses(inner, side) for inner in part.parts]
        return listed(each) if all(each) else ""
    match part:
        case AddressIs() if part.side is side:
            return _named(part)
        case AddressStarts(which, prefix) if which is side:
            return f"a number that begins with {prefix}"
        case AddressMatches(which, pattern) if which is side:
            return f"a number that matches {_regex(pattern)}"
        case SenderIdIs(which, sender_id) if which is side:
            return f"the sender id {quoted_whole(sender_id.written)}"
        case OnDuty(which, rota) if which is side:
            return f"whoever is on duty in {rota.name}"
        case _:
            return ""


def _named(part: AddressIs) -> str:
    if part.words.startswith(_THE_LIST):
        return f"{part.words} ({spoken_count(len(part.addresses), 'number')})"
    numbers = [grouped(address) for address in sorted(part.addresses)]
    if len(numbers) == 1 and any(char.isalpha() for char in part.words):
        return f"{part.words} ({numbers[0]})"
    return listed(numbers) if len(numbers) <= SPELLED_OUT else f"one of {len(numbers):,} numbers"


def _predicate(part: Matcher) -> str:  # noqa: PLR0911  (one return a kind)
    """What the text does or is, as a verb in the third person."""
    match part:
        case Everything():
            return "is any text at all"
        case Otherwise():
            return "has fired no earlier rule"
        case (
            AddressIs(side) | AddressStarts(side) | AddressMatches(side)
            | SenderIdIs(side) | OnDuty(side)
        ):  # fmt: skip
            return f"comes {side.value} {_addresses(part, side)}"
        case All(parts):
            return _all(parts)
        case AnyOf(parts):
            return _any(parts)
        case Not(inner):
            return _not(inner)
        case TextIs() | HasKeyword() | TextStarts() | TextEnds() | TextContains() | HasWord():
            return _about_phrases(part)
        case During(schedules):
            return f"comes during {listed([schedule.name for schedule in schedules])}"
        case Outside(schedules):
            return f"comes outside {listed([schedule.name for schedule in schedules])}"
        case LengthBetween(minimum, maximum):
            return f"has {_length(minimum, maximum)}"
        case TextMatches(pattern):
            return f"matches {_regex(pattern)}"
        case _:
            assert_never(part)


def _about_phrases(
    part: TextIs | HasKeyword | TextStarts | TextEnds | TextContains | HasWord,
) -> str:
    quotes = listed([quoted_whole(phrase.written) for phrase in part.phrases])
    match part:
        case TextIs():
            return f"is {quotes}"
        case HasKeyword():
            return f"starts with the {noun(part.phrases)} {quotes}"
        case TextStarts():
            return f"starts with {quotes}"
        case TextEnds():
            return f"ends with {quotes}"
        case TextContains():
            return f"contains {quotes}"
        case HasWord():
            return f"has the {noun(part.phrases)} {quotes}"
        case _:
            assert_never(part)


def _all(parts: Sequence[Matcher]) -> str:
    both = "both" if len(parts) == 2 else "at once"
    return f"{both} {listed([_predicate(part) for part in parts], 'and')}"


def _any(parts: Sequence[Matcher]) -> str:
    for side in Side:
        if who := _addresses(AnyOf(tuple(parts)), side):
            return f"comes {side.value} {who}"
    return f"either {listed([_predicate(part) for part in parts])}"


def _not(inner: Matcher) -> str:  # noqa: PLR0911  (one return a kind)
    match inner:
        case Not(part):
            return _predicate(part)
        case Everything():
            return "is no text at all"
        case Otherwise():
            return "has fired an earlier rule"
        case All():
            return f"is not one that {_predicate(inner)}"
        case AnyOf(parts):
            for side in Side:
                if who := _addresses(inner, side):
                    return f"does not come {side.value} {who}"
            return f"neither {listed([_predicate(part) for part in parts], 'nor')}"
        case _:
            return denied(_predicate(inner))


def _length(minimum: int | None, maximum: int | None) -> str:
    if minimum == maximum and minimum is not None:
        return f"exactly {spoken_count(minimum, 'character')}" if minimum else "no characters"
    if maximum is None:
        return f"at least {spoken_count(minimum or 0, 'character')}"
    if maximum == 0:
        return "no characters"
    if minimum is None:
        return f"at most {spoken_count(maximum, 'character')}"
    return f"{minimum} to {spoken_count(maximum, 'character')}"


def _regex(pattern: Pattern) -> str:
    capitals = ", capitals counting" if pattern.case_sensitive else ""
    return f"the regex {quoted_whole(pattern.source)}{capitals}"
