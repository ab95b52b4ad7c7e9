"""A file as its author most likely meant it: unknown keys read as the keys they are near to.

What stands below a misspelt key is then looked at, too, so that one run finds all there is.
"""

from collections.abc import Set as AbstractSet

from router.core.position import Span
from router.language.lines import KEYS_OF, KNOWN_KEYS
from router.language.shape.places import Step, place_of
from router.language.suggest import nearest
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence


def as_meant(root: Mapping, unknown: AbstractSet[Span]) -> Mapping:
    """The tree of a file with the keys at these places replaced by what was meant, if known.

    Every node keeps its place. A key that is known elsewhere is no slip of the pen, and one that
    stands there already cannot be meant a second time.
    """
    return _keys(root, (), unknown)


def _node(node: Node, path: tuple[Step, ...], unknown: AbstractSet[Span]) -> Node:
    if isinstance(node, Mapping):
        return _keys(node, path, unknown)
    if isinstance(node, Sequence):
        items = (_node(item, (*path, at), unknown) for at, item in enumerate(node.items))
        return Sequence(tuple(items), node.span)
    return node


def _keys(keys: Mapping, path: tuple[Step, ...], unknown: AbstractSet[Span]) -> Mapping:
    allowed = KEYS_OF.get(place_of("file", path), ())
    present = {entry.key.text for entry in keys.entries}
    entries: list[Entry] = []
    for entry in keys.entries:
        key = entry.key
        if key.span in unknown and key.text not in KNOWN_KEYS:
            meant = nearest(key.text, [one for one in allowed if one not in present])
            if meant:
                present.add(meant)
                key = Scalar(meant, key.span, key.plain)
        entries.append(Entry(key, _node(entry.value, (*path, key.text), unknown)))
    return Mapping(tuple(entries), keys.span)
