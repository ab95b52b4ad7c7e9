"""A checkup of whom the rules send texts to besides the senders: whether there is somebody."""

from collections.abc import Iterator
from typing import assert_never

from router.app.verdicts import FolderVerdict, Refused
from router.core.actions import Forward, MultiForward, NumberTarget, Reply, Target
from router.core.checkup import Checkup, ok, warn
from router.engine.ruleset import RuleSet
from router.engine.wording import counted, listed
from router.language.numbers import grouped

_NAME = "people"


def people_checkup(folder: FolderVerdict) -> Checkup:
    """Whether a number of documents and starters has been left in the rules."""
    if isinstance(folder, Refused):
        return warn(_NAME, _why_unknown(folder), "see rules above")
    people = dict.fromkeys(_people(folder.rule_set))
    if not people:
        return ok(_NAME, "no rule sends a text to anybody but its sender")
    nobodys = [person for person in people if person.address.is_nobodys]
    if not nobodys:
        count = len({person.address for person in people})
        return ok(_NAME, f"the rules send texts to {counted(count, 'number')} besides the senders")
    numbers = listed(
        [grouped(number) for number in sorted({person.address for person in nobodys})], "and"
    )
    names = listed([person.name for person in nobodys if person.name], "and")
    whom = f"{names} would get texts at {numbers}" if names else f"texts would go to {numbers}"
    words = f"{whom}: nobody has a number that begins with +1 555"
    return warn(_NAME, words, "write their own numbers into the rules")


def _why_unknown(folder: Refused) -> str:
    if folder.only_lacks_rules:
        return "the folder has no rule in it, so nobody gets texts from it"
    if folder.reason:
        return "the rules cannot be read, so not who gets texts"
    return "the rules have mistakes, so who gets texts cannot be told"


def _people(rules: RuleSet) -> Iterator[NumberTarget]:
    """Everybody who may be sent something, as often as they stand there."""
    for rule in rules.rules:
        for action in rule.actions if rule.enabled else ():
            match action:
                case Reply():
                    pass
                case Forward(to):
                    yield from _behind(to, rules)
                case MultiForward(to):
                    for target in to:
                        yield from _behind(target, rules)
                case _:
                    assert_never(action)


def _behind(target: Target, rules: RuleSet) -> Iterator[NumberTarget]:
    if isinstance(target, NumberTarget):
        yield target
    else:
        yield from rules.rotas[target.name].people
