"""One rule file, from bytes to syntax, with what could not be read of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from router.language.diagnostics import Diagnostic, sort_key, without_consequences
from router.language.edits.pastes import in_columns_of, without_pastes
from router.language.edits.single_edit import one_edit
from router.language.lines import KEYS_OF
from router.language.parse import read_rule_file
from router.language.parsing.nodes import entries
from router.language.parsing.times import unsound_names
from router.language.schema import Shape, check_shape
from router.language.shape.keys import MOST_GUESSED
from router.language.shape.meant import as_meant
from router.language.shape.names_as_items import as_kept
from router.language.shape.opened import opened
from router.language.shape.split_items import rejoined
from router.language.source import SourceFile, SourceText, decode
from router.language.spoils.moved import keys_moved_back
from router.language.syntax import RuleFile
from router.language.tree.nodes import Mapping, Scalar
from router.language.yamltree import read_tree

_KEYS = frozenset(KEYS_OF["file"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of one file.

    `source` is None when it is no text, `syntax` when it is no mapping of keys. `complete` is
    False when a part that may name people or lists was left out; `unsound_names` are those whose
    entry is there, but not right.
    """

    findings: tuple[Diagnostic, ...]
    source: SourceText | None = None
    syntax: RuleFile | None = None
    complete: bool = False
    unsound_names: tuple[str, ...] = ()


def read_file(file: SourceFile) -> Reading:
    """Read one file; every mistake is a finding, none raises."""
    source = decode(file)
    if not isinstance(source, SourceText):
        return Reading(findings=source)
    reading = _read(source, source)
    text, pasted, left = without_pastes(source, reading.findings, _findings)
    edit = one_edit(text, left, _findings)
    if edit is None and not pasted:
        return reading
    read = text
    if edit is not None:
        left, read = (edit.finding, *edit.left), edit.text
    findings = (*pasted, *in_columns_of(source, text, left))
    # A line that was added is found by comparing with the text that it was added to.
    written = source if len(read.lines) == len(source.lines) else text
    whole = replace(_read(read, written), source=source)
    return replace(whole, findings=tuple(sorted(findings, key=sort_key)))


def _findings(text: SourceText) -> tuple[Diagnostic, ...]:
    return _read(text, text).findings


def _read(text: SourceText, source: SourceText) -> Reading:
    """Read a text that may have other columns than the source that it was made of."""
    tree = read_tree(text)
    if tree.root is None:
        return Reading(tree.findings, source)
    root = keys_moved_back(tree.root, source.lines, text.lines)
    regrouped: list[Diagnostic] = []
    root = opened(root, source, regrouped)
    root = rejoined(as_kept(root, source, regrouped), source, regrouped)
    root, shape = _shape(root, source)
    shape = replace(shape, findings=(*regrouped, *without_consequences(regrouped, shape.findings)))
    match_sound = root.get("match") is None or "match" in shape.sound
    return Reading(
        findings=(*tree.findings, *without_consequences(tree.findings, shape.findings)),
        source=source,
        syntax=read_rule_file(root, source.name, shape.sound_rules, match_sound, shape.parts),
        complete=tree.whole and _KEYS.issuperset(entry.key.text for entry in root.entries),
        unsound_names=tuple(_unsound_names(root)),
    )


def _shape(root: Mapping, source: SourceText) -> tuple[Mapping, Shape]:
    """The shape of a file; of one with misspelt keys, also what is wrong below them."""
    shape = check_shape(root, source)
    findings, before, meant = shape.findings, root, _meant(root, shape.findings)
    # What is meant grows with each key that is found unknown, and there is an end to those.
    while meant != before:
        shape = check_shape(meant, source)
        findings = (*findings, *without_consequences(findings, shape.findings))
        before, meant = meant, _meant(root, findings)
    return meant, replace(shape, findings=findings)


def _meant(root: Mapping, findings: Iterable[Diagnostic]) -> Mapping:
    unknown = {finding.span for finding in findings if finding.code == "unknown-key"}
    # With more than that it is no rule file, and nothing is meant by it.
    return as_meant(root, unknown) if 0 < len(unknown) <= MOST_GUESSED else root


def _unsound_names(root: Mapping) -> Iterator[str]:
    for entry in entries(root.get("people")):
        if not isinstance(entry.value, Scalar):
            yield entry.key.text
    yield from unsound_names(root)
