"""Hours of the week as rule files write them: `mon-fri 09:00-17:00`, `daily 08:00-20:00`."""

import re
from collections.abc import Iterator, Sequence

from router.engine.schedule import MINUTES_OF_A_DAY, Window
from router.language.quoting import quoted
from router.language.times.clock_times import clock, read_time
from router.language.times.misread import Misread
from router.language.times.weekdays import read_weekdays
from router.language.times.window_pieces import (
    DAILY,
    EXAMPLE,
    FOR_DASH,
    TO,
    Piece,
    PlacedWindow,
    WrongWindow,
    no_dash,
    pieces,
    to_for_dash,
)
from router.language.tree.nodes import Scalar

_ALL_DAY = frozenset(("24/7", "24h", "24x7", "always", "24-7", "24 hours"))
_FIRST_TIME = re.compile(r"[0-9]|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_TIME = r"(?:[0-9][0-9.:,h]*(?:\s*[ap]\.?\s?m\b\.?)?|noon|midday|midnight)"
_RANGE = re.compile(rf"({_TIME})\s*-\s*({_TIME})", re.IGNORECASE)
_WITHOUT_DASH = re.compile(rf"{_TIME}(?P<between>{FOR_DASH}|\s*/\s*|\s+)(?={_TIME})", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\s|;|&|\band\b)*", re.IGNORECASE)
_NOON = 12 * 60


def read_windows(values: Sequence[Scalar]) -> Iterator[PlacedWindow | WrongWindow]:
    """The windows of `open:`, in order, and what cannot be read of them.

    The values are read like one sentence: days alone (`mon, wed 9:00-12:00`) belong to the hours
    that follow, and hours alone (`mon 9:00-12:00, 14:00-17:00`) to the days before.
    """
    waiting: list[Piece] = []
    days: frozenset[int] | None = None
    for piece in pieces(values):
        if piece.text.casefold() in _ALL_DAY:
            yield _around_the_clock(piece)
            return
        found = _FIRST_TIME.search(piece.text)
        if not found:
            waiting.append(piece)
            continue
        named = [*waiting, Piece(piece.value, piece.offset, piece.text[: found.start()])]
        waiting = []
        if any(part.text for part in named):
            read = _read_all(named)
            if isinstance(read, WrongWindow):
                yield read
                continue
            days = read
        if days is None:
            yield _without_days(piece)
            return
        yield from _read_hours(piece, found.start(), days)
    for piece in waiting:
        alone = read_weekdays(piece)
        yield alone if isinstance(alone, WrongWindow) else _without_hours(piece)


def _read_all(named: Sequence[Piece]) -> frozenset[int] | WrongWindow:
    """The days of several pieces together."""
    days: frozenset[int] = frozenset()
    for piece in named:
        read = read_weekdays(piece)
        if isinstance(read, WrongWindow):
            return read
        days |= read
    return days


def _around_the_clock(piece: Piece) -> WrongWindow:
    meant = f"{DAILY} 00:00-24:00"
    words = f"{quoted(piece.text)} is not written as days and hours"
    return piece.wrong("window", Misread(words, f"write {meant}", meant))


def _without_days(piece: Piece) -> WrongWindow:
    words = f"{quoted(piece.text)} has hours, but no days"
    hint = f"write the days in front, such as {EXAMPLE}, or {DAILY} for every day"
    return piece.wrong("window", Misread(words, hint, f"{DAILY} {piece.text}"))


def _without_hours(piece: Piece) -> WrongWindow:
    words = f"{quoted(piece.text)} has no hours"
    hint = f"write {piece.text} 09:00-17:00, or {piece.text} 00:00-24:00 for the whole day"
    return piece.wrong("window", Misread(words, hint))


def _read_hours(
    piece: Piece, start: int, days: frozenset[int]
) -> Iterator[PlacedWindow | WrongWindow]:
    """`09:00-12:00 14:00-17:00` from `start` on."""
    text = piece.text
    if found := TO.search(text, start):
        yield to_for_dash(piece, found)
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


def _no_range(piece: Piece, at: int) -> WrongWindow:
    text = piece.text[at:]
    if found := _WITHOUT_DASH.match(piece.text, at):
        sign = found["between"].strip()
        words = f"{quoted(text)} has no dash between its times"
        if sign:
            words = f"{quoted(sign)} stands where a dash belongs"
        return no_dash(piece, words, found.span("between"))
    alone = re.fullmatch(rf"{_TIME}\s*[-+]?", text, re.IGNORECASE)
    if alone:
        words = f"{quoted(text)} lacks the time at which it ends"
        return piece.wrong("window", Misread(words, f"write both, such as {EXAMPLE}"), at)
    words = f"{quoted(text)} is not written as hours"
    return piece.wrong("window", Misread(words, f"write days and hours, such as {EXAMPLE}"), at)


def _read_range(piece: Piece, found: re.Match[str]) -> tuple[int, int] | WrongWindow:
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
