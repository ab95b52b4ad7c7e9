"""Times that do not exist on the day on which the clocks go forward."""

from collections.abc import Iterator
from datetime import tzinfo

from router.engine.schedule import MINUTES_OF_A_DAY, Window
from router.language.diagnostics import Diagnostic, Severity
from router.language.quoting import quoted
from router.language.times.clock_gaps import Gap, gap_at, gaps_of
from router.language.times.clock_times import clock, read_moment
from router.language.times.misread import Misread
from router.language.times.schedules import zone_of
from router.language.times.window_pieces import PlacedWindow
from router.language.times.windows import is_empty, read_windows
from router.language.whole import WholeSet
from router.language.written.times import WrittenRota, WrittenSchedule


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each beginning and end of a window, and each start of a rota, that a clock change skips."""
    for file in whole.files:
        for schedule in file.schedules:
            yield from _schedule(schedule, whole)
        for rota in file.rotas:
            yield from _rota(rota, whole)


def _rota(rota: WrittenRota, whole: WholeSet) -> Iterator[Diagnostic]:
    zone, starts = zone_of(rota.zone, whole.options.zone), read_moment(rota.starts.text)
    if zone is None or isinstance(starts, Misread):
        return
    gap = gap_at(zone, starts)
    if gap is None:
        return
    text = f"{starts.date()} {clock(gap.end)}"
    skipped = f"{clock(gap.start)}-{clock(gap.end)}"
    yield Diagnostic(
        code="clock-change",
        message=f"{quoted(rota.starts.text)} does not exist: the clock skips {skipped} that day",
        span=rota.starts.span,
        severity=Severity.WARNING,
        hints=(f"the clocks in {zone} go forward then: write {text}",),
        fix=whole.mended(rota.starts.span, rota.starts.text, text),
    )


def _schedule(schedule: WrittenSchedule, whole: WholeSet) -> Iterator[Diagnostic]:
    zone = zone_of(schedule.zone, whole.options.zone)
    if zone is None:
        return
    for placed in read_windows(schedule.open):
        if isinstance(placed, PlacedWindow) and not is_empty(placed.window):
            yield from _window(placed, zone, whole)


def _window(placed: PlacedWindow, zone: tzinfo, whole: WholeSet) -> Iterator[Diagnostic]:
    window = placed.window
    span = whole.place_in(placed.value, placed.offset, placed.length)
    for gap in gaps_of(zone):
        skipped = f"{clock(gap.start)}-{clock(gap.end)}"
        if _within(window, gap):
            message = f"{quoted(placed.text)} never opens on {gap.day}: the clock skips {skipped}"
        elif edge := _skipped_edge(window, gap):
            message = f"{edge} does not exist on {gap.day}: the clock skips {skipped}"
        else:
            continue
        yield Diagnostic(
            code="clock-change",
            message=message,
            span=span,
            severity=Severity.WARNING,
            hints=(
                f"so it does every year in {zone} when summer time begins: choose another time",
            ),
        )
        return


def _within(window: Window, gap: Gap) -> bool:
    """Whether a window lies wholly in hours that are skipped."""
    fits = gap.start <= window.start < window.end <= gap.end
    return fits and gap.day.weekday() in window.days


def _skipped_edge(window: Window, gap: Gap) -> str:
    """The beginning or end that is skipped; at the very change both clocks mean one moment."""
    weekday = gap.day.weekday()
    if weekday in window.days and gap.start < window.start < gap.end:
        return clock(window.start)
    over_midnight = window.end <= window.start
    ends_on = (weekday - 1) % 7 if over_midnight else weekday
    if ends_on in window.days and gap.start < window.end % MINUTES_OF_A_DAY < gap.end:
        return clock(window.end)
    return ""
