"""Texts that a regex finds, as a person might write them; or addresses, as they look."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice
from typing import Final, assert_never

from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.regexes.tree import (
    Choice,
    Edge,
    Node,
    OneOf,
    Repeat,
    Sequence,
    Verbatim,
    outline,
)

MAX_BRANCHES: Final = 6
"""Of several ways to go on, how many are gone."""
MAX_LENGTH: Final = 2000
"""Characters beyond which no text is written: longer ones show nothing more."""

_HANDWRITING: Final = (("please ", 6), ("hello", 5), ("1234567890", 4), ("HELLO", 5))
"""What runs of characters are made of, the first that the class allows, and how long they are."""
_STOCK: Final = (
    string.ascii_letters
    + string.digits
    + " "
    + string.punctuation
    + "\n\t\r\0éüßñçøÉ¿€£“”’–…я日あا한אαक😀👍\u00a0\u200b\ue000"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How to write where a pattern leaves a choice.

    `branch` counts through the alternatives; `ample` takes what may be left out; `longer` is a
    number of characters to write beyond what is natural; `filler` stands for `.*`.
    """

    branch: int = 0
    ample: bool = False
    longer: int = 0
    filler: str = ""


def found_texts(pattern: Pattern, filler: str = "", longer: int = 0) -> Iterator[str]:
    """Texts that the pattern should be found in, each once; to be tried, as edges are not kept."""
    tree = outline(pattern)
    if tree is None:
        return
    seen = set()
    fillings = (filler, "") if filler else ("",)
    for branch in range(min(_width(tree), MAX_BRANCHES)):
        for ample in (False, True):
            for filling in fillings:
                writer = _Writer(Style(branch, ample, longer, filling))
                written = writer.write(tree)
                for text in (written.strip(), written):
                    if text not in seen and len(text) <= MAX_LENGTH:
                        seen.add(text)
                        yield text


def _width(node: Node) -> int:
    """The most alternatives that any choice in it has."""
    match node:
        case Verbatim() | OneOf() | Edge():
            return 1
        case Repeat(part):
            return _width(part)
        case Sequence(parts):
            return max(map(_width, parts), default=1)
        case Choice(parts):
            return max(len(parts), *map(_width, parts))
        case _:
            assert_never(node)


class _Writer:
    """Writes one text in one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._longer = style.longer

    def write(self, node: Node) -> str:
        match node:
            case Verbatim(text):
                return text
            case OneOf(source):
                return _hand(source)[0][:1]
            case Edge():
                return ""
            case Repeat():
                return self._repeat(node)
            case Sequence(parts):
                return "".join(map(self.write, parts))
            case Choice(parts):
                return self.write(parts[self._style.branch % len(parts)])
            case _:
                assert_never(node)

    def _repeat(self, node: Repeat) -> str:
        if not isinstance(node.part, OneOf):
            times = max(node.least, 1) if self._style.ample else node.least
            return "".join(self.write(node.part) for _ in range(min(times, MAX_LENGTH)))
        if node.part.source == "." and self._fits(self._style.filler, node):
            return self._style.filler
        hand, natural = _hand(node.part.source)
        # A blank that may be left out is written: words stand apart in what people write.
        times = max(node.least, int(hand == " " and node.most is None))
        if self._style.ample or (node.least and node.most is None):
            times = max(times, natural)
        if node.most is None:
            times += self._longer
            self._longer = 0
        else:
            times = min(times, node.most)
        return "".join(islice(cycle(hand), times))

    def _fits(self, filler: str, node: Repeat) -> bool:
        short_enough = node.most is None or len(filler) <= node.most
        return filler != "" and "\n" not in filler and len(filler) >= node.least and short_enough


@lru_cache(maxsize=1024)
def _hand(source: str) -> tuple[str, int]:
    """What to write a run of a class with, again and again, and how much of it is natural."""
    members = _members(source)
    for hand, natural in _HANDWRITING:
        if members.issuperset(hand):
            return hand, natural
    # Of a class that holds nothing well known, any member will do; one may hold none at all.
    return "".join(sorted(members, key=_STOCK.index)[:1]), 1


def _members(source: str) -> frozenset[str]:
    """The well-known characters that a class holds as it is written."""
    alone = compile_pattern(f"^(?:{source})$", case_sensitive=True)
    # RE2 has taken the class within its pattern, and takes it alone.
    return frozenset(
        char for char in _STOCK if isinstance(alone, Pattern) and alone.search(char) is not None
    )
