"""What is wrong with a value that was meant as a time, date or zone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a text cannot be read: one clause that quotes it, what to write, and the text mended.

    `fix` is what to write in its place, "" when that cannot be known.
    """

    words: str
    hint: str
    fix: str = ""
