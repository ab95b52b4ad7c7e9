"""Days of the week as rule files write them: `mon-fri`, `mon wed`, `daily`."""

import re
from itertools import pairwise

from router.engine.schedule import DAY_NAMES
from router.language.quoting import listed, quoted
from router.language.suggest import nearest
from router.language.times.misread import Misread
from router.language.times.window_pieces import (
    DAILY,
    EXAMPLE,
    FOR_DASH,
    TO,
    Piece,
    WrongWindow,
    to_for_dash,
)

_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    **{name: at for at, name in enumerate(DAY_NAMES)},
    **{name: at for at, name in enumerate(_LONG)},
    **{f"{name}s": at for at, name in enumerate(_LONG)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
_MEANT = {
    **dict.fromkeys(("everyday", "every", "all", "always", "week", "each"), DAILY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday", "workweek"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat-sun"),
    **{"mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun"},
    **{"di": "tue", "mi": "wed", "do": "thu", "so": "sun"},
}
"""What people write for days, and what they mean by it."""
_DAY_PARTS = re.compile(r"[^\W\d_]+|\S")
_SIGN = re.compile(rf"(?<=[^\W\d_]){FOR_DASH}(?=[^\W\d_])")
_AND = frozenset(("and", "&", "+", ":", "/"))


def read_weekdays(piece: Piece) -> frozenset[int] | WrongWindow:
    """`mon-fri`, `mon wed`, `daily`."""
    if found := TO.search(piece.text.rstrip()) or _SIGN.search(piece.text):
        return to_for_dash(piece, found)
    days: set[int] = set()
    parts = list(_DAY_PARTS.finditer(piece.text))
    at = 0
    while at < len(parts):
        word = parts[at][0].casefold()
        is_range = at + 2 < len(parts) and parts[at + 1][0] == "-"
        if word in _AND:
            at += 1
            continue
        if word == DAILY and not is_range:
            days.update(range(7))
            at += 1
            continue
        ends = [parts[at], parts[at + 2]] if is_range else [parts[at]]
        for end in ends:
            if end[0].casefold() not in _DAYS:
                return _unknown_day(piece, end)
        first, last = (_DAYS[end[0].casefold()] for end in (ends[0], ends[-1]))
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        at += 3 if is_range else 1
    return frozenset(days)


def _unknown_day(piece: Piece, part: re.Match[str]) -> WrongWindow:
    """A word that is no day; with a fix when that of every such word of the piece is known."""
    unknown = [found for found in _DAY_PARTS.finditer(piece.text) if _is_unknown(found[0])]
    if not _is_unknown(part[0]):  # a sign, or a word that does not stand by itself
        misread = Misread(f"{quoted(piece.text)} is not written as days", f"write {EXAMPLE}")
        return piece.wrong("window", misread)
    hint = f"a day is {listed(DAY_NAMES)}; {DAILY} means every day"
    meant = [_meant(found[0]) for found in unknown]
    if meant[0]:
        hint = f'did you mean "{meant[0]}"? {hint}'
    words = f"{quoted(part[0])} is not a day of the week"
    text = piece.text
    if meant[0] == DAILY:  # "every day": what follows the word belongs to it
        end = len(text.rstrip(" :"))
        return piece.wrong("day", Misread(words, hint, DAILY), part.start(), end)
    if not all(meant):
        return piece.wrong("day", Misread(words, hint), part.start(), part.end())
    between = [text[one.end() : two.start()] for one, two in pairwise(unknown)]
    fix = "".join(gap + word for gap, word in zip(["", *between], meant, strict=True))
    return piece.wrong("day", Misread(words, hint, fix), part.start(), unknown[-1].end())


def _is_unknown(word: str) -> bool:
    plain = word.casefold()
    return plain[0].isalpha() and plain not in _DAYS and plain not in _AND and plain != DAILY


def _meant(word: str) -> str:
    plain = word.casefold()
    near = nearest(plain, (*DAY_NAMES, *_LONG, DAILY), synonyms={})
    return _MEANT.get(plain) or near or ""
