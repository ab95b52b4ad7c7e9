"""A spot of a rule file where the schema found something wrong, with all around it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import cast

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import moved
from router.language.quoting import quoted
from router.language.shape.places import Step, Takes, place_of, takes
from router.language.source import SourceText
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Spot:
    """The node at the end of `path`, from a `start` that is "file" or "rule".

    `nodes` are those on the way there, the start first and the node itself last; `key` is the
    nearest key above it, None for a rule itself; `taken` are the names of the file's rules.
    """

    start: str
    path: tuple[Step, ...]
    nodes: tuple[Node, ...]
    key: Scalar | None
    source: SourceText
    taken: AbstractSet[str] = frozenset()

    @property
    def node(self) -> Node:
        """What stands there."""
        return self.nodes[-1]

    @property
    def place(self) -> str:
        """The name of the place, "" where plain values stand."""
        return place_of(self.start, self.path)

    @property
    def takes(self) -> Takes:
        """What may stand there."""
        return takes(self.start, self.path)

    @property
    def is_item(self) -> bool:
        """Whether this is an item of a list."""
        return not self.path or isinstance(self.path[-1], int)

    @property
    def what(self) -> str:
        """The key, or the list, as the beginning of a sentence."""
        if self.key is None:
            return "a rule"
        key = quoted(self.key.text)
        return f"an item of {key}" if self.is_item else key

    def line(self, number: int) -> str:
        """A line of the source, from 1."""
        return self.source.lines[number - 1]

    def is_flow(self) -> bool:
        """Whether the list or keys are written with brackets or braces."""
        span = self.node.span
        return self.line(span.line)[span.column - 1 : span.column] in ("[", "{")

    def finding(
        self, code: str, message: str, span: Span, hints: tuple[str, ...] = (), fix: str = ""
    ) -> Diagnostic:
        """An error here."""
        return Diagnostic(code, message, span, hints=hints, fix=fix)


def spot_at(start: str, root: Node, path: tuple[Step, ...], source: SourceText) -> Spot:
    """Follow a path of keys and list positions."""
    nodes, key = [root], None
    for step in path:
        node = nodes[-1]
        if isinstance(node, Sequence):
            nodes.append(node.items[cast("int", step)])
        else:
            entries = cast("Mapping", node).entries
            entry = next(entry for entry in entries if entry.key.text == step)
            key = entry.key
            nodes.append(entry.value)
    return Spot(start, path, tuple(nodes), key, source)


def has_colon(entry: Entry, source: SourceText) -> bool:
    """Whether a colon stands behind the key; in braces it may be left out, with no value."""
    value = entry.value
    if not (isinstance(value, Scalar) and value.plain and not value.text):
        return True
    line = source.lines[entry.key.span.end_line - 1]
    return line[entry.key.span.end_column - 1 :].lstrip().startswith(":")


def replaced(source: SourceText, span: Span, new: str) -> str:
    """The source line with the stretch replaced; "" when it goes over several lines."""
    if span.line != span.end_line:
        return ""
    line = source.lines[span.line - 1]
    return line[: span.column - 1] + new + line[span.end_column - 1 :].rstrip()


def written(source: SourceText, span: Span) -> str:
    """The stretch as it stands in the source, its first line only."""
    line = source.lines[span.line - 1]
    end = span.end_column - 1 if span.line == span.end_line else len(line)
    return line[span.column - 1 : end]


def in_column(source: SourceText, line: int, column: int) -> str:
    """A source line moved to another column; both from 1."""
    return moved(source.lines[line - 1].rstrip(), column - 1)
