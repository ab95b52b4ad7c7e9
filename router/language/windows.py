"""Hours of the week as rule files write them: `mon-fri 09:00-17:00`, `daily 08:00-20:00`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from router.engine.schedule import DAY_NAMES, MINUTES_OF_A_DAY, Window
from router.language.clock_times import clock, read_time
from router.language.misread import Misread
from router.language.quoting import listed, quoted
from router.language.suggest import nearest
from router.language.yamlnodes import Scalar

EXAMPLE = "mon-fri 09:00-17:00"
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    **{name: at for at, name in enumerate(DAY_NAMES)},
    **{name: at for at, name in enumerate(_LONG)},
    **{f"{name}s": at for at, name in enumerate(_LONG)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
_DAILY = "daily"
_MEANT = {
    **dict.fromkeys(("everyday", "every", "all", "always", "week", "each"), _DAILY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday", "workweek"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat-sun"),
    **{"mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun"},
    **{"di": "tue", "mi": "wed", "do": "thu", "so": "sun"},
}
"""What people write for days, and what they mean by it."""
_ALL_DAY = frozenset(("24/7", "24h", "24x7", "always", "24-7", "24 hours"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_FIRST_TIME = re.compile(r"[0-9]|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_TIME = r"(?:[0-9][0-9.:,h]*(?:\s*[ap]\.?\s?m\b\.?)?|noon|midday|midnight)"
_RANGE = re.compile(rf"({_TIME})\s*-\s*({_TIME})", re.IGNORECASE)
_TO = re.compile(r"\s*\b(?:to|till|until|through|bis)\b\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s|;|&|\band\b)*", re.IGNORECASE)
_DAY_PARTS = re.compile(r"[^\W\d_]+|\S")
_AND = frozenset(("and", "&", "+", ":", "/"))
_NOON = 12 * 60


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
class _Piece:
    """What stands between two commas."""

    value: Scalar
    offset: int
    text: str

    def wrong(self, what: str, misread: Misread, start: int = 0, end: int = -1) -> WrongWindow:
        end = len(self.text) if end < 0 else end
        return WrongWindow(what, misread, self.value, self.offset + start, end - start)


def read_windows(values: Sequence[Scalar]) -> Iterator[PlacedWindow | WrongWindow]:
    """The windows of `open:`, in order, and what cannot be read of them.

    The values are read like one sentence: days alone (`mon, wed 9:00-12:00`) belong to the hours
    that follow, and hours alone (`mon 9:00-12:00, 14:00-17:00`) to the days before.
    """
    waiting: list[_Piece] = []
    days: frozenset[int] | None = None
    for piece in _pieces(values):
        if _is_all_day(piece.text):
            hint = f"write {_DAILY} 00:00-24:00"
            words = f"{quoted(piece.text)} is not written as days and hours"
            yield piece.wrong("window", Misread(words, hint, f"{_DAILY} 00:00-24:00"))
            return
        found = _FIRST_TIME.search(piece.text)
        if not found:
            waiting.append(piece)
            continue
        named = [*waiting, _Piece(piece.value, piece.offset, piece.text[: found.start()])]
        waiting = []
        if any(part.text.strip() for part in named):
            days = frozenset()
            for part in named:
                read = _read_days(part)
                if isinstance(read, WrongWindow):
                    yield read
                    break
                days |= read
            else:
                yield from _read_hours(piece, found.start(), days)
            continue
        if days is None:
            yield _without_days(piece)
            return
        yield from _read_hours(piece, 0, days)
    for piece in waiting:
        read = _read_days(piece)
        yield read if isinstance(read, WrongWindow) else _without_hours(piece)


def _pieces(values: Sequence[Scalar]) -> Iterator[_Piece]:
    for value in values:
        at = 0
        for part in value.text.split(","):
            text = part.strip()
            if text:
                yield _Piece(value, at + part.index(text), text.translate(_DASHES))
            at += len(part) + 1


def _is_all_day(text: str) -> bool:
    return text.casefold() in _ALL_DAY


def _without_days(piece: _Piece) -> WrongWindow:
    words = f"{quoted(piece.text)} has hours, but no days"
    hint = f"write the days in front, such as {EXAMPLE}, or {_DAILY} for every day"
    return piece.wrong("window", Misread(words, hint, f"{_DAILY} {piece.text}"))


def _without_hours(piece: _Piece) -> WrongWindow:
    words = f"{quoted(piece.text)} has no hours"
    hint = f"write {piece.text} 09:00-17:00, or {piece.text} 00:00-24:00 for the whole day"
    return piece.wrong("window", Misread(words, hint))


def _read_days(piece: _Piece) -> frozenset[int] | WrongWindow:
    """`mon-fri`, `mon wed`, `daily`."""
    if found := _TO.search(piece.text.rstrip()):
        return _to_for_dash(piece, found)
    days: set[int] = set()
    parts = list(_DAY_PARTS.finditer(piece.text))
    at = 0
    while at < len(parts):
        word = parts[at][0].casefold()
        is_range = at + 2 < len(parts) and parts[at + 1][0] == "-"
        if word in _AND:
            at += 1
            continue
        if word == _DAILY and not is_range:
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


def _unknown_day(piece: _Piece, part: re.Match[str]) -> WrongWindow:
    """A word that is no day; with a fix when that of every such word of the piece is known."""
    unknown = [found for found in _DAY_PARTS.finditer(piece.text) if _is_unknown(found[0])]
    if not _is_unknown(part[0]):  # a sign, or a word that does not stand by itself
        misread = Misread(f"{quoted(piece.text)} is not written as days", f"write {EXAMPLE}")
        return piece.wrong("window", misread)
    hint = f"a day is {listed(DAY_NAMES)}; {_DAILY} means every day"
    meant = [_meant(found[0]) for found in unknown]
    if meant[0]:
        hint = f'did you mean "{meant[0]}"? {hint}'
    words = f"{quoted(part[0])} is not a day of the week"
    text = piece.text
    if meant[0] == _DAILY:  # "every day": what follows the word belongs to it
        end = len(text.rstrip(" :"))
        return piece.wrong("day", Misread(words, hint, _DAILY), part.start(), end)
    if not all(meant):
        return piece.wrong("day", Misread(words, hint), part.start(), part.end())
    between = [text[one.end() : two.start()] for one, two in pairwise(unknown)]
    fix = "".join(gap + word for gap, word in zip(["", *between], meant, strict=True))
    return piece.wrong("day", Misread(words, hint, fix), part.start(), unknown[-1].end())


def _is_unknown(word: str) -> bool:
    plain = word.casefold()
    return plain[0].isalpha() and plain not in _DAYS and plain not in _AND and plain != _DAILY


def _meant(word: str) -> str:
    plain = word.casefold()
    near = nearest(plain, (*DAY_NAMES, *_LONG, _DAILY), synonyms={})
    return _MEANT.get(plain) or near or ""


def _read_hours(
    piece: _Piece, start: int, days: frozenset[int]
) -> Iterator[PlacedWindow | WrongWindow]:
    """`09:00-12:00 14:00-17:00` from `start` on."""
    text = piece.text
    if found := _TO.search(text, start):
        yield _to_for_dash(piece, found)
        return
    at, first = start, True
    while at < len(text):
        found = _RANGE.match(text, at)
        if not found:
            yield _no_range(piece, at)
            return
        ends = _read_range(piece, found)
        if isinstance(ends, WrongWindow):
            yield ends
            return
        written_from = 0 if first else found.start()
        yield PlacedWindow(
            Window(days, *ends),
            piece.value,
            piece.offset + written_from,
            found.end() - written_from,
        )
        between = _BETWEEN.match(text, found.end())
        at, first = between.end() if between else found.end(), False


def _to_for_dash(piece: _Piece, found: re.Match[str]) -> WrongWindow:
    words = f"{quoted(found[0].strip())} stands where a dash belongs"
    hint = f"write {EXAMPLE}"
    return piece.wrong("window", Misread(words, hint, "-"), found.start(), found.end())


def _no_range(piece: _Piece, at: int) -> WrongWindow:
    text = piece.text[at:]
    alone = re.fullmatch(rf"{_TIME}\s*[-+]?", text, re.IGNORECASE)
    if alone:
        words = f"{quoted(text)} lacks the time at which it ends"
        return piece.wrong("window", Misread(words, f"write both, such as {EXAMPLE}"), at)
    words = f"{quoted(text)} is not written as hours"
    return piece.wrong("window", Misread(words, f"write days and hours, such as {EXAMPLE}"), at)


def _read_range(piece: _Piece, found: re.Match[str]) -> tuple[int, int] | WrongWindow:
    """Both ends of `09:00-17:00` in minutes, or what is wrong with one or both."""
    begin, end = _read_beginning(found[1], found[2]), _read_end(found[2])
    if isinstance(begin, Misread) and isinstance(end, Misread) and begin.fix and end.fix:
        fix = f"{begin.fix}-{end.fix}"
        words = end.words.replace(quoted(found[2]), quoted(found[0]), 1)
        return piece.wrong("time", Misread(words, f"write {fix}", fix), found.start(), found.end())
    if isinstance(begin, Misread):
        return piece.wrong("time", begin, found.start(1), found.end(1))
    if isinstance(end, Misread):
        return piece.wrong("time", end, found.start(2), found.end(2))
    return begin, end


def _read_beginning(begin: str, end: str) -> int | Misread:
    if begin.casefold() == "midnight":
        return Misread(f"{quoted(begin)} is not written as a time", "write 00:00", "00:00")
    minutes = read_time(_like_its_end(begin, end))
    if minutes == MINUTES_OF_A_DAY:
        words = f"{quoted(begin)} is the end of a day, and nothing begins there"
        return Misread(words, "write 00:00, and the day after")
    return minutes


def _read_end(written: str) -> int | Misread:
    """An end; for 25:00 one o'clock of the next day is what is meant."""
    minutes = read_time(written)
    late = re.fullmatch(r"(2[4-9]|3[0-5]):([0-5][0-9])", written)
    if isinstance(minutes, Misread) and late:
        next_day = f"{int(late[1]) - 24:02}:{late[2]}"
        return Misread(minutes.words, f"for {next_day} on the next day write {next_day}", next_day)
    return minutes


def _like_its_end(begin: str, end: str) -> str:
    """The `1` of `1-5pm` as `1pm`: of two hours on one clock face, the later one says which half.

    The `9` of `9-5pm` is left alone, for nine comes before five in the morning only.
    """
    last = re.fullmatch(r"([0-9]{1,2})\s*(?:[:.][0-9]{2})?\s*p\.?\s?m\.?", end, re.IGNORECASE)
    if not last or not begin.isdigit() or not int(begin) < int(last[1]) < 12:
        return begin
    return f"{begin}pm"


def is_empty(window: Window) -> bool:
    """Whether a window ends when it begins."""
    return window.start == window.end


def seems_reversed(window: Window) -> bool:
    """Whether a window goes on from one morning to the next: `9:00-5:00` for nine to five."""
    return 0 < window.end < window.start <= _NOON


def in_the_afternoon(window: Window) -> str:
    """The hours of a window with its end twelve hours later."""
    return f"{clock(window.start)}-{clock(window.end + _NOON)}"
