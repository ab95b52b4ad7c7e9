"""A list whose opening bracket went away, `keyword: hours, open]`, read as the list it was."""

import re

from router.language.diagnostics import Diagnostic
from router.language.lines import in_quotes
from router.language.quoting import quoted
from router.language.shape.places import NAMED, Step, place_of
from router.language.shape.spot import replaced, written
from router.language.source import SourceText
from router.language.tree.builder import Built
from router.language.tree.events import read_events
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

_LONE = re.compile(r"^[^\[\r\n]*\w[ \t]*\]", re.MULTILINE)
"""What a file has to hold for its tree to be looked at."""
_ENDS_A_LIST = re.compile(r"[^\[]*\w *\]")
_OF_TEXT = ("keyword", "starts-with", "ends-with", "contains", "has-word")
_TAKE_LISTS = frozenset({
    *(("match", key) for key in ("from", "to", "text", "during", "outside")),
    *(("text", key) for key in _OF_TEXT),
    *(("schedule", "open"), ("schedule", "closed"), ("rota", "turns"), ("stage", "only")),
    *(("action", "multi-forward"), ("multi-forward", "to"), ("sent", "to"), ("lists", "")),
    ("address", "sender-id"),
})  # fmt: skip
"""The places, and the keys there, that take a list; "" for names that the author gave."""


def opened(root: Mapping, source: SourceText, findings: list[Diagnostic]) -> Mapping:
    """The file with such lists as lists; a finding is added for each."""
    if not _LONE.search(source.text):
        return root
    return _keys(root, (), source, findings)


def _keys(
    keys: Mapping, path: tuple[Step, ...], source: SourceText, findings: list[Diagnostic]
) -> Mapping:
    place = place_of("file", path)
    entries: list[Entry] = []
    for entry in keys.entries:
        key, value = entry.key.text, entry.value
        takes_list = (place, "" if place in NAMED else key) in _TAKE_LISTS
        if takes_list and isinstance(value, Scalar):
            of_text = "text" in (place, key)
            value = _opened(value, of_text, source, findings) or value
        entries.append(Entry(entry.key, _below(value, (*path, key), source, findings)))
    return Mapping(tuple(entries), keys.span)


def _below(
    node: Node, path: tuple[Step, ...], source: SourceText, findings: list[Diagnostic]
) -> Node:
    if isinstance(node, Sequence):
        items = (_below(one, (*path, at), source, findings) for at, one in enumerate(node.items))
        return Sequence(tuple(items), node.span)
    return _keys(node, path, source, findings) if isinstance(node, Mapping) else node


def _opened(
    value: Scalar, of_text: bool, source: SourceText, findings: list[Diagnostic]
) -> Node | None:
    """The list that a text is with a bracket before it; None when it is none."""
    span = value.span
    if not value.plain or span.line != span.end_line or not _ENDS_A_LIST.fullmatch(value.text):
        return None
    text = f"[{written(source, span)}"
    # Above it nothing, and blanks before it, so that what is read has its place in the file.
    lines = ("",) * (span.line - 1) + (f"{' ' * (span.column - 2)}{text}",)
    read = read_events(span.file, lines)
    if not isinstance(read, Built) or not isinstance(read.root, Sequence):
        return None
    message = f'a "[" is missing before {quoted(value.text)}'
    hints = ("each bracket and each brace that opens is closed again",)
    if of_text:
        hints = (f"if the bracket is part of the text, write {in_quotes(value.text)}",)
    fix = replaced(source, span, text)
    findings.append(Diagnostic("brackets", message, span, hints=hints, fix=fix))
    return read.root
