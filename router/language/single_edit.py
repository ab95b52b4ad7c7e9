"""The one small edit after which a file reads well: lines to move sideways, or a dash.

A block that slipped to the margin, or a dash that went away, spoils what stands around it, and
each piece of that has a finding of its own. What the author did shows when it is undone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import KEYS_OF, Line, moved, read_line
from router.language.quoting import quoted
from router.language.source import SourceText
from router.language.spoils.characters import mend_characters
from router.language.tree.events import Trouble, read_events

MAX_CHARACTERS = 400_000
"""So many characters are read in all while edits are tried."""
MAX_FINDINGS = 100
"""More of them in a file are no single edit's."""
MAX_DISTANCE = 40
"""Lines from a finding to the line that is edited."""
_AT_HAND = 2
"""Lines from a finding to a block of which some lines may have stayed."""
_LEAST = (0, False, 1)
"""What no other edit costs less than: nothing is left, nothing is cut, and it is a single line."""
_NEAR = 14
"""So many lines around an edit, nothing may be wrong any more."""
_MAX_COLUMNS = 8
LONGEST_FIX = 12
"""Lines of a block that are shown where they belong; of a longer one, the first is."""
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

_AT_THE_MARGIN = frozenset(KEYS_OF["file"]) - {"description", "match"}
"""Keys that stand nowhere else than at the margin, and are not moved away from there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that mends findings: its own finding, what is left of the others, the text then."""

    finding: Diagnostic
    left: tuple[Diagnostic, ...]
    text: SourceText


@dataclass(frozen=True, slots=True)
class _Try:
    """Lines (from 0) as they would be; `code` says what is wrong with the first of them.

    `is_cut` when what stands deeper below them stays in part.
    """

    code: str
    lines: dict[int, str]
    is_cut: bool = False


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
    if len(findings) > MAX_FINDINGS or not of_place:
        return None
    if alone and (alone.code not in _ALONE or _passes(source, alone, read)):
        return None
    known = {_said(finding): finding for finding in findings}
    best: tuple[tuple[int, int, int, int], Edit] | None = None
    spent = 0
    for number, attempt in enumerate(_tries(source, of_place)):
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
    """Whether the corrected lines of a finding, in place of as many or of one, mend the file."""
    fix, at = finding.fix.split("\n"), finding.span.line - 1
    ends = {at + 1, at + len(fix)} if finding.fix else set()
    lines = ((*source.lines[:at], *fix, *source.lines[end:]) for end in ends)
    return any(not [*read(_text(source, one))] for one in lines)


def _is_near(left: Iterable[tuple[str, int, str]], attempt: _Try) -> bool:
    """Whether something is still wrong around the lines: the edit is not what was meant."""
    first, last = min(attempt.lines) + 1, max(attempt.lines) + 1
    return any(first - _NEAR < line < last + _NEAR for _, line, _ in left)


def _said(finding: Diagnostic) -> tuple[str, int, str]:
    return finding.code, finding.span.line, finding.message


def _edited(source: SourceText, attempt: _Try) -> SourceText:
    lines = tuple(attempt.lines.get(at, line) for at, line in enumerate(source.lines))
    return _text(source, lines)


def _text(source: SourceText, lines: tuple[str, ...]) -> SourceText:
    return SourceText(source.name, "\n".join(lines), lines)


def _tries(source: SourceText, findings: Iterable[Diagnostic]) -> Iterator[_Try]:
    """The edits of the lines around the findings, the nearest lines first."""
    told = [finding.span.line - 1 for finding in findings]
    read = [read_line(line) for line in source.lines]
    near = {at: min(abs(at - line) for line in told) for at, line in enumerate(read) if _says(line)}
    nearest = [
        at
        for at in sorted(near, key=lambda at: (near[at], at))
        if near[at] <= MAX_DISTANCE
        and not (read[at].indent == 0 and read[at].key in _AT_THE_MARGIN)
    ]
    for at in nearest:
        yield from _of_dash(read, at)
        yield from _of_column(read, at, _wholes(read, at))
    for at in nearest:
        if near[at] <= _AT_HAND:
            yield from _of_column(read, at, _cuts(read, at), is_cut=True)


def _says(line: Line) -> bool:
    """Whether more than a remark stands there."""
    return line.text.strip()[:1] not in ("", "#")


def _of_dash(read: list[Line], at: int) -> Iterator[_Try]:
    line = read[at]
    if not line.key:
        return
    if line.dashes:
        bare = line.text[line.dashes[0] + 1 :].lstrip()
        for column in dict.fromkeys((line.key_column, line.indent)):
            yield _Try("misplaced-dash", {at: moved(bare, column)})
    else:
        for column in (line.indent - len("- "), line.indent):
            if column >= 0:
                yield _Try("missing-dash", {at: f"{' ' * column}- {line.text.lstrip()}"})


def _of_column(
    read: list[Line], at: int, blocks: Iterable[range], *, is_cut: bool = False
) -> Iterator[_Try]:
    columns = _columns(read, at)
    for lines in dict.fromkeys(blocks):
        start = min(read[number].indent for number in lines if _says(read[number]))
        for shift in (column - start for column in columns if column != start):
            texts = {number: _shifted(read[number].text, shift) for number in lines}
            yield _Try("wrong-indent", texts, is_cut)


def _wholes(read: list[Line], at: int) -> Iterator[range]:
    """A line alone, it and what stands deeper below, only that, and all to the end of its own."""
    below = _until(read, at + 1, read[at].indent + 1)
    yield range(at, at + 1)
    yield range(at, below)
    yield range(at, _until(read, at + 1, read[at].indent))
    if below > at + 1:
        yield range(at + 1, below)


def _cuts(read: list[Line], at: int) -> Iterator[range]:
    """A line with some of those below: others that look like a part of it may have stayed."""
    beside = _until(read, at + 1, read[at].indent)
    for end in range(at + 2, min(beside, at + LONGEST_FIX)):
        if _says(read[end - 1]):
            yield range(at, end)


def _until(read: list[Line], start: int, indent: int) -> int:
    """Where the lines from `start` on that stand as deep as this end, without blank ones."""
    end = start
    for number in range(start, len(read)):
        if _says(read[number]):
            if read[number].indent < indent:
                break
            end = number + 1
    return end


def _columns(read: list[Line], at: int) -> list[int]:
    """The columns that are open above a line, in which something starts near it, or could."""
    around = [line for line in read[max(0, at - 4) : at + 6] if _says(line)]
    depth = read[at].indent + 1
    for line in reversed(read[:at]):
        if _says(line) and line.indent < depth:
            around.append(line)
            depth = line.indent
    starts = {column for line in around for column in (line.indent, line.key_column)}
    below = {line.key_column + 2 for line in around if line.key and not line.value}
    columns = sorted(starts | below, key=lambda column: abs(column - read[at].indent))
    return columns[:_MAX_COLUMNS]


def _shifted(text: str, by: int) -> str:
    if not text.strip():
        return text
    return " " * by + text if by > 0 else text[min(-by, len(text) - len(text.lstrip(" "))) :]


def _finding(source: SourceText, attempt: _Try) -> Diagnostic:
    numbers = sorted(attempt.lines)
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
                hint += f"; the lines down to line {numbers[-1] + 1} go with it"
            column = first.indent
            width = 1 if first.dashes else width
    lines = [attempt.lines[number] for number in numbers]
    fix = "\n".join(lines if len(lines) <= LONGEST_FIX else lines[:1])
    span = Span(source.name, numbers[0] + 1, column + 1, numbers[0] + 1, column + 1 + width)
    return Diagnostic(attempt.code, message, span, hints=(hint,), fix=fix)
