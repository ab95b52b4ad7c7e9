"""Syntax into the rule set the engine runs."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import assert_never

from router.core.actions import (
    OWN_REPORTS,
    WHOLE_TEXT,
    Action,
    Forward,
    MultiForward,
    NoReports,
    NumberTarget,
    Reply,
    Reports,
    ReportsTo,
    Template,
)
from router.core.address import Address
from router.engine.matchers import Matcher
from router.engine.placeholders import TemplateProblem
from router.engine.ruleset import Rule, RuleSet
from router.language.lowering.match import all_of, lower_match
from router.language.lowering.times import lower_date, lower_stage, schedule_zone
from router.language.names.addressbook import AddressBook, Many, country_of
from router.language.parsing.nodes import NO, YES
from router.language.source import SourceFile, base_name
from router.language.syntax import (
    ActionOptions,
    ForwardAction,
    MultiForwardAction,
    ReplyAction,
    WrittenAction,
    rule_name,
)
from router.language.texts import read_template
from router.language.tree.nodes import Scalar
from router.language.whole import RuleInSet, WholeSet, whole_match

ID_DIGITS = 12


def rule_set_id(files: Sequence[SourceFile]) -> str:
    """12 hexadecimal digits that name these files: their base names and bytes, in order."""
    digest = hashlib.sha256()
    for file in files:
        name = base_name(file.name).encode(errors="surrogateescape")
        for part in (name, file.content):
            # The length in front keeps "a" + "bc" and "ab" + "c" apart.
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()[:ID_DIGITS]


def lower(whole: WholeSet, set_id: str, rules: Iterable[Rule] | None = None) -> RuleSet:
    """The rule set of a set whose checks found no error; `rules` are its own, if they are there."""
    return RuleSet(
        id=set_id,
        rules=lower_rules(whole) if rules is None else tuple(rules),
        names=_names(whole.book),
        zone=whole.options.zone,
        rotas={name: rota for name, rota in whole.book.rotas.items() if rota},
        schedules={name: found for name, found in whole.book.schedules.items() if found},
    )


def lower_rules(whole: WholeSet) -> tuple[Rule, ...]:
    """The rules of a set whose checks found no error."""
    rules: list[Rule] = []
    for file in whole.files:
        country = country_of(file, whole.options.country)
        shared = [] if file.match is None else [lower_match(file.match, whole.book, country)]
        for rule in file.rules:
            own = lower_match(rule.match, whole.book, country)
            actions = tuple(_action(action, whole.book, country) for action in rule.actions)
            rules.append(
                Rule(
                    name=rule_name(rule),
                    span=rule.name.span,
                    match=all_of([*shared, own]),
                    actions=actions,
                    stop=rule.stop,
                    enabled=rule.enabled,
                    stage=lower_stage(rule.stage, whole.book, country),
                    since=lower_date(rule.since),
                    until=lower_date(rule.until),
                    schedule_zone=schedule_zone(rule, file, whole.book),
                )
            )
    return tuple(rules)


def match_of(rule: RuleInSet, whole: WholeSet) -> Matcher:
    """Everything that must hold for one rule: the match of its file and its own."""
    return all_of([lower_match(match, whole.book, rule.country) for match in whole_match(rule)])


def _names(book: AddressBook) -> dict[Address, str]:
    """The name {sender} gives for a number; of several people with one number, the first."""
    names: dict[Address, str] = {}
    for name, known in book.people.items():
        if known.address is not None:
            names.setdefault(known.address, name)
    return names


def _action(action: WrittenAction, book: AddressBook, country: str) -> Action:
    source = _source(action.options, book, country)
    reports = _reports(action.options)
    match action:
        case ReplyAction(text):
            return Reply(_template(text), source, reports)
        case ForwardAction(to, text=text):
            (target,) = book.targets([to], country)
            return Forward(target, _text(text), source, reports)
        case MultiForwardAction(to, text=text, include_sender=include_sender):
            targets = book.targets(to, country)
            alone = _list_alone(to, book, country)
            return MultiForward(targets, _text(text), source, include_sender, reports, alone)
        case _:
            assert_never(action)


def _source(options: ActionOptions, book: AddressBook, country: str) -> Address | None:
    if options.source is None:
        return None
    (target,) = book.targets([options.source], country)
    return target.address if isinstance(target, NumberTarget) else None


def _reports(options: ActionOptions) -> Reports:
    written = options.reports
    if written is None or written.text.casefold() in YES:
        return OWN_REPORTS
    return NoReports() if written.text.casefold() in NO else ReportsTo(written.text)


def _list_alone(to: Sequence[Scalar], book: AddressBook, country: str) -> str:
    """The list's name, when one list is all there is."""
    found = book.find(to[0].text, country) if len(to) == 1 else None
    return found.name if isinstance(found, Many) else ""


def _text(written: Scalar | None) -> Template:
    return WHOLE_TEXT if written is None else _template(written)


def _template(written: Scalar) -> Template:
    made = read_template(written)
    if isinstance(made, TemplateProblem):
        raise AssertionError(f"a text with a finding is never lowered: {made.words}")
    return made
