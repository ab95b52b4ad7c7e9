"""Texts that one character makes dearer than they look."""

from collections.abc import Iterator

from router.core.actions import Template
from router.core.segments import first_ucs2_character, measure, plain_twin
from router.language.diagnostics import Diagnostic, Severity
from router.language.lines import in_quotes
from router.language.quoting import quoted
from router.language.texts import has_placeholders, least_text, read_template, texts_of
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each text that would cost less without the characters that GSM-7 has not.

    A text in another script is meant so, and is left alone: there is a finding only when every
    such character has a plain twin, or when one character alone is to blame.
    """
    for rule in whole.rules:
        for written in texts_of(rule.rule):
            if not written.text.isascii() or "`" in written.text or "\t" in written.text:
                yield from _findings(written, whole)


def _findings(written: Scalar, whole: WholeSet) -> Iterator[Diagnostic]:
    template = read_template(written)
    if not isinstance(template, Template):
        return
    text = least_text(template)
    met = first_ucs2_character(text)
    plain = _in_plain_letters(text)
    if met is None or plain is None:
        return
    now, then = measure(text).count, measure(plain).count
    # With placeholders the text is longer than this: what counts is the room that is left.
    if now <= then and not (has_placeholders(template) and plain_twin(met[1]) is not None):
        return
    yield _finding(written, met[1], (now, then), whole)


def _in_plain_letters(text: str) -> str | None:
    """The text with plain twins, or without its only strange character; else None."""
    strange = {char for char in text if first_ucs2_character(char)}
    twins = {char: plain_twin(char) for char in strange}
    if None not in twins.values():
        return text.translate({ord(char): twin for char, twin in twins.items()})
    return "".join(char for char in text if char not in strange) if len(strange) == 1 else None


def _finding(written: Scalar, char: str, segments: tuple[int, int], whole: WholeSet) -> Diagnostic:
    now, then = segments
    twin = plain_twin(char)
    shown = quoted(char) if char.isprintable() else f"the character U+{ord(char):04X}"
    if now > then:
        message = f"{shown} makes this text cost {now} segments in place of {then}"
    else:
        message = f"{shown} leaves this text 70 characters a segment in place of 160"
    at = written.text.index(char)
    return Diagnostic(
        code="costly-character",
        message=message,
        span=whole.place_in(written, at, 1),
        severity=Severity.WARNING,
        hints=(_advice(twin, written),),
        fix="" if twin is None else _mended(written, whole),
    )


def _mended(written: Scalar, whole: WholeSet) -> str:
    """The author's line with every such character plain; "" where that could spoil the YAML."""
    plain = _in_plain_letters(written.text)
    if plain is None or plain[:1] != written.text[:1]:
        return ""
    if not written.plain and set("\"'") & (set(plain) - set(written.text)):
        # The plain quote would end the text: it goes between quotes of the other kind.
        line = whole.sources[written.span.file].lines[written.span.line - 1]
        sign = line[written.span.column - 1 : written.span.column]
        around = f"{sign}{written.text}{sign}"
        return whole.mended(written.span, around, in_quotes(plain)) if sign in "\"'" else ""
    return whole.mended(written.span, written.text, plain)


def _advice(twin: str | None, written: Scalar) -> str:
    if twin:
        shown = "a blank" if twin.isspace() else twin
        if twin in "\"'" and not written.plain:
            return f"write {shown} in its place, and the text between quotes that do not end it"
        return f"write {shown} in its place: every segment is paid for"
    if twin == "":
        return "leave it out: it cannot be seen"
    return "leave it out, or keep it if it is worth the price"
