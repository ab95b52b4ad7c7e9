"""What came into a file beside its lines: marks of an e-mail or of a merge, the same once more.

One such paste spoils every line that it touches. It is told of once, and the file read on without
it; the texts here have as many lines as the file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.edits.merge_marks import merge_marks
from router.language.quoting import listed, quoted
from router.language.source import SourceText

Findings = tuple[Diagnostic, ...]
Read = Callable[[SourceText], Findings]

_MARKS = re.compile(r">(?: ?>)*")
_MOST_PAIRS = 5
"""Lines typed twice that are tried."""
_MOST_NAMED = 5
"""Stretches of lines that a hint names."""


@dataclass(frozen=True, slots=True)
class Paste:
    """The finding for a paste, the text without it, and the lines (from 0) that it touches."""

    finding: Diagnostic
    text: SourceText
    lines: range


def without_pastes(
    source: SourceText, findings: Findings, read: Read
) -> tuple[SourceText, Findings, Findings]:
    """The text without what was pasted, what is said of that, and what is found in the rest.

    `findings` are those of the source, `read` gives those of a text. Where nothing is wrong,
    nothing is taken for a paste.
    """
    text, told = source, list[Diagnostic]()
    for kind in (_merged, _mailed, _whole_copy):
        every = [(paste, read(paste.text)) for paste in (kind(text) if findings else ())]
        if not every:
            continue
        paste, left = min(every, key=lambda one: len(one[1]))
        touched = any(one.span.line - 1 in paste.lines for one in findings)
        if touched or len(left) < len(findings):
            text, findings = paste.text, left
            told.append(paste.finding)
    for at in _again(source, findings):
        paste = _typed_twice(text, at)
        left = read(paste.text)
        if len(left) < len(findings) and {*map(_said, left)} < {*map(_said, findings)}:
            text, findings = paste.text, left
            told.append(paste.finding)
    return text, tuple(told), findings


def in_columns_of(source: SourceText, text: SourceText, findings: Findings) -> Findings:
    """Findings of a text without marks, in the columns that its lines have with them."""
    return tuple(_in_column_of(source, text, finding) for finding in findings)


def _in_column_of(source: SourceText, text: SourceText, finding: Diagnostic) -> Diagnostic:
    span = finding.span
    by = len(source.lines[span.line - 1]) - len(text.lines[span.line - 1])
    if by <= 0 or not text.lines[span.line - 1]:
        return finding
    end = span.end_column + by if span.end_line == span.line else span.end_column
    return replace(finding, span=span._replace(column=span.column + by, end_column=end))


def _said(finding: Diagnostic) -> tuple[str, int, str]:
    return finding.code, finding.span.line, finding.message


def _merged(source: SourceText) -> Iterator[Paste]:
    """The marks that a merge left, with the second or the first of the versions between them."""
    marks = merge_marks(source.lines)
    if marks is None:
        return
    first, last = min(marks.lines), max(marks.lines)
    text = source.lines[first].rstrip()
    message = "a program that merges two versions of a file has left this mark"
    span = Span(source.name, first + 1, 1, first + 1, 1 + len(text))
    finding = Diagnostic("merge-mark", message, span, hints=marks.hints)
    for gone in marks.versions:
        lines = ("" if at in gone else line for at, line in enumerate(source.lines))
        yield Paste(finding, _text(source, lines), range(first, last + 1))


def _mailed(source: SourceText) -> Iterator[Paste]:
    """The `> ` that a mail program writes before each line of a mail that is answered."""
    found = {at: _MARKS.match(line) for at, line in enumerate(source.lines)}
    marked = {at: len(one[0]) for at, one in found.items() if one}
    if not marked:
        return
    behind = [source.lines[at][width:] for at, width in marked.items()]
    if all(text.startswith(" ") for text in behind if text):
        yield _without_marks(source, marked, blanks=1)
    yield _without_marks(source, marked, blanks=0)


def _without_marks(source: SourceText, marked: Map[int, int], blanks: int) -> Paste:
    """The lines without so many characters, and blanks behind them."""
    lines = [
        line[marked[at] + blanks :] if at in marked else line
        for at, line in enumerate(source.lines)
    ]
    first, last = min(marked), max(marked)
    mark = source.lines[first][: marked[first]]
    blank = ", with the blank behind it" if blanks else ""
    message = f'a "{mark}" stands before this line, as before the lines of a quoted e-mail'
    hint = f"take it away{blank}"
    if len(marked) > 1:
        message = f'a "{mark}" stands before these lines, as before those of a quoted e-mail'
        hint = f'take the "{mark}" away{blank}: in the lines {_stretches([*marked])}'
    span = Span(source.name, first + 1, 1, first + 1, 1 + len(mark))
    fix = "\n".join(lines[first : last + 1])
    finding = Diagnostic("quote-mark", message, span, hints=(hint,), fix=fix)
    return Paste(finding, _text(source, lines), range(first, last + 1))


def _stretches(numbers: Sequence[int]) -> str:
    """Lines (from 0) in words: `3 to 7, 9 and 12 to 14`."""
    found: list[list[int]] = []
    for at in numbers:
        if found and found[-1][1] == at - 1:
            found[-1][1] = at
        else:
            found.append([at, at])
    words = [f"{one + 1} to {end + 1}" if end > one else str(one + 1) for one, end in found]
    if len(words) > _MOST_NAMED:
        words[_MOST_NAMED:] = ["more"]
    return listed(words, "and")


def _whole_copy(source: SourceText) -> Iterator[Paste]:
    """The whole file a second time, below itself or in the middle of itself."""
    says = [at for at, line in enumerate(source.lines) if line.strip()]
    lines = [source.lines[at].rstrip() for at in says]
    half, odd = divmod(len(lines), 2)
    if odd or half < 2:
        return
    starts = (at for at in range(half, 0, -1) if lines[at] == lines[0])
    start = next((at for at in starts if _is_twice(lines, at, half)), 0)
    if not start:
        return
    first, last = says[start], says[start + half - 1]
    message = "the whole file stands here a second time"
    hint = f"take the lines {first + 1} to {last + 1} out"
    text = source.lines[first].rstrip()
    span = Span(source.name, first + 1, 1, first + 1, 1 + len(text))
    finding = Diagnostic("pasted-twice", message, span, hints=(hint,))
    rest = ("" if first <= at <= last else line for at, line in enumerate(source.lines))
    yield Paste(finding, _text(source, rest), range(first, last + 1))


def _is_twice(lines: Sequence[str], start: int, half: int) -> bool:
    """Whether the lines from there on are those around them."""
    end = start + half
    return lines[start:end] == [*lines[:start], *lines[end:]]


def _again(source: SourceText, findings: Findings) -> list[int]:
    """The lines near the findings that stand right above them, too."""
    near = {one.span.line - 1 + step for one in findings for step in (-1, 0, 1)}
    lines = source.lines
    return [
        at
        for at in sorted(near)
        if 0 < at < len(lines)
        and lines[at].strip()[:1] not in ("", "#")
        and lines[at].rstrip() == lines[at - 1].rstrip()
    ][:_MOST_PAIRS]


def _typed_twice(source: SourceText, at: int) -> Paste:
    """The same line twice, one right below the other: `at` is the second."""
    line = source.lines[at].rstrip()
    indent = len(line) - len(line.lstrip())
    message = f"the line {quoted(line)} stands here twice"
    hint = f"the lines {at} and {at + 1} are the same: take one of the two out"
    span = Span(source.name, at, indent + 1, at + 1, len(line) + 1)
    related = (Related("and again here", span._replace(line=at + 1)),)
    finding = Diagnostic("duplicate-key", message, span, hints=(hint,), fix=line, related=related)
    lines = ("" if number == at else text for number, text in enumerate(source.lines))
    return Paste(finding, _text(source, lines), range(at - 1, at + 1))


def _text(source: SourceText, lines: Iterable[str]) -> SourceText:
    every = tuple(lines)
    return SourceText(source.name, "\n".join(every))
