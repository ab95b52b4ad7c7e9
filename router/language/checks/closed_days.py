"""Closed days of schedules, and days of rotas, that are no dates."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.times.dates import read_date, read_days
from router.language.times.misread import Misread
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `closed:` that is no date or range, each range backwards, each swap on no date."""
    for file in whole.files:
        for schedule in file.schedules:
            for value in schedule.closed:
                yield from _closed(value, whole)
        for rota in file.rotas:
            for swap in rota.swaps:
                read = read_date(swap.day.text)
                if isinstance(read, Misread):
                    yield bad_date(swap.day, read, whole)


def bad_date(written: Scalar, read: Misread, whole: WholeSet) -> Diagnostic:
    """A value that is no date."""
    return Diagnostic(
        code="bad-date",
        message=read.words,
        span=written.span,
        hints=(read.hint,),
        fix=whole.mended(written.span, written.text, read.fix) if read.fix else "",
    )


def _closed(written: Scalar, whole: WholeSet) -> Iterator[Diagnostic]:
    read = read_days(written.text)
    if isinstance(read, Misread):
        yield bad_date(written, read, whole)
    elif read[1] < read[0]:
        fix = f"{read[1]}..{read[0]}"
        yield Diagnostic(
            code="reversed-dates",
            message=f"{quoted(written.text)} ends before it begins",
            span=written.span,
            hints=(f"write the first day first: {fix}",),
            fix=whole.mended(written.span, written.text, fix),
        )
