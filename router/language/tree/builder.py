"""YAML events, one by one, into nodes; what rule files refuse becomes a finding on the way."""

from collections.abc import Iterator
from collections.abc import Sequence as Some
from dataclasses import dataclass
from typing import Protocol

import yaml

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import is_item
from router.language.tree.features import alias, decorated, merge_key
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence
from router.language.tree.repeated import (
    HAS_BOTH,
    Repeated,
    cut_at_dashes,
    in_order,
    items_of,
    kept,
)

MAX_DEPTH = 20
ITEM_DEPTH = 2
"""Around a rule or test stand its list and the keys of the file."""
MAX_VALUES = 500_000
"""Keys and values of one file; ten thousand rules have about 150,000."""

_BLOCK_STYLES = frozenset("|>")
# A class of names makes its tuples by a function of its own, which takes twice as long; a large
# folder has some million of them.
_new = tuple.__new__


class Mark(Protocol):
    """A place in the text, from 0."""

    index: int
    line: int
    column: int


class Event(Protocol):
    """What the library says, one thing after the other; not every event has all of it."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


@dataclass(frozen=True, slots=True)
class Built:
    """A tree (`root` is None when there is nothing but remarks) and what rule files refuse."""

    root: Node | None
    findings: tuple[Diagnostic, ...]


class _OpenList:
    """A list that is still being read."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.items: list[Node] = []


class _OpenKeys:
    """Keys that are still being read; `key` is that of the value that comes next, if it is one."""

    __slots__ = ("at_value", "column", "entries", "key", "known", "line", "repeated")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.entries: list[Entry] = []
        self.known: set[str] = set()
        self.repeated: list[Repeated] = []
        self.key: Scalar | None = None
        self.at_value = False


class Builder:
    """Takes events one by one; `root` is then the tree of the first document."""

    __slots__ = ("findings", "lines", "name", "open", "root", "value_line", "values")

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name = name
        self.lines = lines
        self.root: Node | None = None
        self.findings: list[Diagnostic] = []
        self.open: list[_OpenList | _OpenKeys] = []
        self.values = 0
        self.value_line = 0

    def take(self, event: Event) -> bool:
        """Build with one event; False when there is no use in reading on."""
        kind: type[object] = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            return self._start(event, is_list=kind is yaml.SequenceStartEvent)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._end(event)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        return True

    def _scalar(self, event: Event) -> bool:
        start, end, style = event.start_mark, event.end_mark, event.style
        line, column, end_line, end_column = start.line, start.column, end.line, end.column
        if style and style in _BLOCK_STYLES:
            # A block text ends, for the library, where the line behind it begins.
            last = end_line if end_column else end_line - 1
            end_line, end_column = self._block_end(line, last)
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        if line >= len(self.lines):
            # Nothing at the end of a file that does not end its last line stands, for the
            # library, on the line behind it.
            line = end_line = len(self.lines) - 1
            column = end_column = len(self.lines[line])
        span = _new(Span, (self.name, line + 1, column + 1, end_line + 1, end_column + 1))
        self.value_line = line
        self._add(_new(Scalar, (event.value, span, not style)))
        self.values += 1
        if self.values <= MAX_VALUES:
            return True
        message = f"this file has more than {MAX_VALUES:,} keys and values"
        return self._give_up("too-large", message, span, "split it: one file for each subject")

    def _block_end(self, start: int, last: int) -> tuple[int, int]:
        """The last line of a block text that is not blank, and its end."""
        last = min(last, len(self.lines) - 1)
        while last > start and not self.lines[last].strip():
            last -= 1
        return last, len(self.lines[last].rstrip())

    def _start(self, event: Event, *, is_list: bool) -> bool:
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        self.open.append((_OpenList if is_list else _OpenKeys)(mark.line, mark.column))
        if len(self.open) <= MAX_DEPTH:
            return True
        message = f"more than {MAX_DEPTH} lists and keys stand inside each other here"
        hint = "a rule needs no more than ten: look for stray brackets or braces"
        return self._give_up("too-deep", message, self._span(mark, 1), hint)

    def _end(self, event: Event) -> None:
        done = self.open.pop()
        begin, end = event.start_mark, event.end_mark
        line, column = end.line + 1, end.column + 1
        last: Node | None = None
        if isinstance(done, _OpenList):
            if done.items:
                last = done.items[-1]
        elif done.entries:
            last = done.entries[-1].value
        # A block ends, for the library, where the next thing begins; only a bracket has a width.
        if last is not None and begin.index == end.index:
            _, _, _, line, column = last.span
        span = _new(Span, (self.name, done.line + 1, done.column + 1, line, column))
        if isinstance(done, _OpenList):
            self._add(_new(Sequence, (tuple(done.items), span)))
        elif done.repeated:
            self._again(done, span)
        else:
            self._add(_new(Mapping, (tuple(done.entries), span)))

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, _OpenList):
            parent.items.append(node)
        elif not parent.at_value:
            parent.at_value = True
            parent.key = self._key(node)
        else:
            parent.at_value = False
            key = parent.key
            if key is not None:
                entry = _new(Entry, (key, node))
                # What has a bullet for a dash is an item, and may come again.
                if key.text in parent.known and not is_item(key.text):
                    parent.repeated.append((len(parent.entries), entry))
                else:
                    parent.known.add(key.text)
                    parent.entries.append(entry)

    def _key(self, node: Node) -> Scalar | None:
        """The node as a key; None, after a finding, when it cannot be one."""
        if not isinstance(node, Scalar):
            message = "a list or braces stand where a key belongs"
        elif not node.text.strip():
            message = "no key stands before this colon"
        elif node.text == "<<" and node.plain:
            self.findings.append(merge_key(node.span))
            return None
        else:
            return node
        hints = ("a key is a word, such as name or match; a text with : or { needs quotes",)
        self.findings.append(Diagnostic("no-key", message, node.span, hints=hints))
        return None

    def _again(self, keys: _OpenKeys, span: Span) -> None:
        """Keys of which some stand there twice; they may be those of several items."""
        items = [*self._items(in_order(keys.entries, keys.repeated))]
        for item in items:
            entries = kept(item, self.lines, self.findings, of_file=not self.open)
            if len(items) > 1:
                start, end = item[0].key.span, item[-1].value.span
                span = Span(self.name, start.line, start.column, end.end_line, end.end_column)
            self._add(Mapping(entries, span))

    def _items(self, keys: list[Entry]) -> Iterator[Some[Entry]]:
        """The keys of each of the items of a list, of which the dashes or first lines went away."""
        if not self.open or not isinstance(self.open[-1], _OpenList):
            yield keys
            return
        around = self.open[-2] if len(self.open) >= ITEM_DEPTH else None
        listed = around.key.text if isinstance(around, _OpenKeys) and around.key else ""
        both = HAS_BOTH.get(listed) if len(self.open) == ITEM_DEPTH else None
        dash = self.open[-1].column
        for item in cut_at_dashes(keys, listed, dash, self.lines, self.findings):
            yield from items_of(item, both, self.lines) if both else (item,)

    def _alias(self, event: Event) -> None:
        mark = event.start_mark
        parent = self.open[-1] if self.open else None
        # One that a merge key takes has its finding there.
        if not (isinstance(parent, _OpenKeys) and parent.at_value and parent.key is None):
            self.findings.append(alias(self.lines[mark.line], self._span(mark, 1)))
        self._add(Scalar(self.lines[mark.line][mark.column :], self._span(mark, 2), plain=False))

    def _decorated(self, event: Event) -> None:
        mark = event.start_mark
        self.findings.append(decorated(self.lines[mark.line], self._span(mark, 1)))

    def _give_up(self, code: str, message: str, span: Span, hint: str) -> bool:
        self.findings.append(Diagnostic(code, message, span, hints=(hint,)))
        self.root = None
        for keys in self.open:
            if isinstance(keys, _OpenKeys):
                kept(in_order(keys.entries, keys.repeated), self.lines, self.findings)
        self.open.clear()
        return False

    def _span(self, mark: Mark, width: int) -> Span:
        line, column = mark.line + 1, mark.column + 1
        return Span(self.name, line, column, line, column + width)
