"""Every place of a set that names somebody, and who that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from router.core.position import Span
from router.engine.matchers import Side
from router.language.addressbook import AddressBook, Found, country_of
from router.language.syntax import (
    AddressCondition,
    Condition,
    ForwardAction,
    MultiForwardAction,
    RuleFile,
    WrittenAction,
    leaves,
)
from router.language.yamlnodes import Scalar


class Role(Enum):
    """What a name or number is used as."""

    FROM = "a value of from in a match"
    TO = "a value of to in a match"
    TARGET = "the one that forward sends to"
    TARGETS = "one of those that multi-forward sends to"
    SOURCE = "the number a message goes out from"
    MEMBER = "a member of a list"


@dataclass(frozen=True, slots=True)
class Use:
    """One value that names somebody; `key` is the place of the key it belongs to."""

    written: Scalar
    role: Role
    key: Span
    found: Found


def uses_of(files: Sequence[RuleFile], book: AddressBook, default_country: str) -> Iterator[Use]:
    """Every use in the order of the files."""
    for file in files:
        country = country_of(file, default_country)
        for role, key, written in _values(file):
            yield Use(written, role, key, book.find(written.text, country))


_ROLES = {Side.FROM: Role.FROM, Side.TO: Role.TO}
_Value = tuple[Role, Span, Scalar]


def _values(file: RuleFile) -> Iterator[_Value]:
    for written in file.lists:
        for member in written.members:
            yield Role.MEMBER, written.name.span, member
    if file.match:
        yield from _in_match(file.match)
    for rule in file.rules:
        yield from _in_match(rule.match)
        for action in rule.actions:
            yield from _in_action(action)


def _in_match(match: Condition) -> Iterator[_Value]:
    for placed in leaves(match):
        if isinstance(leaf := placed.leaf, AddressCondition):
            for value in leaf.values:
                if isinstance(value, Scalar):
                    yield _ROLES[leaf.side], leaf.key, value


def _in_action(action: WrittenAction) -> Iterator[_Value]:
    if isinstance(action, ForwardAction):
        yield Role.TARGET, action.key, action.to
    elif isinstance(action, MultiForwardAction):
        for target in action.to:
            yield Role.TARGETS, action.key, target
    if action.options.source:
        yield Role.SOURCE, action.key, action.options.source
