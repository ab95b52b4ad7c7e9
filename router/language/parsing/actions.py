"""`actions:` nodes into what the rule does."""

from collections.abc import Callable, Iterator

from router.core.position import Span
from router.language.parsing.nodes import is_set, items, scalar, scalars
from router.language.syntax import (
    ActionOptions,
    ForwardAction,
    MultiForwardAction,
    ReplyAction,
    WrittenAction,
)
from router.language.tree.nodes import Mapping, Node


def read_actions(node: Node | None) -> tuple[WrittenAction, ...]:
    """The actions in order; `nothing` is none."""
    found: list[WrittenAction] = []
    for item in items(node):
        if isinstance(item, Mapping):
            for entry in item.entries:
                if read := _ACTIONS.get(entry.key.text):
                    found.extend(read(entry.value, entry.key.span))
    return tuple(found)


def _options(node: Node) -> ActionOptions:
    if not isinstance(node, Mapping):
        return _NO_OPTIONS
    return ActionOptions(scalar(node.get("from")), scalar(node.get("delivery-reports")))


_NO_OPTIONS = ActionOptions()


def _part(node: Node, key: str) -> Node | None:
    """The short form's only value, or the long form's value under the key."""
    return node.get(key) if isinstance(node, Mapping) else node


def _long(node: Node, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _reply(node: Node, key: Span) -> Iterator[WrittenAction]:
    if text := scalar(_part(node, "text")):
        yield ReplyAction(text, key, _options(node))


def _forward(node: Node, key: Span) -> Iterator[WrittenAction]:
    if to := scalar(_part(node, "to")):
        yield ForwardAction(to, key, _options(node), scalar(_long(node, "text")))


def _multi_forward(node: Node, key: Span) -> Iterator[WrittenAction]:
    yield MultiForwardAction(
        scalars(_part(node, "to")),
        key,
        _options(node),
        scalar(_long(node, "text")),
        is_set(_long(node, "include-sender")),
    )


_ACTIONS: dict[str, Callable[[Node, Span], Iterator[WrittenAction]]] = {
    "reply": _reply,
    "forward": _forward,
    "multi-forward": _multi_forward,
}
