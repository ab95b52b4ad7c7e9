"""Small readings of tree nodes; a node of another kind reads as nothing (it has its finding)."""

from router.core.position import Span
from router.language.syntax import Flag
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

YES = frozenset({"true", "yes", "on"})
NO = frozenset({"false", "no", "off"})


def scalar(node: Node | None) -> Scalar | None:
    """The value, when it is a single one."""
    return node if isinstance(node, Scalar) else None


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    """The values of a list, or a single value as a list of one."""
    if isinstance(node, Scalar):
        return (node,)
    return tuple([item for item in items(node) if isinstance(item, Scalar)])


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; anything else is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def entries(node: Node | None) -> tuple[Entry, ...]:
    """The keys of a mapping with their values; anything else has none."""
    return node.entries if isinstance(node, Mapping) else ()


def flag(node: Node | None) -> Flag | None:
    """A flag, in any of its spellings and any case."""
    if isinstance(node, Scalar) and (word := node.text.casefold()) in YES | NO:
        return Flag(word in YES, node.span)
    return None


def is_set(node: Node | None, default: bool = False) -> bool:
    """The flag's value, or the default when none is written."""
    written = flag(node)
    return written.value if written else default


def key_span(mapping: Mapping, key: str) -> Span:
    """Where a key stands; the whole mapping when it does not."""
    spans = (entry.key.span for entry in mapping.entries if entry.key.text == key)
    return next(spans, mapping.span)
