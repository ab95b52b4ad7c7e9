"""Regexes read into a tree, as far as is needed to write texts that they find.

Only the outline is read: what stands behind what, is repeated, is one of several. What a class of
characters holds is left to RE2, which has taken the pattern before it comes here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from router.engine.regexes.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Verbatim:
    """These characters, one after the other."""

    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    r"""One character of a class, given as the pattern writes it: `[a-z]`, `\d`, `.`."""

    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    r"""A place, such as `^` or `\b`, that takes no character."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part at least and at most so many times; `most` is None without a limit."""

    part: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    parts: "tuple[Node, ...]"


Node = Verbatim | OneOf | Edge | Repeat | Sequence | Choice

MAX_DEPTH: Final = 40
"""Groups inside groups that are followed; nobody means more than that."""

# Letters, digits and blanks up to one that is repeated: most of what patterns are made of.
_PLAIN: Final = re.compile(r"[A-Za-z0-9 ]+(?![*+?{])")
_GROUP: Final = re.compile(r"\((?:\?(?:P?<\w+>|[imsU-]*:))?")
_FLAGS: Final = re.compile(r"\(\?[imsU-]+\)")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\.|[^\]\\])*\]", re.DOTALL)
_KIND: Final = re.compile(r"\\[dDwWsS]|\\[pP](?:\{[^}]*\}|.)|\.")
_EDGE: Final = re.compile(r"\^|\$|\\[AbBz]")
_QUOTED: Final = re.compile(r"\\Q(.*?)(?:\\E|$)", re.DOTALL)
_NUMBERED: Final = re.compile(r"\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))")
_OCTAL: Final = re.compile(r"\\([0-7]{1,3})")
_REPEAT: Final = re.compile(r"(?:[*+?]|\{(\d+)(,?)(\d*)\})\??")
_CONTROLS: Final = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_COUNTS: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class _TooStrangeError(Exception):
    """The pattern has a part that is not read here."""


@lru_cache(maxsize=1024)
def outline(pattern: Pattern) -> Node | None:
    r"""The pattern as a tree; None when it has a part that is not read here, such as `\C`."""
    reader = _Reader(pattern.source)
    try:
        tree = reader.choice(0)
    except _TooStrangeError:
        return None
    return tree if reader.at == len(pattern.source) else None


class _Reader:
    """A place in a pattern, moved on by what is read there."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0

    def choice(self, depth: int) -> Node:
        """Read up to the end of the group."""
        parts = [self._sequence(depth)]
        while self._source.startswith("|", self.at):
            self.at += 1
            parts.append(self._sequence(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.at < len(self._source) and self._source[self.at] not in "|)":
            if plain := self._take(_PLAIN):
                parts.append(Verbatim(plain[0]))
                continue
            bare = self._bare()
            part = bare or self._group(depth) or self._single()
            if found := self._take(_REPEAT):
                if bare is not None:
                    # What RE2 repeats then is the last character, or what stands before it.
                    raise _TooStrangeError
                part = Repeat(part, *_counts(found))
            parts.append(part)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _bare(self) -> Node | None:
        r"""Flags, or characters behind `\Q`."""
        if self._take(_FLAGS):
            return Verbatim("")
        found = self._take(_QUOTED)
        return Verbatim(found[1]) if found else None

    def _group(self, depth: int) -> Node | None:
        if not self._take(_GROUP):
            return None
        if depth == MAX_DEPTH:
            raise _TooStrangeError
        inside = self.choice(depth + 1)
        self.at += 1
        return inside

    def _single(self) -> Node:
        if self._take(_EDGE):
            return Edge()
        if found := self._take(_CLASS) or self._take(_KIND):
            return OneOf(found[0])
        if found := self._take(_NUMBERED):
            return Verbatim(chr(int(found[1] or found[2], 16)))
        if found := self._take(_OCTAL):
            return Verbatim(chr(int(found[1], 8)))
        char = self._source[self.at]
        self.at += 1
        if char != "\\":
            return Verbatim(char)
        escaped = self._source[self.at]
        self.at += 1
        if escaped == "C":
            raise _TooStrangeError
        return Verbatim(_CONTROLS.get(escaped, escaped))

    def _take(self, expected: re.Pattern[str]) -> re.Match[str] | None:
        found = expected.match(self._source, self.at)
        if found:
            self.at = found.end()
        return found


def _counts(found: re.Match[str]) -> tuple[int, int | None]:
    if found[1] is None:
        return _COUNTS[found[0][0]]
    least = int(found[1])
    return least, int(found[3]) if found[3] else None if found[2] else least


def insists_on_nothing(pattern: Pattern) -> bool:
    """Whether it is certain to be found in every text, because it is content with nothing."""
    tree = outline(pattern)
    return tree is not None and _can_be_nothing(tree)


def shortest(pattern: Pattern) -> int:
    """How many characters a text has at least that the pattern is found in."""
    tree = outline(pattern)
    return 0 if tree is None else _least(tree)


def _can_be_nothing(node: Node) -> bool:
    match node:
        case Verbatim(text):
            return not text
        case OneOf() | Edge():
            return False
        case Repeat(part, least, _):
            return not least or _can_be_nothing(part)
        case Sequence(parts):
            return all(map(_can_be_nothing, parts))
        case Choice(parts):
            return any(map(_can_be_nothing, parts))
        case _:
            assert_never(node)


def _least(node: Node) -> int:
    match node:
        case Verbatim(text):
            return len(text)
        case OneOf():
            return 1
        case Edge():
            return 0
        case Repeat(part, least, _):
            return least * _least(part)
        case Sequence(parts):
            return sum(map(_least, parts))
        case Choice(parts):
            return min(map(_least, parts))
        case _:
            assert_never(node)
