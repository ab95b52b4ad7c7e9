"""How many characters a text must have at least to hold a phrase once it is folded.

Folding makes more of a character now and then: `₨` becomes `rs`, `ﬃ` becomes `ffi`. So “hours”
can stand in a text of four characters, and in none of three.
"""

from typing import Final

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
# What Unicode makes of one character, as far as it is ASCII and more than one.
# Source: the compatibility decompositions and full case foldings of the Unicode standard.
_PIECES: Final = " ".join(
    [
        *map(str, range(10, 51)),
        *(f"({number})" for number in range(1, 21)),
        *(f"{number}." for number in range(21)),
        *(f"{number}," for number in range(10)),
        *(f"({letter})" for letter in _LETTERS),
        "!! !? ?! ?? .. ... :: ::= == === a.m. p.m. a/c a/s c/o c/u co. au bar bq cal kcal cc cd",
        "cm2 cm3 da db dj dl dm2 dm3 dz erg ev fax ffi ffl fl fm gal gb ghz gpa gy ha hg hp hpa hv",
        "hz iii ij in iu iv ix ka kb kg khz kk kl km2 km3 kpa kt kv kw lj lm ln log ltd lx m2 m3",
        "ma mb mc md mg mhz mil ml mm2 mm3 mol mpa mr ms mv mw na nf nj nm no ns nv nw ov pa pc",
        "pf ph ppm ppv pr ps pte pv pw rad rs s2 sd sm sr ss st sv tel thz tm viii wb wc wz xii",
    ]
)


def least_length(folded: str) -> int:
    """A number of characters below which no text holds this once it is folded.

    Exact for ASCII; letters of Cyrillic count one each, those of other scripts are not counted
    but for the first, as some stand together in one character.
    """
    runs = "".join(char if _is_counted(char) else "\n" for char in folded).split("\n")
    return max(int(bool(folded)), *(_least_characters(run.strip()) for run in runs))


def _is_counted(char: str) -> bool:
    return char.isascii() or "\u0400" <= char <= "\u052f"


def _least_characters(run: str) -> int:
    """How few pieces make up a run: single characters, and stretches of those one becomes."""
    least = [0]
    for end in range(1, len(run) + 1):
        start = end - 1
        fewest = least[start]
        # A blank parts the pieces from each other; none has one.
        while start and " " not in (piece := run[start - 1 : end]) and piece in _PIECES:
            start -= 1
            fewest = min(fewest, least[start])
        least.append(fewest + 1)
    return least[-1]
