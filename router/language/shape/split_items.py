"""One rule, test or example that dashes before its other keys have cut into several items."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.lines import FIRST_KEYS, KEYS_OF, read_line
from router.language.quoting import quoted
from router.language.source import SourceText
from router.language.tree.nodes import Entry, Mapping, Node
from router.language.tree.nodes import Sequence as Items

_FIRST_KEYS = {**FIRST_KEYS, "sends": ("sent", "to")}


def rejoined(root: Mapping, source: SourceText, findings: list[Diagnostic]) -> Mapping:
    """The file with such items put together again; a finding is added for each dash too many."""
    entries = tuple(_entry(entry, source, findings) for entry in root.entries)
    return replace(root, entries=entries)


def _entry(entry: Entry, source: SourceText, findings: list[Diagnostic]) -> Entry:
    key, value = entry.key.text, entry.value
    if key not in _FIRST_KEYS or not isinstance(value, Items):
        return entry
    items = tuple(_joined(value.items, key, source, findings))
    if key in ("rules", "tests"):
        items = tuple(
            rejoined(item, source, findings) if isinstance(item, Mapping) else item
            for item in items
        )
    return Entry(entry.key, Items(items, value.span))


def _joined(
    items: Sequence[Node], key: str, source: SourceText, findings: list[Diagnostic]
) -> Iterator[Node]:
    whole: Node | None = None
    for item in items:
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
        if whole is not None:
            yield whole
        whole = item
    if whole is not None:
        yield whole


def _typed_twice(whole: Mapping, item: Mapping, key: str, source: SourceText) -> Diagnostic | None:
    """The finding for a line `- name: …` that stands there twice, one below the other."""
    first = item.entries[0].key if item.entries else None
    one_line = len(whole.entries) == 1 and whole.span.line == whole.span.end_line
    if key not in ("rules", "tests") or not first or not one_line or len(item.entries) == 1:
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
