"""Places in lines that were read in another column than they stand in."""

from collections.abc import Mapping as Map

from router.core.position import Span
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence


def moved_back(root: Node, written: tuple[str, ...], read: tuple[str, ...]) -> Node:
    """The tree with the places of the lines as written, where reading moved them sideways."""
    shifts = _shifts(written, read)
    return _node(root, shifts) if shifts else root


def keys_moved_back(root: Mapping, written: tuple[str, ...], read: tuple[str, ...]) -> Mapping:
    """The same for the keys of a whole file."""
    shifts = _shifts(written, read)
    return _mapping(root, shifts) if shifts else root


def _shifts(written: tuple[str, ...], read: tuple[str, ...]) -> Map[int, int]:
    if written is read:
        return {}
    shifts = {
        number: _lead(line) - _lead(written[number - 1])
        for number, line in enumerate(read, start=1)
        if line != written[number - 1] and line.strip()
    }
    return {number: shift for number, shift in shifts.items() if shift}


def _lead(line: str) -> int:
    return len(line) - len(line.lstrip(" \t-"))


def _node(node: Node, shifts: Map[int, int]) -> Node:
    if isinstance(node, Scalar):
        return _scalar(node, shifts)
    if isinstance(node, Sequence):
        items = tuple(_node(item, shifts) for item in node.items)
        return Sequence(items, _span(node.span, shifts))
    return _mapping(node, shifts)


def _mapping(node: Mapping, shifts: Map[int, int]) -> Mapping:
    entries = (
        Entry(_scalar(entry.key, shifts), _node(entry.value, shifts)) for entry in node.entries
    )
    return Mapping(tuple(entries), _span(node.span, shifts))


def _scalar(scalar: Scalar, shifts: Map[int, int]) -> Scalar:
    return scalar._replace(span=_span(scalar.span, shifts))


def _span(span: Span, shifts: Map[int, int]) -> Span:
    column = max(1, span.column - shifts.get(span.line, 0))
    end = max(1, span.end_column - shifts.get(span.end_line, 0))
    return span._replace(column=column, end_column=end)
