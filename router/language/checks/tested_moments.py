"""`at:` of examples and tests: a day and a time that there is."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.times.misread import Misread
from router.language.times.moments import read_instant
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `at:` that cannot be read."""
    for file in whole.files:
        times = (*(message.at for message in file.messages()), *(test.at for test in file.tests))
        # A time that several messages of a test have stands there once.
        for at in {at.span: at for at in times if at is not None}.values():
            read = read_instant(at.text, whole.options.zone)
            if isinstance(read, Misread):
                fix = whole.mended(at.span, at.text, read.fix) if read.fix else ""
                yield Diagnostic(
                    code="bad-time",
                    message=read.words,
                    span=at.span,
                    hints=(read.hint,),
                    fix=fix,
                )
