"""The one small edit after which a file reads well: lines to move sideways, a dash, a bracket.

A block that slipped to the margin, or a dash that went away, spoils what stands around it, and
each piece of that has a finding of its own. What the author did shows when it is undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from router.language.diagnostics import Diagnostic, sort_key
from router.language.edits.brackets import ends_unopened
from router.language.edits.finding import finding_of
from router.language.edits.slips import Slip, slips, slips_of_brackets, slips_of_order
from router.language.edits.within_lines import line_slips
from router.language.source import SourceText
from router.language.spoils.legible import legible
from router.language.tree.events import Trouble, read_events

_Read = Callable[[SourceText], Iterable[Diagnostic]]

MAX_CHARACTERS = 400_000
"""So many characters are read in all while edits are tried."""
MAX_FINDINGS = 100
"""More of them in a file are no single edit's."""
_LEAST = (0, False, 1)
"""What no other edit costs less than: nothing is left, nothing is cut, and it is a single line."""
_NEAR = 14
"""So many lines around an edit, nothing may be wrong any more."""
_MOST_PASTED = 3
"""So many other findings may be mended beside an edit close to them."""

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

_OF_HEADINGS = _OF_PLACE | {"asserts-nothing"}
"""Codes of findings that a line of a heading that went away may be behind."""

_ALONE_OF_HEADINGS = _ALONE | {"asserts-nothing", "missing-key", "no-key", "wrong-kind"}

_OF_BRACKETS = frozenset({"brackets", "does-not-fit", "needs-quotes", "two-keys"})
"""Codes of findings that a bracket or brace too many or too few may be behind."""

_ALONE_OF_ORDER = (["missing-key"], ["duplicate-key"])
"""What is missing, or stands there twice, may stand there already, in a line beside its place."""

_OF_LINES = frozenset({"missing-colon", "missing-space", "two-keys"})
"""Codes of what is wrong with a single line, whatever else there is."""

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
    read: _Read,
) -> Edit | None:
    """The smallest edit that takes two findings or more away, or one without a fix, adding none.

    `read` gives the findings of a text.
    """
    of_place = [finding for finding in findings if finding.code in _OF_PLACE]
    of_headings = [finding for finding in findings if finding.code in _OF_HEADINGS]
    of_brackets = [finding for finding in findings if finding.code in _OF_BRACKETS]
    if len(findings) > MAX_FINDINGS:
        return None
    search = _Search(source, findings, read)
    if edit := search.best(line_slips(source, findings)):
        return edit
    if [one.code for one in findings] in _ALONE_OF_ORDER and (
        edit := search.best(slips_of_order(source, findings))
    ):
        return edit
    if not (of_headings or of_brackets):
        return None
    if len(findings) == 1:
        of_place = [one for one in of_place if one.code in _ALONE]
        of_headings = [one for one in of_headings if one.code in _ALONE_OF_HEADINGS]
        if not (of_headings or of_brackets) or _passes(source, findings[0], read):
            return None
    attempts = chain(slips_of_brackets(source, of_brackets), slips(source, of_place, of_headings))
    return search.best(attempts)


@dataclass(slots=True)
class _Search:
    """Tries edits of a text with findings, until enough characters were read."""

    source: SourceText
    findings: tuple[Diagnostic, ...]
    read: _Read
    spent: int = 0
    shown_mend: bool | None = None

    def best(self, attempts: Iterable[Slip]) -> Edit | None:
        """The edit that leaves least, and is the smallest of those."""
        best: tuple[tuple[int, bool, int, int], Edit] | None = None
        for number, attempt in enumerate(attempts):
            if self.spent > MAX_CHARACTERS or (best and attempt.is_cut and not best[0][1]):
                break
            text = _edited(self.source, attempt)
            left = self._left(text)
            if left is None:
                continue
            cost = (len(left), attempt.is_cut, attempt.size, number)
            if (best is None or cost < best[0]) and self._is_better(text, left, attempt):
                best = cost, self._edit(text, left, attempt)
                if cost[:3] == _LEAST:
                    break
        return best[1] if best else None

    def _left(self, text: SourceText) -> tuple[Diagnostic, ...] | None:
        """The findings of an edited text; None when it cannot be read to the end."""
        _, readable = legible(text)
        if isinstance(read_events(self.source.name, readable), Trouble):
            self.spent += len(text.text) // 4
            return None
        self.spent += len(text.text)
        return tuple(self.read(text))

    def _is_better(self, text: SourceText, left: tuple[Diagnostic, ...], attempt: Slip) -> bool:
        gain, alone = len(self.findings) - len(left), len(self.findings) == 1
        known = {_said(finding) for finding in self.findings}
        said = {_said(_in_source(finding, attempt)) for finding in left}
        if known >= said and not _is_near(said, attempt):
            return gain > (not alone and attempt.code not in _OF_LINES)
        # Another mistake close by, or hidden by this one: what is shown has to mend both.
        first = min(attempt.lines) + 1
        if not (attempt.heading or len(attempt.lines) > 1) or any(at == first for _, at, _ in said):
            return False
        if gain < (not alone) or len(left) > _MOST_PASTED or not self._all_pasted(text, left):
            return False
        if self.shown_mend is None:
            self.shown_mend = self._all_pasted(self.source, self.findings)
        return not self.shown_mend

    def _all_pasted(self, text: SourceText, findings: tuple[Diagnostic, ...]) -> bool:
        """Whether the corrected lines of all the findings together mend a text."""
        if not all(finding.fix for finding in findings):
            return False
        self.spent += 2 * len(text.text)
        pasted = (_pasted(text, findings, in_place_of_one=one) for one in (False, True))
        return any(not [*self.read(one)] for one in pasted)

    def _edit(self, text: SourceText, left: tuple[Diagnostic, ...], attempt: Slip) -> Edit:
        known = {_said(finding): finding for finding in self.findings}
        kept: list[Diagnostic] = []
        lines = dict(attempt.lines)
        for finding in left:
            one = _in_source(finding, attempt)
            at = one.span.line - 1
            if at not in lines or attempt.heading:
                kept.append(known.get(_said(one), one))
                continue
            # It stands in a line that is shown in another column: there, too, it is mended.
            lines[at] = one.fix if one.fix and "\n" not in one.fix else lines[at]
            kept.append(_beside(one, self.source.lines[at], attempt.lines[at]))
        shown = finding_of(self.source, replace(attempt, lines=lines))
        return Edit(shown, tuple(kept), text)


def _passes(source: SourceText, finding: Diagnostic, read: _Read) -> bool:
    """Whether the corrected lines of a finding, in place of as many or of one, mend the file.

    Quotes always do, be it that what they are put around was meant as keys in braces.
    """
    if finding.code in _PUTS_QUOTES and ends_unopened(source.lines[finding.span.line - 1]):
        return False
    if not finding.fix:
        return False
    many = "\n" in finding.fix
    pasted = (_pasted(source, (finding,), in_place_of_one=one) for one in {False, many})
    return any(not [*read(one)] for one in pasted)


def _pasted(
    text: SourceText, findings: Iterable[Diagnostic], *, in_place_of_one: bool
) -> SourceText:
    """A text with the corrected lines in place of as many, or all in place of the first."""
    lines = list(text.lines)
    for finding in sorted(findings, key=sort_key, reverse=True):
        fix, at = finding.fix.split("\n"), finding.span.line - 1
        lines[at : at + (1 if in_place_of_one else len(fix))] = fix
    return _text(text, tuple(lines))


def _is_near(left: Iterable[tuple[str, int, str]], attempt: Slip) -> bool:
    """Whether something is still wrong around the lines: the edit is not what was meant."""
    first, last = min(attempt.lines) + 1, max(attempt.lines) + 1
    return any(first - _NEAR < line < last + _NEAR for _, line, _ in left)


def _said(finding: Diagnostic) -> tuple[str, int, str]:
    return finding.code, finding.span.line, finding.message


def _in_source(finding: Diagnostic, attempt: Slip) -> Diagnostic:
    """A finding of the edited text in the line that it has without an added one."""
    span = finding.span
    if not attempt.heading or span.line <= min(attempt.lines) + 1:
        return finding
    up = span._replace(line=span.line - 1, end_line=span.end_line - 1)
    return replace(finding, span=up)


def _beside(finding: Diagnostic, line: str, edited: str) -> Diagnostic:
    """A finding in a line of the edited text, in the column that it has in the source."""
    shift = len(edited) - len(line)
    span = finding.span
    moved = span._replace(
        column=max(1, span.column - shift), end_column=max(2, span.end_column - shift)
    )
    return replace(finding, span=moved)


def _edited(source: SourceText, attempt: Slip) -> SourceText:
    lines = [attempt.lines.get(at, line) for at, line in enumerate(source.lines)]
    if attempt.heading:
        lines.insert(min(attempt.lines), attempt.heading.line)
    return _text(source, tuple(lines))


def _text(source: SourceText, lines: tuple[str, ...]) -> SourceText:
    return SourceText(source.name, "\n".join(lines))
