"""Conditions in a few words, for tests of what they do together."""

from router.core.address import Address
from router.engine.matchers import (
    AddressIs,
    HasKeyword,
    HasWord,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from tests.unit.engine.samples import pattern, phrases


def keyword(*written: str) -> HasKeyword:
    return HasKeyword(phrases(*written))


def whole(*written: str) -> TextIs:
    return TextIs(phrases(*written))


def starts(*written: str) -> TextStarts:
    return TextStarts(phrases(*written))


def ends(*written: str) -> TextEnds:
    return TextEnds(phrases(*written))


def contains(*written: str) -> TextContains:
    return TextContains(phrases(*written))


def word(*written: str) -> HasWord:
    return HasWord(phrases(*written))


def regex(source: str) -> TextMatches:
    return TextMatches(pattern(source))


def sent_by(*people: Address) -> AddressIs:
    return AddressIs(Side.FROM, frozenset(people), "them")
