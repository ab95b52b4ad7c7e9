"""Time zones that nobody knows, and those that never change their clocks."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic, Severity
from router.language.times.misread import Misread
from router.language.times.zones import WITHOUT_SUMMER_TIME, read_zone
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `timezone:` that is none, or likely not the one that is meant."""
    for file in whole.files:
        zones = [written.zone for written in file.schedules]
        zones += [written.zone for written in file.rotas]
        for zone in zones:
            if zone is not None:
                yield from _findings(zone, whole)


def _findings(written: Scalar, whole: WholeSet) -> Iterator[Diagnostic]:
    read = read_zone(written.text)
    if isinstance(read, Misread):
        yield Diagnostic(
            code="unknown-zone",
            message=read.words,
            span=written.span,
            hints=(read.hint,),
            fix=whole.mended(written.span, written.text, read.fix) if read.fix else "",
        )
    elif meant := WITHOUT_SUMMER_TIME.get(read.key):
        yield Diagnostic(
            code="fixed-zone",
            message=f'"{read.key}" has no summer time: its clocks never change',
            span=written.span,
            severity=Severity.WARNING,
            hints=(f"did you mean {meant}, whose clocks change in spring and autumn?",),
            fix=whole.mended(written.span, written.text, meant),
        )
