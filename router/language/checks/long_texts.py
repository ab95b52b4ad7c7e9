"""Texts that are longer than Plivo takes in one message."""

from collections.abc import Iterator

from router.core.actions import Template
from router.core.position import Span
from router.core.segments import Encoding, measure, split_message
from router.language.diagnostics import Diagnostic, Severity
from router.language.texts import least_text, read_template, texts_of
from router.language.whole import WholeSet

_SHOWN = 40
_SURELY_FITS = 300
"""No text of so few characters needs a closer look."""


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each text that goes out as several messages, whatever its placeholders become."""
    for rule in whole.rules:
        for written in texts_of(rule.rule):
            if len(written.text) <= _SURELY_FITS:
                continue
            template = read_template(written)
            if not isinstance(template, Template):
                continue
            text = least_text(template)
            pieces = len(split_message(text))
            if pieces > 1:
                yield Diagnostic(
                    code="long-text",
                    message=f"this text is longer than one message: it goes out as {pieces}",
                    span=_beginning(written.span),
                    severity=Severity.WARNING,
                    hints=(f"it has {len(text):,} characters; {_limit(text)}",),
                )


def _beginning(span: Span) -> Span:
    """The first words: carets under all of so long a text would hide it."""
    if span.end_line == span.line:
        return span._replace(end_column=min(span.end_column, span.column + _SHOWN))
    return span


def _limit(text: str) -> str:
    if measure(text).encoding is Encoding.GSM7:
        return "Plivo takes 1,600 in one message"
    return "with a character outside the plain alphabet, Plivo takes 737 in one message"
