"""What a match takes out of a text for the placeholders: `{keyword}`, `{rest}`, regex groups."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, assert_never

from router.core.folding import fold, from_first_word, is_invisible_mark, strip_unseen
from router.core.message import Captures
from router.engine.facts import Facts
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
from router.engine.phrases import Phrase
from router.engine.placeholders import KEYWORD_PLACEHOLDERS
from router.engine.regexes.patterns import Pattern

_DASHES: Final = "\u2010-\u2015\u2212\uff0d-"
_MARKS_BEHIND = re.compile(rf"[:;,.!?…)\]}}>\"”»：；，．！？{_DASHES}]*")
_LONE_MARK = re.compile(rf"[:：{_DASHES}](?=\s|$)")

_Capturing = HasKeyword | TextMatches | AddressMatches


def capture(match: Matcher, facts: Facts) -> Captures:
    """What a match that holds for the message took out of it.

    The keyword is the first that the text opens with, in the order written; groups are of the
    first regex that was found, a regex on the text before one on an address. Nothing under a
    `not:`, or in a part of an `any:` that does not hold, captures.
    """
    keyword: Phrase | None = None
    texts: list[tuple[Pattern, str]] = []
    addresses: list[tuple[Pattern, str]] = []
    for part in _capturing(match, facts):
        match part:
            case HasKeyword():
                keyword = keyword or part.keyword(facts)
            case TextMatches(pattern):
                texts.append((pattern, facts.message.text))
            case AddressMatches(side, pattern):
                addresses.append((pattern, side.address(facts).value))
            case _:
                assert_never(part)
    groups = _groups([*texts, *addresses])
    if keyword is None:
        return Captures(groups=groups)
    return Captures(keyword.written, rest_behind(keyword, facts.message.text), groups)


def fillable(match: Matcher) -> frozenset[str]:
    """The names of placeholders that some message could make this match fill."""
    filled: set[str] = set()
    for part in _capturing(match, None):
        if isinstance(part, HasKeyword):
            filled.update(KEYWORD_PLACEHOLDERS)
        else:
            filled.update(str(number) for number in range(1, part.pattern.groups + 1))
            filled.update(part.pattern.group_names)
    return frozenset(filled)


def _capturing(matcher: Matcher, facts: Facts | None) -> Iterator[_Capturing]:
    """The parts that can capture: those that hold for these facts, all of them without facts."""
    match matcher:
        case HasKeyword() | TextMatches() | AddressMatches():
            yield matcher
        case All(parts):
            for part in parts:
                yield from _capturing(part, facts)
        case AnyOf(parts):
            for part in parts:
                if facts is None or part.test(facts):
                    yield from _capturing(part, facts)
        case Everything() | Otherwise() | Not() | During() | Outside():
            return
        case AddressIs() | AddressStarts() | SenderIdIs() | OnDuty():
            return
        case TextIs() | TextStarts() | TextEnds() | TextContains() | HasWord() | LengthBetween():
            return
        case _:
            assert_never(matcher)


def _groups(searched: list[tuple[Pattern, str]]) -> dict[str, str]:
    """Numbers from the first pattern that has groups, each name from the first that has it."""
    groups: dict[str, str] = {}
    for pattern, text in searched:
        if not pattern.groups:
            continue
        found = pattern.search(text) or {}
        numbered = "1" in groups
        for name, held in found.items():
            if name.isdecimal():
                if name != "0" and not numbered:
                    groups[name] = held
            else:
                groups.setdefault(name, held)
    return groups


def rest_behind(keyword: Phrase, text: str) -> str:
    """What follows the keyword in a text as received that opens with it.

    Marks directly behind the keyword (`ALL: …`), a lone dash or colon (`ALL - …`) and blanks, seen
    or not, at either end are left out: `ALL: meeting` → `meeting`, `temp -5` → `-5`, `order #12` →
    `#12`.
    """
    rest = text[_end_of_keyword(keyword, text) :]
    rest = strip_unseen(rest[_end_of(_MARKS_BEHIND, rest) :])
    return strip_unseen(rest[_end_of(_LONE_MARK, rest) :])


def _end_of(marks: re.Pattern[str], text: str) -> int:
    found = marks.match(text)
    return found.end() if found else 0


def _end_of_keyword(keyword: Phrase, text: str) -> int:
    """Where the text as received goes on behind the keyword.

    Folding changes lengths (`ﬁ`, `ß`, accents, blanks), so the end is the shortest beginning of
    the text that holds the keyword once folded; halving finds it in a text of any length.
    """

    def holds(length: int) -> bool:
        folded = fold(text[:length])
        opening = folded if keyword.signed else from_first_word(folded)
        return opening.startswith(keyword.folded)

    end = bisect_left(range(len(text)), True, key=holds)
    while end < len(text) and is_invisible_mark(text[end]):
        end += 1
    return end
