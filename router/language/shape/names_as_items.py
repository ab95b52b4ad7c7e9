"""Lists and names written in each other's way: people behind dashes, rules below their names."""

from router.language.diagnostics import Diagnostic
from router.language.key_places import LISTS
from router.language.lines import KEYS_OF, as_value
from router.language.quoting import quoted
from router.language.shape.places import NAMED, TAKES
from router.language.source import SourceText
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

_LISTED = ("rules", "tests")
_NUMBERS = frozenset(("number", "phone", "tel", "mobile", "telephone"))
LONGEST_FIX = 12
"""Lines of a fix that is for a whole list."""


def as_kept(root: Mapping, source: SourceText, findings: list[Diagnostic]) -> Mapping:
    """The file with its names as keys, and its rules and tests as lists; findings are added."""
    return root._replace(entries=tuple(_entry(one, source, findings) for one in root.entries))


def _entry(entry: Entry, source: SourceText, findings: list[Diagnostic]) -> Entry:
    key, value = entry.key.text, entry.value
    if key in _LISTED and isinstance(value, Mapping):
        return Entry(entry.key, _items(value, LISTS[key], source, findings))
    if key in NAMED and isinstance(value, Sequence):
        return Entry(entry.key, _names(entry.key, value, source, findings))
    return entry


def _items(keys: Mapping, kind: str, source: SourceText, findings: list[Diagnostic]) -> Node:
    """`rules:` with the rules' names as keys below it, as the list it has to be."""
    if _is_one_item(keys, kind, source):
        return Sequence((keys,), keys.span)
    items: list[Node] = []
    told: list[Diagnostic] = []
    for entry in keys.entries:
        inner = _below_a_name(entry, kind, source)
        if inner is None:
            return keys
        told.append(_name_as_key(entry.key, inner, kind, source))
        name = Entry(Scalar("name", entry.key.span), entry.key)
        start = entry.key.span
        span = inner.span._replace(line=start.line, column=start.column)
        items.append(Mapping((name, *inner.entries), span))
    findings.extend(told)
    return Sequence(tuple(items), keys.span)


def _is_one_item(keys: Mapping, kind: str, source: SourceText) -> bool:
    """Whether these are a rule's keys, of which the first line went away, and with it the dash."""
    names = {entry.key.text for entry in keys.entries}
    in_braces = source.lines[keys.span.line - 1][keys.span.column - 1 :].startswith("{")
    return bool(names) and "name" not in names and names <= {*KEYS_OF[kind]} and not in_braces


def _below_a_name(entry: Entry, kind: str, source: SourceText) -> Mapping | None:
    """The keys of a rule that stand below its name; None where something else does."""
    inner, name = entry.value, entry.key
    if not isinstance(inner, Mapping) or name.text in KEYS_OF[kind]:
        return None
    keys = {one.key.text for one in inner.entries}
    alone = source.lines[name.span.line - 1][name.span.end_column - 1 :].strip() == ":"
    return inner if alone and "name" not in keys and keys & {*KEYS_OF[kind]} else None


def _name_as_key(name: Scalar, inner: Mapping, kind: str, source: SourceText) -> Diagnostic:
    lines = [f"{' ' * (name.span.column - 1)}- name: {as_value(name.text)}"]
    shift = name.span.column + 2 - inner.span.column
    if shift:
        below = source.lines[name.span.line : inner.span.end_line]
        lines += [_shifted(line.rstrip(), shift) for line in below]
    message = f'{quoted(name.text)} is the name of a {kind}, but has no "- name:" before it'
    hints = (f"{kind}s are a list, and each begins with a dash and its name",)
    return Diagnostic("missing-dash", message, name.span, hints=hints, fix="\n".join(lines))


def _shifted(line: str, by: int) -> str:
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip())) :]


def _names(
    key: Scalar, items: Sequence, source: SourceText, findings: list[Diagnostic]
) -> Sequence | Mapping:
    """`people:` with dashes before the names, as the keys they have to be."""
    span = items.span
    lines = [line.rstrip() for line in source.lines[span.line - 1 : span.end_line]]
    entries: list[Entry] = []
    for item in items.items:
        entry = _named(item, key.text)
        dashed = source.lines[item.span.line - 1][: item.span.column - 1].strip() == "-"
        if entry is None or not dashed:
            return items
        entries.append(entry)
        at = item.span.line - span.line
        lines[at] = f"{' ' * (span.column - 1)}{lines[at][item.span.column - 1 :]}"
        if entry.key.span.column > item.span.column:
            lines[at] = f"{' ' * (span.column - 1)}{as_value(entry.key.text)}:"
            if isinstance(entry.value, Scalar):
                lines[at] += f" {entry.value.text}"
                lines[at + 1 : item.span.end_line - span.line + 1] = [""] * (
                    item.span.end_line - item.span.line
                )
    margin = "  " if span.column == key.span.column else ""
    fix = [margin + line for line in lines if line]
    message = f"{quoted(key.text)} takes {TAKES['file', key.text].words}, not a list"
    hints = ("take the dashes out",)
    shown = "\n".join(fix) if len(fix) <= LONGEST_FIX else ""
    findings.append(Diagnostic("wrong-kind", message, span, hints=hints, fix=shown))
    return Mapping(tuple(entries), span)


def _named(item: Node, key: str) -> Entry | None:
    """The name that an item gives, with what it is given to; None when it is no such item."""
    if not isinstance(item, Mapping) or item.entries[:1] == ():
        return None
    first, *rest = item.entries
    if not rest and first.key.text != "name":
        return first
    if first.key.text != "name" or not isinstance(first.value, Scalar):
        return None
    if key in ("schedules", "rotas"):
        return Entry(first.value, Mapping(tuple(rest), item.span)) if rest else None
    is_number = key == "people" and len(rest) == 1 and rest[0].key.text in _NUMBERS
    return Entry(first.value, rest[0].value) if is_number else None
