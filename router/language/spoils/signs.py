"""Signs of other programs: a word processor's dash or bullet for `-`, `//` for `#`."""

from dataclasses import replace

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF, KNOWN_KEYS, read_line, with_dash, with_hash
from router.language.quoting import quoted
from router.language.spoils.levels import open_levels
from router.language.spoils.mended import Mended
from router.language.tree.events import Trouble

_WORDS = frozenset((*KEYS_OF["text"], *KEYS_OF["address"], "from", "to"))
"""Keys that may have a list of words or numbers."""


def other_dash(trouble: Trouble) -> Mended | None:
    """`– reply: Hello`: the item of a list begins with a sign that looks like a dash."""
    for number in dict.fromkeys((trouble.value_line, trouble.context[0], trouble.line)):
        text = trouble.lines[number]
        column = _first(text)
        item = with_dash(text[column:])
        if item == text[column:]:
            continue
        levels = open_levels(trouble.lines, number)
        is_listed = any(level.is_list and level.column == column for level in levels)
        if is_listed or read_line(item).key in KNOWN_KEYS:
            finding = not_a_dash(_at(trouble, number), text)
            return Mended(finding, {number: finding.fix})
    return None


def other_remark(trouble: Trouble) -> Mended | None:
    """`// changed by Ann`: a remark as programs have it."""
    for number in dict.fromkeys((trouble.value_line, trouble.context[0], trouble.line)):
        if trouble.lines[number].lstrip().startswith("//"):
            finding = not_a_remark(_at(trouble, number), trouble.lines[number])
            return Mended(finding, {number: finding.fix})
    return None


def not_a_dash(near: Span, line: str) -> Diagnostic:
    """The finding about a line (of this place) whose item begins with another sign than a dash."""
    column = _first(line)
    message = f"{quoted(line[column])} is not the dash of a list"
    hints = ("each item of a list starts with a dash and a blank",)
    fix = _with_dash(line)
    return Diagnostic("missing-dash", message, _span(near, column, 1), hints=hints, fix=fix)


def not_a_remark(near: Span, line: str) -> Diagnostic:
    """The finding about a line (of this place) that begins with two slashes."""
    column = _first(line)
    text = line[column:].rstrip()
    message = f"{quoted(text)} is not a remark"
    hints = ('a remark starts with "#"',)
    fix = line[:column] + with_hash(text)
    return Diagnostic("stray-text", message, _span(near, column, len(text)), hints=hints, fix=fix)


def signs_for_dashes(near: Span, lines: tuple[str, ...], key: str) -> Diagnostic | None:
    """Lines that were read as one text, and were meant as a list: each begins with a sign."""
    mended = [_with_dash(line) for line in lines]
    if key not in _WORDS or any(line == as_was for line, as_was in zip(mended, lines, strict=True)):
        return None
    return replace(not_a_dash(near, lines[0]), fix="\n".join(mended))


def _with_dash(line: str) -> str:
    column = _first(line)
    return line[:column] + with_dash(line[column:].rstrip())


def _first(line: str) -> int:
    """The column of the first character that can be seen."""
    return len(line) - len(line.lstrip())


def _at(trouble: Trouble, number: int) -> Span:
    return Span(trouble.name, number + 1, 1, number + 1, 2)


def _span(near: Span, column: int, width: int) -> Span:
    return Span(near.file, near.line, column + 1, near.line, column + 1 + width)
