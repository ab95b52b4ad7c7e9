"""Every place of a set that names somebody, and who that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from router.core.position import Span
from router.engine.matchers import Side
from router.language.names.addressbook import AddressBook, Found, country_of
from router.language.syntax import (
    AddressCondition,
    Condition,
    ForwardAction,
    MultiForwardAction,
    RuleFile,
    WrittenAction,
    leaves,
)
from router.language.tree.nodes import Scalar


class Role(Enum):
    """What a name or number is used as."""

    FROM = "a value of from in a match"
    TO = "a value of to in a match"
    TARGET = "the one that forward sends to"
    TARGETS = "one of those that multi-forward sends to"
    SOURCE = "the number a message goes out from"
    MEMBER = "a member of a list"
    TURN = "one who takes turns in a rota"
    SWAP = "one who takes a day of a rota"
    ONLY = "a sender for whom alone a rule is live"
    TESTED_FROM = "who sends the text of an example or a test"
    TESTED_TO = "the number that the text of an example or a test comes to"
    EXPECTED_TO = "one of those that a test expects a message for"
    EXPECTED_FROM = "the number that a test expects a message from"


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
    for rota in file.rotas:
        for turn in rota.turns:
            yield Role.TURN, rota.name.span, turn
        for swap in rota.swaps:
            yield Role.SWAP, swap.day.span, swap.target
    if file.match:
        yield from _in_match(file.match)
    for rule in file.rules:
        yield from _in_match(rule.match)
        for sender in rule.stage.only if rule.stage else ():
            yield Role.ONLY, rule.name.span, sender
        for action in rule.actions:
            yield from _in_action(action)
    yield from _in_tests(file)


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


def _in_tests(file: RuleFile) -> Iterator[_Value]:
    for message in file.messages():
        if message.sender is not None and not message.sender.is_sender_id:
            yield Role.TESTED_FROM, message.text.span, message.sender.written
        if message.recipient is not None:
            yield Role.TESTED_TO, message.text.span, message.recipient
    for test in file.tests:
        for sent in test.sends:
            for target in sent.to:
                yield Role.EXPECTED_TO, sent.text.span, target
            if sent.source is not None:
                yield Role.EXPECTED_FROM, sent.text.span, sent.source
