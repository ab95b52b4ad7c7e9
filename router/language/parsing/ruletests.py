"""`examples:` and `tests:` nodes into what they say; an item of a wrong shape is passed over."""

from collections.abc import Iterator

from router.language.parsing.nodes import flag, items, key_span, scalar, scalars
from router.language.tree.nodes import Mapping, Node, Scalar
from router.language.written.ruletests import (
    Sends,
    WrittenExample,
    WrittenFires,
    WrittenMessage,
    WrittenSender,
    WrittenSent,
    WrittenTest,
    WrittenTexts,
)


def read_examples(node: Node | None) -> tuple[WrittenExample, ...]:
    """The examples of a rule, in order."""
    return tuple(_read_examples(node))


def read_tests(node: Node | None) -> tuple[WrittenTest, ...]:
    """The tests of a file, in order."""
    return tuple(_read_tests(node))


def _read_examples(node: Node | None) -> Iterator[WrittenExample]:
    for item in items(node):
        if isinstance(item, Mapping) and (message := _message(item)):
            fires = flag(item.get("fires"))
            yield WrittenExample(
                message=message,
                fires=WrittenFires(fires.value, fires.span) if fires else None,
                sends=tuple(_texts(item)),
            )


def _texts(example: Mapping) -> Iterator[WrittenTexts]:
    for action in Sends:
        if texts := scalars(example.get(action.value)):
            yield WrittenTexts(action, texts, key_span(example, action.value))


def _message(node: Node | None, at: Scalar | None = None) -> WrittenMessage | None:
    text = scalar(node.get("text")) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or text is None:
        return None
    return WrittenMessage(
        text=text,
        sender=_sender(node.get("from")),
        recipient=scalar(node.get("to")),
        at=scalar(node.get("at")) or at,
    )


def _sender(node: Node | None) -> WrittenSender | None:
    if isinstance(node, Mapping):
        sender_id = scalar(node.get("sender-id"))
        return WrittenSender(sender_id, is_sender_id=True) if sender_id else None
    return WrittenSender(node) if isinstance(node, Scalar) else None


def _read_tests(node: Node | None) -> Iterator[WrittenTest]:
    for item in items(node):
        name = scalar(item.get("name")) if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and name is not None:
            at = scalar(item.get("at"))  # of each message that has none of its own
            written = [*items(item.get("message")), *items(item.get("messages"))]
            yield WrittenTest(
                name=name,
                messages=tuple(read for each in written if (read := _message(each, at))),
                sends=tuple(_sent(item.get("sends"))),
                at=at,
            )


def _sent(node: Node | None) -> Iterator[WrittenSent]:
    for item in items(node):
        text = scalar(item.get("text")) if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and text is not None:
            yield WrittenSent(scalars(item.get("to")), text, scalar(item.get("from")))
