"""How a text is billed and cut: GSM-7 and UCS-2 segments, and the pieces one message may hold.

Sources: the alphabets are 3GPP TS 23.038 §6.2.1 and §6.2.1.1; a concatenated message spends six
octets of each segment on its header (3GPP TS 23.040 §9.2.3.24.1), hence 153 and 67; the limits of
one message are Plivo's.
"""

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import accumulate, pairwise

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENSION

MAX_GSM_UNITS = 1600
MAX_UCS2_UNITS = 737
"""The longest text Plivo takes in one message, in GSM-7 and in UTF-16 units."""
_ALWAYS_FITS = MAX_UCS2_UNITS // 2
"""A text of this many characters fits one message whatever they are: none costs over two units."""

_TWINS = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "•": "*", "·": ".", "×": "x", "÷": "/", "‹": "<", "›": ">",
    "\t": " ", "\u2028": "\n", "\u2029": "\n", "\u200b": "", "\u00ad": "", "\ufeff": "",
    "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE",
}  # fmt: skip


class Encoding(Enum):
    """How the characters of a text travel."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: `units` are septets or UTF-16 code units, `count` is what is billed."""

    encoding: Encoding
    units: int
    count: int


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The rules of one encoding: what a character costs, and how much one or each segment holds."""

    encoding: Encoding
    cost: Callable[[str], int]
    single: int
    each: int


def _gsm_cost(char: str) -> int:
    return 2 if char in _EXTENSION else 1


def _ucs2_cost(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


_GSM7 = _Alphabet(Encoding.GSM7, _gsm_cost, 160, 153)
_UCS2 = _Alphabet(Encoding.UCS2, _ucs2_cost, 70, 67)


# Most answers are the same few texts, and each is measured for the journal and again for a reader.
@lru_cache(maxsize=1024)
def measure(text: str) -> Segments:
    """What a text costs to send; an empty text has no segment at all.

    An extension character (`€`, `{`) is two units and is never split over two segments; neither is
    a character outside the Basic Multilingual Plane (an emoji).
    """
    alphabet = _GSM7 if _GSM.issuperset(text) else _UCS2
    if alphabet is _GSM7 and _BASIC.issuperset(text):
        units = len(text)
    else:
        units = sum(map(alphabet.cost, text))
    if units <= alphabet.single:
        return Segments(alphabet.encoding, units, min(units, 1))
    if units == len(text):
        return Segments(alphabet.encoding, units, math.ceil(units / alphabet.each))
    return Segments(alphabet.encoding, units, _filled(text, alphabet))


def _filled(text: str, alphabet: _Alphabet) -> int:
    """How many segments a long text fills when a two-unit character is kept whole."""
    count, room = 1, alphabet.each
    for char in text:
        cost = alphabet.cost(char)
        if cost > room:
            count, room = count + 1, alphabet.each
        room -= cost
    return count


def first_ucs2_character(text: str) -> tuple[int, str] | None:
    """The first character that GSM-7 has not, with its place counted from 0; None if all fit."""
    return next(((at, char) for at, char in enumerate(text) if char not in _GSM), None)


def plain_twin(char: str) -> str | None:
    """What to write in place of a character that GSM-7 has not: `’` → `'`, `ç` → `c`, `…` → `...`.

    "" when it can simply go (a zero-width space); None when nothing plain stands for it.
    """
    if (twin := _TWINS.get(char)) is not None:
        return twin
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)
    )
    return plain if plain and plain != char and _GSM.issuperset(plain) else None


def split_message(text: str) -> tuple[str, ...]:
    """Cut a text into the fewest pieces Plivo takes; joined they are the text, exactly.

    Each piece is within 1,600 GSM-7 units or 737 UTF-16 units by its own characters. Cuts come
    after white space where that costs no extra piece, else not inside what reads as one character
    (an accent, a flag, a family emoji) where that can be avoided. No piece for an empty text.
    """
    if len(text) <= _ALWAYS_FITS:
        return (text,) if text else ()
    fit = _Fit(text)
    ends = fit.ends()
    if len(ends) == 1:
        return (text,)
    # What fits still fits when shortened, so taking the most from the front gives the fewest
    # pieces, and taking the most from the back gives the earliest place for each cut.
    starts = fit.starts()
    cuts = [0]
    for earliest in starts[1:]:
        cuts.append(_best_cut(text, max(earliest, cuts[-1] + 1), fit.end_of(cuts[-1])))
    cuts.append(len(text))
    return tuple(text[start:end] for start, end in pairwise(cuts))


class _Fit:
    """Running totals of a text, to tell in one step how much of it one message holds."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._gsm = _totals(_gsm_cost(char) for char in text)
        self._utf16 = _totals(_ucs2_cost(char) for char in text)
        self._foreign = _totals(0 if char in _GSM else 1 for char in text)

    def _fits(self, start: int, end: int) -> bool:
        if self._foreign[end] == self._foreign[start]:
            return self._gsm[end] - self._gsm[start] <= MAX_GSM_UNITS
        return self._utf16[end] - self._utf16[start] <= MAX_UCS2_UNITS

    def end_of(self, start: int) -> int:
        """Where the longest piece that begins at `start` ends."""
        end = min(start + _ALWAYS_FITS, self._length)
        while end < self._length and self._fits(start, end + 1):
            end += 1
        return end

    def start_of(self, end: int) -> int:
        """Where the longest piece that ends at `end` begins."""
        start = max(end - _ALWAYS_FITS, 0)
        while start > 0 and self._fits(start - 1, end):
            start -= 1
        return start

    def ends(self) -> list[int]:
        """The ends of the pieces when each takes the most from the front."""
        ends = [self.end_of(0)]
        while ends[-1] < self._length:
            ends.append(self.end_of(ends[-1]))
        return ends

    def starts(self) -> list[int]:
        """The starts of the pieces, first to last, when each takes the most from the back."""
        starts = [self.start_of(self._length)]
        while starts[-1] > 0:
            starts.append(self.start_of(starts[-1]))
        return starts[::-1]


def _totals(costs: Iterator[int]) -> Sequence[int]:
    return list(accumulate(costs, initial=0))


def _best_cut(text: str, earliest: int, latest: int) -> int:
    """The last good place to cut between two that are possible (both included)."""
    for at in range(latest, earliest - 1, -1):
        if text[at - 1].isspace() and not text[at].isspace():
            return at
    for at in range(latest, earliest - 1, -1):
        if not _joined(text, at):
            return at
    return latest


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of `at` read as one."""
    before, behind = text[at - 1], text[at]
    if "\u200d" in (before, behind) or (before, behind) == ("\r", "\n"):
        return True
    if unicodedata.category(behind).startswith("M"):  # accents and variation selectors
        return True
    if "\U0001f3fb" <= behind <= "\U0001f3ff" or "\U000e0020" <= behind <= "\U000e007f":
        return True  # skin tones, and the tags that spell the flags of regions
    return _is_flag_letter(behind) and _flag_letters_before(text, at) % 2 == 1


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_letter(text[at - count - 1]):
        count += 1
    return count
