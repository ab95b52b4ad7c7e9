"""The one small edit after which a file reads well: lines to move sideways, a dash, a bracket.

A block that slipped to the margin, or a dash that went away, spoils what stands around it, and
each piece of that has a finding of its own. What the author did shows when it is undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from router.core.position import Span
from router.language.bracket_slips import ends_unopened
from router.language.diagnostics import Diagnostic
from router.language.lines import read_line
from router.language.quoting import quoted
from router.language.slips import Slip, slips, slips_of_brackets
from router.language.source import SourceText
from router.language.spoils.characters import mend_characters
from router.language.tree.events import Trouble, read_events

MAX_CHARACTERS = 400_000
"""So many characters are read in all while edits are tried."""
MAX_FINDINGS = 100
"""More of them in a file are no single edit's."""
_LEAST = (0, False, 1)
"""What no other edit costs less than: nothing is left, nothing is cut, and it is a single line."""
_NEAR = 14
"""So many lines around an edit, nothing may be wrong any more."""
_LONGEST_KEY = 20

_OF_PLACE = frozenset({
    "does-not-fit", "empty-value", "misplaced-dash", "missing-dash", "missing-key", "needs-quotes",
    "no-key", "several-actions", "several-keys", "stray-text", "swallowed-item", "unknown-key",
    "wrong-indent", "wrong-kind",
})  # fmt: skip
"""Codes of findings that a line in the wrong column, or a dash, may be behind."""

_ALONE = frozenset({
    "does-not-fit", "misplaced-dash", "several-actions", "stray-text", "swallowed-item",
    "unknown-key", "wrong-indent",
})  # fmt: skip
"""Those of them that an edit may take the place of when there is no other finding."""

_OF_BRACKETS = frozenset({"brackets", "does-not-fit", "needs-quotes", "two-keys"})
"""Codes of findings that a bracket or brace too many or too few may be behind."""

_PUTS_QUOTES = frozenset({"needs-quotes", "two-keys"})


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that mends findings: its own finding, what is left of the others, the text then."""

    finding: Diagnostic
    left: tuple[Diagnostic, ...]
    text: SourceText


def one_edit(
    source: SourceText,
    findings: tuple[Diagnostic, ...],
    read: Callable[[SourceText], Iterable[Diagnostic]],
) -> Edit | None:
    """The smallest edit that takes two findings or more away, or one without a fix, adding none.

    `read` gives the findings of a text.
    """
    of_place = [finding for finding in findings if finding.code in _OF_PLACE]
    alone = findings[0] if len(findings) == 1 else None
    of_brackets = [finding for finding in findings if finding.code in _OF_BRACKETS]
    if len(findings) > MAX_FINDINGS or not (of_place or of_brackets):
        return None
    if alone and alone.code not in _ALONE:
        of_place = []
    if alone and (not (of_place or of_brackets) or _passes(source, alone, read)):
        return None
    known = {_said(finding): finding for finding in findings}
    best: tuple[tuple[int, int, int, int], Edit] | None = None
    spent = 0
    attempts = chain(slips_of_brackets(source, of_brackets), slips(source, of_place))
    for number, attempt in enumerate(attempts):
        if spent > MAX_CHARACTERS or (best and attempt.is_cut and not best[0][1]):
            break
        text = _edited(source, attempt)
        _, readable = mend_characters(text)
        if isinstance(read_events(source.name, readable), Trouble):
            spent += len(source.text) // 4
            continue
        spent += len(source.text)
        left = dict.fromkeys(map(_said, read(text)))
        if not known.keys() >= left.keys() or _is_near(left, attempt):
            continue
        cost = (len(left), attempt.is_cut, len(attempt.lines), number)
        if len(findings) - len(left) > (alone is None) and (best is None or cost < best[0]):
            kept = tuple(known[said] for said in left)
            best = cost, Edit(_finding(source, attempt), kept, text)
            if cost[:3] == _LEAST:
                break
    return best[1] if best else None


def _passes(
    source: SourceText, finding: Diagnostic, read: Callable[[SourceText], Iterable[Diagnostic]]
) -> bool:
    """Whether the corrected lines of a finding, in place of as many or of one, mend the file.

    Quotes always do, be it that what they are put around was meant as keys in braces.
    """
    fix, at = finding.fix.split("\n"), finding.span.line - 1
    if finding.code in _PUTS_QUOTES and ends_unopened(source.lines[at]):
        return False
    ends = {at + 1, at + len(fix)} if finding.fix else set()
    lines = ((*source.lines[:at], *fix, *source.lines[end:]) for end in ends)
    return any(not [*read(_text(source, one))] for one in lines)


def _is_near(left: Iterable[tuple[str, int, str]], attempt: Slip) -> bool:
    """Whether something is still wrong around the lines: the edit is not what was meant."""
    first, last = min(attempt.lines) + 1, max(attempt.lines) + 1
    return any(first - _NEAR < line < last + _NEAR for _, line, _ in left)


def _said(finding: Diagnostic) -> tuple[str, int, str]:
    return finding.code, finding.span.line, finding.message


def _edited(source: SourceText, attempt: Slip) -> SourceText:
    lines = tuple(attempt.lines.get(at, line) for at, line in enumerate(source.lines))
    return _text(source, lines)


def _text(source: SourceText, lines: tuple[str, ...]) -> SourceText:
    return SourceText(source.name, "\n".join(lines), lines)


def _finding(source: SourceText, attempt: Slip) -> Diagnostic:
    numbers = sorted(attempt.lines)
    if one := attempt.of_bracket:
        column, line = one.column + 1, numbers[0] + 1
        span = Span(source.name, line, column, line, column + one.width)
        return Diagnostic(attempt.code, one.message, span, hints=(one.hint,), fix=one.line)
    first = read_line(source.lines[numbers[0]])
    new = read_line(attempt.lines[numbers[0]])
    what = quoted(first.key or first.value, _LONGEST_KEY)
    column, width = first.indent, len(first.key or first.value)
    match attempt.code:
        case "missing-dash":
            message = f"{what} stands in a list, but has no dash"
            hint = "each item of a list starts with a dash and a blank"
        case "misplaced-dash":
            message, width = f"{what} has a dash, but is no item of a list", 1
            hint = "take the dash out"
        case _:
            message = (
                f"{what} starts in column {column + 1}, but belongs in column {new.indent + 1}"
            )
            hint = "what belongs together starts in the same column"
            if len(numbers) > 1:
                hint += f": {_to_do(numbers, new.indent - column)}"
            column = first.indent
            width = 1 if first.dashes else width
    fix = "\n".join(attempt.lines[number] for number in numbers)
    span = Span(source.name, numbers[0] + 1, column + 1, numbers[0] + 1, column + 1 + width)
    return Diagnostic(attempt.code, message, span, hints=(hint,), fix=fix)


def _to_do(numbers: list[int], shift: int) -> str:
    """What moves the lines (from 0) by so many columns, in words, however many they are."""
    to = "and" if len(numbers) == 2 else "to"
    each = f"in front of each of the lines {numbers[0] + 1} {to} {numbers[-1] + 1}"
    blanks = "1 blank" if abs(shift) == 1 else f"{abs(shift)} blanks"
    return f"put {blanks} {each}" if shift > 0 else f"take {blanks} away {each}"
