"""YAML events into a small tree in which every key and value knows its place."""

from dataclasses import dataclass, replace

from router.core.position import Span
from router.language.collecting import uncollected
from router.language.diagnostics import Diagnostic, sort_key, without_consequences
from router.language.lines import KEYS_OF
from router.language.quoting import listed
from router.language.source import SourceText
from router.language.spoils.blocks import leave_out
from router.language.spoils.documents import with_headings
from router.language.spoils.legible import legible
from router.language.spoils.moved import moved_back
from router.language.spoils.syntax import explain
from router.language.spoils.values import spoiled_values
from router.language.tree.builder import Built
from router.language.tree.events import Trouble, read_events
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "Tree", "read_tree"]

MAX_PASSES = 50
MAX_CHARACTERS = 6_000_000
"""A broken line is mended and the file read again, so many times and so many characters in all."""
_NO_FURTHER = "there may be more below: mend these first, then check again"


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be read of a file, and what is wrong with how it is written.

    `root` is None when nothing usable is left. After a mistake the reader goes on as the finding
    proposes, or leaves the broken rule out; `whole` is False when a part that other files may
    refer to (people, lists) was left out.
    """

    root: Mapping | None
    findings: tuple[Diagnostic, ...]
    whole: bool = True


def read_tree(source: SourceText) -> Tree:
    """Read a file's text; every mistake in how it is written is a finding, none raises."""
    with uncollected():
        return _read(source)


def _read(source: SourceText) -> Tree:
    findings, lines = legible(source)
    whole = True
    left_out = False
    outcome = read_events(source.name, lines)
    passes, characters = 1, len(source.text)
    while isinstance(outcome, Trouble):
        finding, mended = _mend(outcome, findings, source)
        if finding:
            findings.append(finding)
        if not mended:
            cut = leave_out(lines, findings[-1].span.line - 1)
            whole, left_out = whole and cut.is_rule, True
            mended = {at: "" for at in cut.lines if lines[at]}
        if not mended or passes >= MAX_PASSES or characters > MAX_CHARACTERS:
            findings[-1] = replace(findings[-1], hints=(*findings[-1].hints, _NO_FURTHER))
            return Tree(None, _sorted(findings), whole=False)
        lines = tuple(mended.get(number, line) for number, line in enumerate(lines))
        outcome = read_events(source.name, lines)
        passes, characters = passes + 1, characters + _read_so_far(outcome, source)
    findings, of_tree = with_headings(findings, outcome.findings, source.lines)
    findings.extend(without_consequences(findings, of_tree))
    found = outcome.root
    if found is not None:
        findings.extend(without_consequences(findings, spoiled_values(found, lines)))
        found = moved_back(found, source.lines, lines)
    root, wrong = _top(found, source, broken=bool(findings), left_out=left_out)
    if wrong:
        findings.append(wrong)
    return Tree(root, _sorted(findings), whole and (root is not None or not findings))


def _mend(
    trouble: Trouble, findings: list[Diagnostic], source: SourceText
) -> tuple[Diagnostic | None, dict[int, str]]:
    """The finding, unless its line has one already, and the lines to go on with, if known."""
    mended = explain(trouble)
    changed = {at: text for at, text in mended.lines.items() if text != trouble.lines[at]}
    if mended.finding is None:
        return None, changed
    line = mended.finding.span.line
    tabs_told = any(known.code == "tab-indent" for known in findings)
    if mended.finding.code == "wrong-indent" and tabs_told and _had_tabs(source.lines[line - 1]):
        return None, changed
    if any(known.span.line == line for known in findings):
        return None, {}
    return mended.finding, changed


def _top(
    root: Node | None, source: SourceText, *, broken: bool, left_out: bool
) -> tuple[Mapping | None, Diagnostic | None]:
    """The keys of the file, or what stands there instead of them."""
    if isinstance(root, Mapping):
        # Rules that were left out leave `rules:` with nothing below it.
        entries = (entry for entry in root.entries if not (left_out and _is_empty(entry.value)))
        left = tuple(entries)
        return (Mapping(left, root.span) if left or not left_out else None), None
    if broken:
        return None, None
    if root is None or _is_empty(root):
        message = "this file holds no rules: it is empty or holds only remarks"
        hints = ('to keep it for later, give it a name that starts with "_"',)
        span = Span(source.name, 1, 1, 1, 2)
        return None, Diagnostic("empty-file", message, span, hints=hints)
    what = "a list" if isinstance(root, Sequence) else "a text"
    message = f"{what} stands here; a rule file starts with a key such as rules"
    hints = (f"a file has {listed(KEYS_OF['file'], 'and')}",)
    if isinstance(root, Sequence):
        hints = ('write "rules:" above it, and indent the rules by two blanks',)
    return None, Diagnostic("no-key", message, root.span, hints=hints)


def _read_so_far(outcome: Built | Trouble, source: SourceText) -> int:
    """About how many characters were read until the trouble, or all of them."""
    if isinstance(outcome, Built):
        return len(source.text)
    return len(source.text) * (outcome.line + 1) // len(source.lines)


def _had_tabs(line: str) -> bool:
    """Whether one finding about tabs speaks for this line too."""
    return "\t" in line[: len(line) - len(line.lstrip(" \t-"))]


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _sorted(findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=sort_key))
