"""`at:` of examples and tests: a day and a time that there is."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.times.misread import Misread
from router.language.times.moments import read_instant
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `at:` that cannot be read."""
    for file in whole.files:
        for message in file.messages():
            if message.at is None:
                continue
            read = read_instant(message.at.text, whole.options.zone)
            if isinstance(read, Misread):
                fix = whole.mended(message.at.span, message.at.text, read.fix) if read.fix else ""
                yield Diagnostic(
                    code="bad-time",
                    message=read.words,
                    span=message.at.span,
                    hints=(read.hint,),
                    fix=fix,
                )
