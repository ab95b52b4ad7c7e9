"""Places in lines that were read in another column, or one line lower, than they stand in."""

from collections.abc import Callable
from collections.abc import Mapping as Map
from functools import partial

from router.core.position import Span
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

_Move = Callable[[Span], Span]


def moved_back(root: Node, written: tuple[str, ...], read: tuple[str, ...]) -> Node:
    """The tree with the places of the lines as written, where reading moved them sideways."""
    shifts = _shifts(written, read)
    return _node(root, partial(_sideways, shifts)) if shifts else root


def keys_moved_back(root: Mapping, written: tuple[str, ...], read: tuple[str, ...]) -> Mapping:
    """The same for the keys of a whole file, in which reading may have added one line."""
    if len(read) > len(written):
        return _mapping(root, partial(_up, _added(written, read)))
    shifts = _shifts(written, read)
    return _mapping(root, partial(_sideways, shifts)) if shifts else root


def _added(written: tuple[str, ...], read: tuple[str, ...]) -> int:
    """The number (from 1) of the line that was added, above another."""
    pairs = enumerate(zip(written, read, strict=False), start=1)
    return next(number for number, (one, other) in pairs if one != other)


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
    return len(line) - len(line.lstrip(" \t->"))


def _node(node: Node, move: _Move) -> Node:
    if isinstance(node, Scalar):
        return _scalar(node, move)
    if isinstance(node, Sequence):
        items = tuple(_node(item, move) for item in node.items)
        return Sequence(items, move(node.span))
    return _mapping(node, move)


def _mapping(node: Mapping, move: _Move) -> Mapping:
    entries = (Entry(_scalar(entry.key, move), _node(entry.value, move)) for entry in node.entries)
    return Mapping(tuple(entries), move(node.span))


def _scalar(scalar: Scalar, move: _Move) -> Scalar:
    return scalar._replace(span=move(scalar.span))


def _sideways(shifts: Map[int, int], span: Span) -> Span:
    column = max(1, span.column - shifts.get(span.line, 0))
    end = max(1, span.end_column - shifts.get(span.end_line, 0))
    return span._replace(column=column, end_column=end)


def _up(added: int, span: Span) -> Span:
    line = span.line - (span.line > added)
    return span._replace(line=line, end_line=span.end_line - (span.end_line > added))
