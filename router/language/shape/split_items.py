"""One rule, test or example that dashes before its other keys have cut into several items."""

from collections.abc import Iterator, Sequence
from operator import is_

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.lines import FIRST_KEYS, KEYS_OF, read_line
from router.language.quoting import quoted
from router.language.source import SourceText
from router.language.tree.nodes import Entry, Mapping, Node
from router.language.tree.nodes import Sequence as Items

_FIRST_KEYS = {**FIRST_KEYS, "sends": ("sent", "to")}
_LISTED = ("rules", "tests")


def rejoined(root: Mapping, source: SourceText, findings: list[Diagnostic]) -> Mapping:
    """The file with such items put together again; a finding is added for each dash too many.

    A file without such items is given back as it is.
    """
    entries = tuple(
        _entry(entry, source, findings) if entry.key.text in _FIRST_KEYS else entry
        for entry in root.entries
    )
    return root if _same(entries, root.entries) else Mapping(entries, root.span)


def _entry(entry: Entry, source: SourceText, findings: list[Diagnostic]) -> Entry:
    key, value = entry.key.text, entry.value
    if not isinstance(value, Items):
        return entry
    items = value.items
    if not _are_whole(items, key):
        items = tuple(_joined(items, key, source, findings))
    if key in _LISTED:
        items = tuple(
            rejoined(item, source, findings) if isinstance(item, Mapping) else item
            for item in items
        )
    return entry if _same(items, value.items) else Entry(entry.key, Items(items, value.span))


def _same(nodes: Sequence[Node | Entry], before: Sequence[Node | Entry]) -> bool:
    """Whether these are the very nodes that were there before."""
    return len(nodes) == len(before) and all(map(is_, nodes, before))


def _are_whole(items: Sequence[Node], key: str) -> bool:
    """Whether each item has its first key and, if that is its name, another one below it.

    Then no dash can be one too many and no line `- name: …` can stand there twice. That is so in
    nearly all files, and told in a fraction of the time.
    """
    first, least = _FIRST_KEYS[key][1], 2 if key in _LISTED else 1
    return all(
        isinstance(item, Mapping) and len(item.entries) >= least and item.get(first) is not None
        for item in items
    )


def _joined(
    items: Sequence[Node], key: str, source: SourceText, findings: list[Diagnostic]
) -> Iterator[Node]:
    whole, *more = items  # no item would be whole already
    for item in more:
        if isinstance(whole, Mapping) and isinstance(item, Mapping):
            if again := _typed_twice(whole, item, key, source):
                findings.append(again)
                whole = item
                continue
            dash = _dash_too_many(whole, item, key, source)
            if dash:
                findings.append(dash)
                span = whole.span._replace(
                    end_line=item.span.end_line, end_column=item.span.end_column
                )
                whole = Mapping((*whole.entries, *item.entries), span)
                continue
        yield whole
        whole = item
    yield whole


def _typed_twice(whole: Mapping, item: Mapping, key: str, source: SourceText) -> Diagnostic | None:
    """The finding for a line `- name: …` that stands there twice, one below the other."""
    first = item.entries[0].key if item.entries else None
    one_line = len(whole.entries) == 1 and whole.span.line == whole.span.end_line
    if key not in _LISTED or not first or not one_line or len(item.entries) == 1:
        return None
    above, line = (source.lines[node.span.line - 1].strip() for node in (whole, item))
    if above != line:
        return None
    message = f"the line {quoted(line)} stands here a second time"
    hints = ("take one of the two out",)
    related = (Related("first used here", whole.entries[0].key.span),)
    return Diagnostic("duplicate-key", message, first.span, hints=hints, related=related)


def _dash_too_many(
    whole: Mapping, item: Mapping, key: str, source: SourceText
) -> Diagnostic | None:
    """The finding for an item whose keys are those that the one before it lacks."""
    kind, first = _FIRST_KEYS[key]
    before, now = _names(whole), _names(item)
    if not now or first not in before or first in now or before & now:
        return None
    if not now.issubset(KEYS_OF[kind]) or whole.span.line == item.span.line:
        return None
    text, above = source.lines[item.span.line - 1], source.lines[whole.span.line - 1]
    dashes = read_line(text).dashes
    if not dashes or above[whole.span.column - 1 :].startswith("{"):
        return None
    dash = dashes[-1]
    start = item.entries[0].key.text
    said = "message" if kind == "sent" else kind
    message = f"{quoted(start)} has a dash, so a new {said} begins here, without a {quoted(first)}"
    hints = (f"if it belongs to the {said} above, take the dash out",)
    fix = f"{text[:dash]} {text[dash + 1 :].rstrip()}"
    span = Span(source.name, item.span.line, dash + 1, item.span.line, dash + 2)
    return Diagnostic("misplaced-dash", message, span, hints=hints, fix=fix)


def _names(keys: Mapping) -> set[str]:
    return {entry.key.text for entry in keys.entries}
