"""The parts of `open:` that stand between commas, and where what is read of them stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.engine.schedule import Window
from router.language.quoting import quoted
from router.language.times.misread import Misread
from router.language.tree.nodes import Scalar

EXAMPLE = "mon-fri 09:00-17:00"
DAILY = "daily"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
TO = re.compile(r"\s*\b(?:to|till|until|through|bis)\b\s*", re.IGNORECASE)
FOR_DASH = r"\s*(?:\.{2,}|…|-{2,}|[-=]>|→|~)\s*"
"""Signs that other programs have where a dash belongs."""


@dataclass(frozen=True, slots=True)
class PlacedWindow:
    """A window and where it stands: `length` characters from `offset` on of the value."""

    window: Window
    value: Scalar
    offset: int
    length: int

    @property
    def text(self) -> str:
        """The window as written, days or hours it shares with others left out."""
        return self.value.text[self.offset : self.offset + self.length]


@dataclass(frozen=True, slots=True)
class WrongWindow:
    """What cannot be read, and where it stands; `fix` of `misread` replaces just that.

    `what` is the finding's kind: a "day", a "time", or the "window" as a whole.
    """

    what: str
    misread: Misread
    value: Scalar
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two commas."""

    value: Scalar
    offset: int
    text: str

    def wrong(self, what: str, misread: Misread, start: int = 0, end: int = -1) -> WrongWindow:
        """What is wrong with a part of it, or with all of it."""
        end = len(self.text) if end < 0 else end
        return WrongWindow(what, misread, self.value, self.offset + start, end - start)


def pieces(values: Sequence[Scalar]) -> Iterator[Piece]:
    """What stands between the commas of the values, dashes of all kinds as plain ones."""
    for value in values:
        at = 0
        for part in value.text.split(","):
            text = part.strip()
            if text:
                yield Piece(value, at + part.index(text), text.translate(_DASHES))
            at += len(part) + 1


def to_for_dash(piece: Piece, found: re.Match[str]) -> WrongWindow:
    """`mon to fri`, `mon..fri`: a word or another sign in place of the dash."""
    words = f"{quoted(found[0].strip())} stands where a dash belongs"
    return no_dash(piece, words, found.span())


def no_dash(piece: Piece, words: str, place: tuple[int, int]) -> WrongWindow:
    """A dash belongs between these two characters of the piece."""
    return piece.wrong("window", Misread(words, f"write {EXAMPLE}", "-"), *place)
