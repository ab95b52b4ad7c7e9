"""A line `---` or `...` in the middle of a file, behind which YAML begins another one."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.quoting import listed, quoted
from router.language.source import SourceText
from router.language.tree.repeated import GOES_ON

_SIGNS = ("\n---", "\r---", "\n...", "\r...")
_MARK = re.compile(r"(?P<sign>---|\.\.\.)(?:[ \t]+(?P<rest>[^\s#].*)|[ \t].*)?")
_DIRECTIVE = "%"
"""`%YAML 1.2`, which some editors put above the first mark."""
_OWN_FILE = "put what follows into a file of its own"


def without_marks(
    source: SourceText, lines: tuple[str, ...]
) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """The findings for such lines, and the lines to read on with: what follows belongs to the file.

    A `---` above all else and a `...` below it are fine, and stay.
    """
    findings: list[Diagnostic] = []
    if not any(sign in source.text for sign in _SIGNS):
        return findings, lines
    says = [at for at, line in enumerate(lines) if line.lstrip()[:1] not in ("", "#", _DIRECTIVE)]
    mended = list(lines)
    above = ""
    for at in says:
        found = _MARK.fullmatch(lines[at].rstrip())
        sign, rest = (found["sign"], found["rest"] or "") if found else ("", "")
        if (
            sign
            and not (at == says[0] and sign == "---")
            and not (at == says[-1] and sign == "...")
        ):
            mended[at] = rest
            # Two marks with nothing between them are one.
            if not above:
                findings.append(_finding(source.name, at, sign, rest))
            above = "" if rest else sign
        else:
            above = ""
    return findings, tuple(mended)


def _finding(name: str, at: int, sign: str, rest: str) -> Diagnostic:
    what = f'the "{sign}"' if rest else f'the line "{sign}"'
    message = "a second document starts here; a rule file has only one"
    span = Span(name, at + 1, 1, at + 1, 1 + len(sign))
    hints = (f"take {what} out, or {_OWN_FILE}",)
    return Diagnostic("two-documents", message, span, hints=hints, fix=rest)


def with_headings(
    findings: Sequence[Diagnostic], of_tree: Sequence[Diagnostic], lines: Sequence[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings for marks, which say of the headings below that stand above too; and the others.

    `of_tree` has a finding for each key of the file that stands there twice. Behind a mark, that is
    no mistake of its own.
    """
    marks = [finding for finding in findings if finding.code == "two-documents"]
    starts = [mark.span.line for mark in marks]
    again: dict[int, list[Diagnostic]] = {}
    others: list[Diagnostic] = []
    for finding in of_tree:
        last = bisect(starts, finding.span.line) - 1
        if last >= 0 and _is_above(finding, starts[last]):
            again.setdefault(starts[last], []).append(finding)
        else:
            others.append(finding)
    told = [
        replace(one, hints=_hints(one, again[one.span.line], lines))
        if one.code == "two-documents" and one.span.line in again
        else one
        for one in findings
    ]
    return told, others


def _is_above(finding: Diagnostic, mark: int) -> bool:
    """Whether the finding is for a key of the file that stands above a line, too."""
    is_twice = finding.code == "duplicate-key" and finding.span.column == 1
    return is_twice and finding.related[0].span.line < mark


def _hints(mark: Diagnostic, again: Sequence[Diagnostic], lines: Sequence[str]) -> tuple[str, ...]:
    line, first = mark.span.line, again[0].span.line
    if (
        len(again) == 1
        and GOES_ON in again[0].hints
        and not any(map(str.strip, lines[line : first - 1]))
    ):
        return (f"take the lines {line} and {first} out, or {_OWN_FILE}",)
    keys = listed([quoted(lines[one.span.line - 1].rstrip()) for one in again], "and")
    verb = "stands" if len(again) == 1 else "stand"
    return (f"{_OWN_FILE}: {keys} {verb} above it, too",)
