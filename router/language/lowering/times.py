"""A rule's stage, its days and its schedule's zone, as the engine takes them."""

from collections.abc import Iterator
from datetime import date, tzinfo

from router.core.address import Address
from router.engine.matchers import AddressIs, OnDuty, Side
from router.engine.rota import Rota
from router.engine.stage import LIVE, OnlyFor, Shadow, Stage
from router.language.lowering.match import lower_addresses
from router.language.names.addressbook import AddressBook
from router.language.quoting import listed
from router.language.syntax import Condition, RuleFile, WrittenRule, leaves
from router.language.times.dates import read_date
from router.language.times.misread import Misread
from router.language.tree.nodes import Scalar
from router.language.written.times import ScheduleCondition, WrittenStage


def lower_stage(written: WrittenStage | None, book: AddressBook, country: str) -> Stage:
    """The stage of a rule without an error finding."""
    if written is None or written.word == "live":
        return LIVE
    if written.word == "shadow":
        return Shadow()
    addresses: set[Address] = set()
    rotas: list[Rota] = []
    words: list[str] = []
    for matcher in lower_addresses(Side.FROM, written.only, book, country):
        if isinstance(matcher, AddressIs):
            addresses |= matcher.addresses
            words.append(matcher.words)
        elif isinstance(matcher, OnDuty):
            rotas.append(matcher.rota)
            words.append(matcher.named())
    named = listed([*dict.fromkeys(words)], "and")
    return OnlyFor(frozenset(addresses), named, tuple(dict.fromkeys(rotas)))


def lower_date(written: Scalar | None) -> date | None:
    """A day; None for none."""
    read = None if written is None else read_date(written.text)
    return None if isinstance(read, Misread) else read


def schedule_zone(rule: WrittenRule, file: RuleFile, book: AddressBook) -> tzinfo | None:
    """The zone of the first schedule of the rule's match, else of its file's match."""
    for match in (rule.match, file.match):
        for name in _schedule_names(match) if match else ():
            if schedule := book.schedules.get(name):
                return schedule.zone
    return None


def _schedule_names(match: Condition) -> Iterator[str]:
    for placed in leaves(match):
        if isinstance(placed.leaf, ScheduleCondition):
            yield from (name.text for name in placed.leaf.names)
