"""Characters that look like a blank, or like nothing: pasted from a word processor or web page."""

import re
import unicodedata

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import KNOWN_KEYS
from router.language.source import SourceText

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHINGS = "\u00ad\u200b\u2060-\u2064\ufeff"
_BREAKS = "\u0085\u2028\u2029"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"

ODD_BLANK = re.compile(f"[{_BLANKS}]")
_ODD = re.compile(f"[{_BLANKS}{_NOTHINGS}{_BREAKS}{_CONTROLS}]")
_NOTHING = re.compile(f"[{_NOTHINGS}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_BREAK = re.compile(f"[{_BREAKS}]")
_UNREADABLE = re.compile(f"[{_BREAKS}{_CONTROLS}]")
# Blanks that YAML itself has to see: indentation, dashes, and the two sides of a key's colon.
_LEADING = re.compile(f"[ \t{_BLANKS}]*(?:-[ {_BLANKS}]+)*")
_FIRST_COLON = re.compile(f"[^\\s:#\"'][^:#]*?[ {_BLANKS}]*:(?:[ {_BLANKS}]+|$)")
_KNOWN_COLON = re.compile(
    f"(?<![\\w-])(?:{'|'.join(sorted(KNOWN_KEYS, key=len, reverse=True))}):[ {_BLANKS}]+"
)


def mend_characters(source: SourceText) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """The findings, and the lines as their author meant them; their number stays the same.

    No-break spaces inside a text are left alone: they do no harm there, folding reads them as
    blanks.
    """
    findings: list[Diagnostic] = []
    lines = source.lines
    if source.text.isascii() and not _UNREADABLE.search(source.text):
        return findings, lines
    if not _ODD.search(source.text):
        return findings, lines
    return findings, tuple(
        _mend(line, number, source.name, findings) if _ODD.search(line) else line
        for number, line in enumerate(lines, start=1)
    )


def _mend(line: str, number: int, name: str, findings: list[Diagnostic]) -> str:
    blanks = _structural_blanks(line)
    mended = "".join(" " if at in blanks else char for at, char in enumerate(line))
    mended = _CONTROL.sub("", _BREAK.sub(" ", mended))
    nothing = _NOTHING.search(mended)
    if mended.lstrip().startswith("#"):
        # Nobody reads a remark, so nothing in it is a mistake.
        return mended
    at, code = -1, ""
    if unreadable := _UNREADABLE.search(line):
        at, code = unreadable.start(), "control-character"
    elif blanks:
        at, code = min(blanks), "no-break-space"
    elif nothing:
        at, code = nothing.start(), "invisible-character"
    mended = _NOTHING.sub("", mended)
    if code:
        span = Span(name, number, at + 1, number, at + 2)
        findings.append(_finding(code, line[at], span, mended.rstrip()))
    return mended


def _structural_blanks(line: str) -> set[int]:
    """Where odd blanks stand that YAML must see as blanks."""
    lead = _LEADING.match(line)
    start = lead.end() if lead else 0
    stretches = [(0, start)]
    if first := _FIRST_COLON.match(line, start):
        key = first[0].rstrip().rstrip(":").rstrip()
        stretches.append((start + len(key), first.end()))
    stretches.extend(found.span() for found in _KNOWN_COLON.finditer(line, start))
    return {at for begin, end in stretches for at in range(begin, end) if ODD_BLANK.match(line[at])}


def _finding(code: str, char: str, span: Span, fix: str) -> Diagnostic:
    name = unicodedata.name(char, "control character").lower()
    number = f"U+{ord(char):04X}"
    match code:
        case "no-break-space":
            message = f"a {name} ({number}) stands here instead of a blank"
            hints = ("it looks like a blank; type it again with the space bar",)
        case "invisible-character":
            message = f"an invisible character stands here: {name} ({number})"
            hints = ("it was pasted from another program: delete it, or type the line again",)
        case _:
            message = f"a character that no text holds stands here: {number}"
            hints = ("it was pasted from another program: delete it, or type the line again",)
    return Diagnostic(code, message, span, hints=hints, fix=fix)
