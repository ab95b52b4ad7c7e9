"""What one test of the text says about another, for every text there is.

A test of phrases looks at the folded text alone, so all texts that meet it can be judged by a few:
the barest, and those with something strange wherever the test allows anything. The real tests
judge them; nothing here compares texts by rules of its own but for two beginnings or two ends.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, assert_never

from router.core.address import Address
from router.core.folding import fold, from_first_word
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.matchers import (
    HasKeyword,
    HasWord,
    Phrase,
    TextContains,
    TextEnds,
    TextIs,
    TextStarts,
)
from router.engine.phrases import opens_with
from router.engine.reach.literals import PhraseMatcher

STRANGE: Final = "ʬ"
"""A letter that no rule speaks of: what a text may hold besides what a test asks for."""
_NOWHERE: Final = Address("+15551230000")
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


def text_facts(text: str) -> Facts:
    """What conditions on the text see of a text."""
    return Facts(InboundMessage("", _NOWHERE, _NOWHERE, text, LONG_AGO))


def only(test: PhraseMatcher) -> Phrase:
    """The phrase of a test that has one."""
    return test.phrases[0]


def core(test: PhraseMatcher) -> str:
    """What every text that meets it holds once it is folded; the test has one phrase."""
    wanted = only(test)
    return (isinstance(test, TextIs) and wanted.bare) or wanted.folded


def never_holds(test: PhraseMatcher) -> bool:
    """Whether no text at all meets it: a keyword or a word of nothing."""
    return isinstance(test, HasKeyword | HasWord) and not only(test).folded


def always_holds(test: PhraseMatcher) -> bool:
    """Whether every text meets it: one that begins or ends with nothing, or contains it."""
    return isinstance(test, TextStarts | TextEnds | TextContains) and not only(test).folded


def implies(known: PhraseMatcher, other: PhraseMatcher) -> bool:
    """Whether every text that meets `known` is certain to meet `other`; each has one phrase."""
    if STRANGE in only(other).folded:
        return False
    for text in _barest(known):
        facts = text_facts(text)
        # A phrase that changes when it is folded beside another one: nothing is certain then.
        if facts.folded != text or not known.test(facts) or not other.test(facts):
            return False
    return True


def _barest(known: PhraseMatcher) -> Iterator[str]:
    """Folded texts that meet it, such that what holds for them holds for all that do."""
    folded = only(known).folded
    yield core(known)
    match known:
        case TextIs() if only(known).bare:
            yield f"!{only(known).bare}!"
        case TextIs():
            pass
        case HasKeyword():
            yield f"{'' if only(known).signed else '+'}{folded} {STRANGE}"
        case TextStarts():
            yield f"{folded}{STRANGE}"
        case TextEnds():
            yield f"{STRANGE}{folded}"
        case TextContains():
            yield f"{STRANGE}{folded}{STRANGE}"
        case HasWord():
            yield f"{STRANGE} {folded} {STRANGE}"
        case _:
            assert_never(known)


def excludes(one: PhraseMatcher, other: PhraseMatcher) -> bool:
    """Whether it is certain that no text meets both; each has one phrase."""
    if isinstance(one, TextIs):
        return _is_not(one, other)
    if isinstance(other, TextIs):
        return _is_not(other, one)
    if isinstance(one, TextEnds) and isinstance(other, TextEnds):
        shorter, longer = sorted((only(one).folded, only(other).folded), key=len)
        return not longer.endswith(shorter)
    if isinstance(one, TextStarts | HasKeyword) and isinstance(other, TextStarts | HasKeyword):
        return _begin_otherwise(one, other)
    return False


def _is_not(whole: TextIs, other: PhraseMatcher) -> bool:
    """Whether a text that is this, with any punctuation at its ends, cannot meet the other."""
    bare, folded = only(whole).bare, only(other).folded
    if not bare:
        return not other.test(text_facts(only(whole).folded))
    if not only(other).bare:
        return isinstance(other, TextIs)
    # Of all the punctuation that may stand at its ends, only the other's own can be of help.
    leading, _, trailing = folded.partition(only(other).bare)
    text = f"{leading}{bare}{trailing}"
    return fold(text) == text and not other.test(text_facts(text))


def _begin_otherwise(one: TextStarts | HasKeyword, other: TextStarts | HasKeyword) -> bool:
    """Whether no text has both beginnings."""
    first, second = only(one).folded, only(other).folded
    if _skips_signs(one) or _skips_signs(other):
        first, second = from_first_word(first), from_first_word(second)
        if not (first and second):
            return False
    if len(first) < len(second):
        other, first, second = one, second, first
    if isinstance(other, HasKeyword):
        return not opens_with(first, second)
    return not first.startswith(second)


def _skips_signs(test: TextStarts | HasKeyword) -> bool:
    return isinstance(test, HasKeyword) and not only(test).signed
