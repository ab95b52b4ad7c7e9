"""Conditions as written into what the engine tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import assert_never

from router.core.actions import NumberTarget
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
    Phrase,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
    phrase,
)
from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.rota import Rota
from router.language.names.addressbook import AddressBook, Duty, Many, One, Prefix
from router.language.numbers import grouped
from router.language.quoting import listed
from router.language.syntax import (
    AddressCondition,
    AddressSource,
    AllOf,
    AnyPart,
    Condition,
    EverythingCondition,
    LengthCondition,
    NotPart,
    OtherwiseCondition,
    PatternSource,
    PhraseCondition,
    RegexCondition,
    SenderIdSource,
    TextTest,
)
from router.language.tree.nodes import Scalar
from router.language.written.times import ScheduleCondition

_PHRASE_TESTS: Mapping[TextTest, Callable[[tuple[Phrase, ...]], Matcher]] = {
    TextTest.WHOLE: TextIs,
    TextTest.KEYWORD: HasKeyword,
    TextTest.STARTS: TextStarts,
    TextTest.ENDS: TextEnds,
    TextTest.CONTAINS: TextContains,
    TextTest.WORD: HasWord,
}
NUMBERS_NAMED = 3
"""How many bare numbers of one condition its words spell out."""


def lower_match(  # noqa: PLR0911  (one return a kind)
    condition: Condition, book: AddressBook, country: str
) -> Matcher:
    """Compile one match; names are looked up and numbers read.

    Only for a match without an error finding: what means nothing matches nothing.
    """
    match condition:
        case EverythingCondition():
            return Everything()
        case OtherwiseCondition(flag):
            return Otherwise() if flag.value else Everything()
        case AddressCondition(side, values):
            return any_of(tuple(lower_addresses(side, values, book, country)))
        case PhraseCondition(test, phrases):
            return _PHRASE_TESTS[test](tuple(phrase(written.text) for written in phrases))
        case LengthCondition(minimum, maximum):
            return LengthBetween(_length(minimum), _length(maximum))
        case RegexCondition(patterns):
            return any_of(tuple(TextMatches(made) for made in _patterns(patterns)))
        case ScheduleCondition(inside, names):
            schedules = tuple(found for name in names if (found := book.schedules.get(name.text)))
            return During(schedules) if inside else Outside(schedules)
        case AllOf(parts):
            return all_of([lower_match(part, book, country) for part in parts])
        case AnyPart(parts):
            return any_of(tuple(lower_match(part, book, country) for part in parts))
        case NotPart(part):
            return Not(lower_match(part, book, country))
        case _:
            assert_never(condition)


def all_of(parts: Sequence[Matcher]) -> Matcher:
    """Every part, without nesting and without what always holds."""
    flat: list[Matcher] = []
    for part in parts:
        match part:
            case All(inner):
                flat.extend(inner)
            case Everything():
                pass
            case _:
                flat.append(part)
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(parts: tuple[Matcher, ...]) -> Matcher:
    """Any part; a single one stands for itself."""
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def read_length(written: str) -> int | None:
    """A number of characters; None for one beyond all texts, or when it is no number."""
    plain = written.lstrip("0") or "0"
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 else None


def _length(written: Scalar | None) -> int | None:
    return None if written is None else read_length(written.text)


def _patterns(sources: Sequence[PatternSource]) -> Iterator[Pattern]:
    for source in sources:
        made = compile_pattern(source.pattern.text, source.case_sensitive)
        if isinstance(made, Pattern):
            yield made


def lower_addresses(
    side: Side, values: Sequence[AddressSource], book: AddressBook, country: str
) -> Iterator[Matcher]:
    """One matcher for each name, prefix and pattern, and one for all bare numbers together."""
    bare: list[NumberTarget] = []
    for value in values:
        match value:
            case SenderIdSource(sender_id):
                yield SenderIdIs(side, phrase(sender_id.text))
            case PatternSource():
                yield from (AddressMatches(side, made) for made in _patterns([value]))
            case Scalar(text):
                match book.find(text, country):
                    case One(target) if target.name:
                        yield AddressIs(side, frozenset({target.address}), target.name)
                    case One(target):
                        bare.append(target)
                    case Many(name):
                        yield from _list(side, name, book)
                    case Duty(name):
                        yield from _on_duty(side, name, book)
                    case Prefix(_, digits) if digits:
                        yield AddressStarts(side, digits)
            case _:
                assert_never(value)
    if bare:
        yield _bare_numbers(side, bare)


def _list(side: Side, name: str, book: AddressBook) -> Iterator[Matcher]:
    """The numbers on a list, and whoever is on duty in the rotas on it."""
    members = book.members(name)
    if members.addresses or not members.rotas:
        yield AddressIs(side, members.addresses, f"the list {name}")
    for rota in members.rotas:
        yield from _on_duty(side, rota, book)


def _on_duty(side: Side, name: str, book: AddressBook) -> Iterator[OnDuty]:
    if isinstance(rota := book.rotas[name], Rota):
        yield OnDuty(side, rota)


def _bare_numbers(side: Side, targets: Sequence[NumberTarget]) -> AddressIs:
    addresses = list(dict.fromkeys(target.address for target in targets))
    many = len(addresses) > NUMBERS_NAMED + 1
    shown = [grouped(one) for one in (addresses[:NUMBERS_NAMED] if many else addresses)]
    if many:
        shown.append(f"{len(addresses) - NUMBERS_NAMED} more")
    return AddressIs(side, frozenset(addresses), listed(shown))
