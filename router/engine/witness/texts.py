"""Texts that meet conditions on the text, as a person might send them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from router.engine.matchers import (
    HasKeyword,
    LengthBetween,
    Matcher,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.reach.literals import Literal, PhraseMatcher
from router.engine.reach.texts import only, text_facts
from router.engine.regexes.patterns import Pattern
from router.engine.regexes.texts import MAX_LENGTH, found_texts

MAX_TRIED: Final = 200
"""Texts that are tried for one way to meet the conditions."""

GREETINGS: Final = (
    "hello", "hi there", "good morning", "ok", "can you help me please?", "1234", "42", "Привет",
    "?", "x", "", "a1", "👍",
)  # fmt: skip
"""What people text when the conditions ask for nothing in particular."""
_BEHIND: Final = (
    "", " please", " thanks", " 1234", "!", "?", " hello", "s", "x", "7", " x", " ?", "_",
)  # fmt: skip
_BEFORE: Final = ("", "hello ", "my ", "(", "x ", "x", "¡", "1 ", "7")
_PADDING: Final = "thank you very much and have a nice day "


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text in two halves, with room between them for more."""

    head: str
    tail: str = ""

    def joined(self) -> Iterator[str]:
        """The halves as one text, with a blank or, if need be, without, or one over the other."""
        yield f"{self.head} {self.tail}".strip() if self.tail else self.head
        yield self.head + self.tail
        for shared in range(min(len(self.head), len(self.tail)), 0, -1):
            if self.head.endswith(self.tail[:shared]):
                yield self.head + self.tail[shared:]
                return


def texts(literals: Sequence[Literal]) -> Iterator[str]:
    """Texts that meet every condition; each is a single test of the text."""
    lengths = [one.atom for one in literals if isinstance(one.atom, LengthBetween)]
    shortest = max((one.minimum or 0 for one in lengths), default=0)
    if shortest > MAX_LENGTH:
        return
    tried: set[str] = set()
    for text in _suggestions(literals, shortest):
        if text in tried:
            continue
        tried.add(text)
        facts = text_facts(text)
        if all(one.atom.test(facts) is one.holds for one in literals):
            yield text
        if len(tried) == MAX_TRIED:
            return


def _suggestions(literals: Sequence[Literal], shortest: int) -> Iterator[str]:
    wanted = [one.atom for one in literals if one.holds]
    drafts = list(_drafts(wanted, shortest))
    for draft in drafts:
        for text in draft.joined():
            yield from _long_enough(text, draft, shortest)
    for draft in drafts:
        text = next(draft.joined())
        for before in _BEFORE:
            for behind in _BEHIND:
                longer = f"{before}{text}{behind}"
                yield from _long_enough(longer, _Draft(before + text, behind), shortest)


def _drafts(wanted: Sequence[Matcher], shortest: int) -> Iterator[_Draft]:
    """Texts that begin, end and hold what they should, as far as one text can."""
    phrases = [one for one in wanted if isinstance(one, PhraseMatcher)]
    patterns = [one.pattern for one in wanted if isinstance(one, TextMatches)]
    plain = _composed(phrases)
    if not patterns:
        yield from [plain] if phrases else map(_Draft, GREETINGS)
        return
    rest = next(plain.joined())
    found = [_found(pattern, f" {rest}" if rest else "", shortest) for pattern in patterns]
    for text in itertools.chain(*found):
        yield _Draft(text)
        yield _Draft(f"{plain.head} {text}".strip(), plain.tail)
        yield _Draft(f"{text} {plain.head}".strip(), plain.tail)
    firsts = [each[0] for each in found if each]
    yield _Draft(" ".join([plain.head, *firsts]).strip(), plain.tail)
    yield _Draft(" ".join([*firsts[::-1], plain.head]).strip(), plain.tail)


def _found(pattern: Pattern, filler: str, shortest: int) -> list[str]:
    """Texts of a regex; when they are too short, longer ones first."""
    natural = list(found_texts(pattern, filler))
    missing = shortest - len(natural[0]) if natural else 0
    longer = found_texts(pattern, filler, missing) if missing > 0 else ()
    return [*longer, *natural]


def _composed(phrases: Sequence[PhraseMatcher]) -> _Draft:
    """A text of phrases: the longest beginning, what else there is, and the longest end."""
    openings = [one for one in phrases if isinstance(one, TextIs | HasKeyword | TextStarts)]
    endings = [one for one in phrases if isinstance(one, TextEnds)]
    # A whole text is that already, and leaves room for nothing else.
    opening = max(openings, key=_weight, default=None)
    head = only(opening).written if opening else ""
    for other in phrases:
        if other not in endings and not other.test(text_facts(head)):
            head = f"{head} {only(other).written}".strip()
    ending = max(endings, key=_weight, default=None)
    if ending is None or ending.test(text_facts(head)):
        return _Draft(head)
    return _Draft(head, only(ending).written)


def _weight(test: PhraseMatcher) -> tuple[bool, int]:
    return (isinstance(test, TextIs), len(only(test).folded))


def _long_enough(text: str, draft: _Draft, shortest: int) -> Iterator[str]:
    """The text, or when it is too short, longer ones that begin and end like it."""
    missing = shortest - len(text)
    if missing <= 0:
        yield text
        return
    if draft.head and draft.tail:
        between = _padding(shortest - len(draft.head) - len(draft.tail) - 2)
        yield f"{draft.head} {between} {draft.tail}"
    yield f"{text} {_padding(missing - 1)}"
    yield f"{_padding(missing - 1)} {text}"
    yield text + "!" * missing
    yield text + "x" * missing


def _padding(length: int) -> str:
    """Words of this length altogether, without a blank at either end."""
    words = "".join(islice(cycle(_PADDING), max(length, 0)))
    return words[:-1] + "." if words.endswith(" ") else words
