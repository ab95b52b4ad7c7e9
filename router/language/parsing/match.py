"""`match:` nodes into conditions."""

from collections.abc import Callable, Iterator

from router.core.position import Span
from router.engine.matchers import Side
from router.language.parsing.nodes import flag, is_set, items, key_span, scalar, scalars
from router.language.parsing.times import during, outside
from router.language.syntax import (
    AddressCondition,
    AddressSource,
    AllOf,
    AnyPart,
    Condition,
    EverythingCondition,
    LengthCondition,
    NotPart,
    OtherwiseCondition,
    PatternSource,
    PhraseCondition,
    RegexCondition,
    SenderIdSource,
    TextTest,
)
from router.language.tree.nodes import Entry, Mapping, Node, Scalar

LENGTH_KEYS = ("min-length", "max-length")
_TESTS = {test.value: test for test in TextTest if test.value}


def read_match(node: Node) -> Condition:
    """A match: `everything`, or the conditions of a mapping, all of which must hold."""
    if not isinstance(node, Mapping):
        return EverythingCondition(node.span)
    parts = tuple(part for entry in node.entries for part in _read_condition(entry))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _read_condition(entry: Entry) -> Iterator[Condition]:
    read = _CONDITIONS.get(entry.key.text)
    return read(entry.value, entry.key.span) if read else iter(())


def _from(node: Node, key: Span) -> Iterator[Condition]:
    yield AddressCondition(Side.FROM, tuple(_addresses(node)), key)


def _to(node: Node, key: Span) -> Iterator[Condition]:
    yield AddressCondition(Side.TO, tuple(_addresses(node)), key)


def _addresses(node: Node) -> Iterator[AddressSource]:
    for item in items(node):
        if isinstance(item, Scalar):
            yield item
        elif isinstance(item, Mapping):
            for written in scalars(item.get("sender-id")):
                yield SenderIdSource(written)
            yield from _patterns(item.get("regex"))


def _patterns(node: Node | None) -> Iterator[PatternSource]:
    for item in items(node):
        if isinstance(item, Scalar):
            yield PatternSource(item)
        elif isinstance(item, Mapping):
            case_sensitive = is_set(item.get("case-sensitive"))
            for written in scalars(item.get("pattern")):
                yield PatternSource(written, case_sensitive)


def _text(node: Node, key: Span) -> Iterator[Condition]:
    if not isinstance(node, Mapping):
        yield PhraseCondition(TextTest.WHOLE, scalars(node), key)
        return
    for entry in node.entries:
        if test := _TESTS.get(entry.key.text):
            yield PhraseCondition(test, scalars(entry.value), entry.key.span)
    minimum, maximum = (scalar(node.get(name)) for name in LENGTH_KEYS)
    if minimum or maximum:
        yield LengthCondition(minimum, maximum, key_span(node, LENGTH_KEYS[0 if minimum else 1]))


def _regex(node: Node, key: Span) -> Iterator[Condition]:
    yield RegexCondition(tuple(_patterns(node)), key)


def _otherwise(node: Node, key: Span) -> Iterator[Condition]:
    if written := flag(node):
        yield OtherwiseCondition(written, key)


def _all(node: Node, key: Span) -> Iterator[Condition]:
    yield AllOf(tuple(read_match(item) for item in items(node)))


def _any(node: Node, key: Span) -> Iterator[Condition]:
    yield AnyPart(tuple(read_match(item) for item in items(node)))


def _not(node: Node, key: Span) -> Iterator[Condition]:
    yield NotPart(read_match(node))


_CONDITIONS: dict[str, Callable[[Node, Span], Iterator[Condition]]] = {
    "from": _from,
    "to": _to,
    "text": _text,
    "regex": _regex,
    "during": during,
    "outside": outside,
    "otherwise": _otherwise,
    "all": _all,
    "any": _any,
    "not": _not,
}
