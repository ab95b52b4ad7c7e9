"""Hours of schedules that cannot be read, have no length, or stand in each other's way."""

from collections.abc import Iterator, Sequence

from router.core.position import Span
from router.engine.schedule import MINUTES_OF_A_DAY
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.quoting import quoted
from router.language.times.window_pieces import PlacedWindow, WrongWindow
from router.language.times.windows import in_the_afternoon, is_empty, read_windows, seems_reversed
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet

_WEEK = 7 * MINUTES_OF_A_DAY


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each window of each schedule that is not as it should be."""
    for file in whole.files:
        for schedule in file.schedules:
            placed: list[PlacedWindow] = []
            for read in read_windows(schedule.open):
                if isinstance(read, WrongWindow):
                    yield _unreadable(read, whole)
                elif is_empty(read.window):
                    yield _empty(read, whole)
                else:
                    placed.append(read)
            yield from (_reversed(one, whole) for one in placed if seems_reversed(one.window))
            yield from _overlaps(placed, whole)


def _place(value: Scalar, offset: int, length: int, whole: WholeSet) -> Span:
    return whole.place_in(value, offset, length)


def _mended(value: Scalar, offset: int, length: int, fix: str, whole: WholeSet) -> str:
    """The author's line with a part of the value replaced."""
    text = value.text[:offset] + fix + value.text[offset + length :]
    return whole.mended(value.span, value.text, text) if fix else ""


def _unreadable(wrong: WrongWindow, whole: WholeSet) -> Diagnostic:
    value, offset, length, misread = wrong.value, wrong.offset, wrong.length, wrong.misread
    codes = {"day": "unknown-day", "time": "bad-time", "window": "bad-window"}
    return Diagnostic(
        code=codes[wrong.what],
        message=misread.words,
        span=_place(value, offset, length, whole),
        hints=(misread.hint,),
        fix=_mended(value, offset, length, misread.fix, whole),
    )


def _hours(placed: PlacedWindow) -> tuple[int, int]:
    """Where the hours alone stand in the value: offset and length."""
    text = placed.text
    digits = next(at for at, char in enumerate(text) if char.isdigit())
    return placed.offset + digits, placed.length - digits


def _empty(placed: PlacedWindow, whole: WholeSet) -> Diagnostic:
    offset, length = _hours(placed)
    hours = placed.value.text[offset : offset + length]
    midnight = placed.window.start == 0
    return Diagnostic(
        code="empty-window",
        message=f"{quoted(hours)} has no length: it ends when it begins",
        span=_place(placed.value, offset, length, whole),
        hints=("for the whole day, write 00:00-24:00",),
        fix=_mended(placed.value, offset, length, "00:00-24:00", whole) if midnight else "",
    )


def _reversed(placed: PlacedWindow, whole: WholeSet) -> Diagnostic:
    offset, length = _hours(placed)
    hours = placed.value.text[offset : offset + length]
    meant = in_the_afternoon(placed.window)
    return Diagnostic(
        code="reversed-window",
        message=f"{quoted(hours)} goes on through the night, until the next morning",
        span=_place(placed.value, offset, length, whole),
        severity=Severity.WARNING,
        hints=(f"for an end in the afternoon, write {meant}",),
        fix=_mended(placed.value, offset, length, meant, whole),
    )


def _overlaps(placed: Sequence[PlacedWindow], whole: WholeSet) -> Iterator[Diagnostic]:
    """Each window that is open when another already is, told once."""
    told: set[int] = set()
    stretches = sorted(_stretches(placed))
    end, holder = -1, -1
    for start, stop, at in [*stretches, *((s + _WEEK, e + _WEEK, at) for s, e, at in stretches)]:
        if start < end and holder != at:
            later, first = max(at, holder), min(at, holder)
            if later not in told:
                told.add(later)
                yield _overlap(placed[later], placed[first], whole)
        if stop > end:
            end, holder = stop, at


def _stretches(placed: Sequence[PlacedWindow]) -> Iterator[tuple[int, int, int]]:
    """Beginning and end in minutes of the week, and the window's index, for each day of each."""
    for at, one in enumerate(placed):
        window = one.window
        over_midnight = MINUTES_OF_A_DAY if window.end < window.start else 0
        for day in window.days:
            midnight = day * MINUTES_OF_A_DAY
            yield midnight + window.start, midnight + window.end + over_midnight, at


def _overlap(later: PlacedWindow, first: PlacedWindow, whole: WholeSet) -> Diagnostic:
    return Diagnostic(
        code="overlapping-windows",
        message=f"{quoted(later.text)} overlaps {quoted(first.text)}",
        span=_place(later.value, later.offset, later.length, whole),
        severity=Severity.WARNING,
        hints=("it is open at that time already: change one, or take it out",),
        related=(Related("the other one", _place(first.value, first.offset, first.length, whole)),),
    )
