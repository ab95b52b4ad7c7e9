"""When the turns of a rota start, how long they are, and swaps that come too early."""

from collections.abc import Iterator

from router.language.checks.closed_days import bad_date
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.times.clock_times import read_moment
from router.language.times.dates import read_date
from router.language.times.misread import Misread
from router.language.times.turn_lengths import read_length
from router.language.whole import WholeSet
from router.language.written.times import WrittenRota


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `starts:`, `every:` and swap that is not as it should be."""
    for file in whole.files:
        for rota in file.rotas:
            yield from _starts(rota, whole)
            yield from _every(rota, whole)
            yield from _early_swaps(rota)


def _starts(rota: WrittenRota, whole: WholeSet) -> Iterator[Diagnostic]:
    written = rota.starts
    read = read_moment(written.text)
    if not isinstance(read, Misread):
        return
    day, *_ = written.text.split() or [""]
    if isinstance(read_date(day), Misread):
        yield bad_date(written, read, whole)
        return
    yield Diagnostic(
        code="bad-time",
        message=read.words,
        span=written.span,
        hints=(read.hint,),
        fix=whole.mended(written.span, written.text, read.fix) if read.fix else "",
    )


def _every(rota: WrittenRota, whole: WholeSet) -> Iterator[Diagnostic]:
    written = rota.every
    read = read_length(written.text)
    if isinstance(read, Misread):
        yield Diagnostic(
            code="bad-turn-length",
            message=read.words,
            span=written.span,
            hints=(read.hint,),
            fix=whole.mended(written.span, written.text, read.fix) if read.fix else "",
        )


def _early_swaps(rota: WrittenRota) -> Iterator[Diagnostic]:
    starts = read_moment(rota.starts.text)
    for swap in rota.swaps:
        day = read_date(swap.day.text)
        if isinstance(starts, Misread) or isinstance(day, Misread) or day >= starts.date():
            continue
        yield Diagnostic(
            code="early-swap",
            message=f"on {day} the rota has not started yet",
            span=swap.day.span,
            severity=Severity.WARNING,
            hints=("take the swap out, or correct one of the two dates",),
            related=(Related("it starts here", rota.starts.span),),
        )
