"""Messages that show what a rule does: made from its conditions, and proved with the real tests.

What comes out of here always does what is said of it; when nothing can be found with reasonable
effort, nothing comes out. The same rules give the same messages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice, product
from typing import Final

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.matchers import AddressIs, AddressMatcher, During, OnDuty, Otherwise, Side
from router.engine.reach.addresses import ever_on_duty, meets
from router.engine.reach.branches import Search
from router.engine.reach.clashes import TextTest
from router.engine.reach.literals import Literal
from router.engine.reach.texts import text_facts
from router.engine.reach.times import schedule_of
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import OnlyFor, Shadow
from router.engine.witness.addresses import addresses
from router.engine.witness.texts import texts
from router.engine.witness.times import moments

USUAL_MOMENT: Final = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, in the daytime on both sides of the Atlantic."""
MAX_WAYS: Final = 64
"""Ways to meet a match that are tried."""
MAX_MESSAGES: Final = 200
"""Messages that are made for one question."""
MAX_TURNS: Final = 20
"""Earlier rules that a message is kept clear of, one after the other."""
MAX_DECIDED: Final = 8
"""Messages that are put through the whole pipeline before another way is looked for."""
_FEW: Final = 3


def witness(rule_set: RuleSet, rule: Rule, at: datetime = USUAL_MOMENT) -> InboundMessage | None:
    """A message that meets the rule's own match, whatever the rules before it do.

    It comes at `at` (aware) unless the rule wants another time.
    """
    return _first_that_holds(rule_set, rule, [Literal(rule.match)], at)


def overlap(
    rule_set: RuleSet, earlier: Rule, later: Rule, at: datetime = USUAL_MOMENT
) -> InboundMessage | None:
    """A message that meets the matches of both rules."""
    return _first_that_holds(rule_set, later, [Literal(earlier.match), Literal(later.match)], at)


def firing_witness(
    rule_set: RuleSet, rule: Rule, at: datetime = USUAL_MOMENT
) -> InboundMessage | None:
    """A message for which the rule fires, in its place among the others.

    None for a rule that is switched off or in shadow, too.
    """
    if not rule.enabled or isinstance(rule.stage, Shadow):
        return None
    place = rule_set.rules.index(rule)
    goals = [Literal(rule.match, order=place)]
    if isinstance(rule.stage, OnlyFor):
        goals.append(Literal(AddressIs(Side.FROM, rule.stage.addresses, rule.stage.words)))
    if message := _firing(rule_set, place, goals, at):
        return message
    if not any(map(_wants_an_earlier_one, islice(Search().ways(goals), MAX_WAYS))):
        return None
    going_on = [(order, one) for order, one in enumerate(rule_set.rules[:place]) if not one.stop]
    for order, earlier in going_on[:MAX_TURNS]:
        both = [*goals, Literal(earlier.match, order=order)]
        if message := _firing(rule_set, place, both, at):
            return message
    return None


def complete(  # noqa: PLR0913, PLR0917  (the parts of a message, each of which may be open)
    rule_set: RuleSet,
    rule: Rule,
    text: str,
    sender: Address | None = None,
    recipient: Address | None = None,
    at: datetime | None = None,
) -> InboundMessage | None:
    """A message with this text, and with whatever is None chosen as the rule's match wants it.

    The text, and whatever else is given, stay as they are, whether the rule wants them or not.
    None when the match wants what cannot be found.
    """
    given = _Given(text, sender, recipient, at)
    ways = islice(Search().ways([Literal(rule.match)]), MAX_WAYS)
    # Of several ways to meet the match, the one that what is given speaks for; one that needs no
    # other rule before those that do.
    for way in sorted(ways, key=lambda way: (given.misses(way), _wants_an_earlier_one(way))):
        for message in _messages(rule_set, rule, way, given, USUAL_MOMENT):
            return message
    return None


@dataclass(frozen=True, slots=True)
class _Given:
    """What of a message is settled beforehand."""

    text: str | None = None
    sender: Address | None = None
    recipient: Address | None = None
    at: datetime | None = None

    def misses(self, way: Sequence[Literal]) -> int:
        """How many single tests what is given fails."""
        return sum(not self._may_meet(literal) for literal in way)

    def awaited(self, way: Sequence[Literal]) -> list[tuple[Literal, Address]]:
        """Single tests on who is on duty that the addresses given meet at some times only."""
        return [
            (literal, address)
            for literal in way
            if isinstance(literal.atom, OnDuty)
            and (address := self._address(literal.atom.side)) in ever_on_duty(literal.atom)
        ]

    def _address(self, side: Side) -> Address | None:
        return self.sender if side is Side.FROM else self.recipient

    def _may_meet(self, literal: Literal) -> bool:
        atom = literal.atom
        if isinstance(atom, AddressMatcher):
            address = self._address(atom.side)
            return address is None or meets(literal, address, self.at or USUAL_MOMENT)
        if isinstance(atom, During):
            return self.at is None or schedule_of(literal).is_open(self.at) is literal.holds
        if isinstance(atom, TextTest) and self.text is not None:
            return atom.test(text_facts(self.text)) is literal.holds
        return True


_NOTHING_GIVEN: Final = _Given()


def _messages(
    rule_set: RuleSet, rule: Rule, way: Sequence[Literal], given: _Given, usual: datetime
) -> Iterator[InboundMessage]:
    """A few messages that meet these single tests, as far as nothing else is given."""
    on_text = [one for one in way if isinstance(one.atom, TextTest)]
    some_texts = [given.text] if given.text is not None else list(islice(texts(on_text), _FEW))
    for at in _times(rule_set, rule, way, given, usual):
        senders = _addresses(Side.FROM, given.sender, way, at)
        recipients = _addresses(Side.TO, given.recipient, way, at)
        for sender, recipient, text in product(senders, recipients, some_texts):
            yield InboundMessage("example", sender, recipient, text, at)


def _times(
    rule_set: RuleSet, rule: Rule, way: Sequence[Literal], given: _Given, usual: datetime
) -> Iterator[datetime]:
    """A few moments at which the message may come: if there are any, when who is given has duty."""
    if given.at is not None:
        return iter([given.at])
    literals = [one for one in way if isinstance(one.atom, During)]
    suited = partial(moments, literals, rule, rule_set.zone, usual)
    awaited = given.awaited(way)
    on_duty_then = (at for at in suited() if all(meets(*one, at) for one in awaited))
    first = next(on_duty_then, None)
    return islice(suited() if first is None else chain([first], on_duty_then), _FEW)


def _addresses(
    side: Side, given: Address | None, way: Sequence[Literal], at: datetime
) -> list[Address]:
    if given is not None:
        return [given]
    literals = [
        one for one in way if isinstance(one.atom, AddressMatcher) and one.atom.side is side
    ]
    return list(islice(addresses(side, literals, at), _FEW))


def _candidates(
    rule_set: RuleSet, rule: Rule, goals: Sequence[Literal], usual: datetime
) -> Iterator[tuple[InboundMessage, Facts]]:
    """Messages that should meet the goals, and the facts of each for a rule in its place."""
    for way in islice(Search().ways(goals), MAX_WAYS):
        for message in _messages(rule_set, rule, way, _NOTHING_GIVEN, usual):
            facts = Facts(message)
            if _wants_an_earlier_one(way):
                facts.fired = "an earlier rule"
            yield message, facts


def _wants_an_earlier_one(way: Sequence[Literal]) -> bool:
    return any(isinstance(one.atom, Otherwise) and not one.holds for one in way)


def _first_that_holds(
    rule_set: RuleSet, rule: Rule, goals: Sequence[Literal], usual: datetime
) -> InboundMessage | None:
    candidates = islice(_candidates(rule_set, rule, goals, usual), MAX_MESSAGES)
    return next(
        (
            message
            for message, facts in candidates
            if all(goal.atom.test(facts) is goal.holds for goal in goals)
        ),
        None,
    )


def _firing(
    rule_set: RuleSet, place: int, goals: Sequence[Literal], usual: datetime
) -> InboundMessage | None:
    """A message that meets the goals and gets past the earlier rules to the one at this place."""
    rule = rule_set.rules[place]
    for _ in range(MAX_TURNS):
        in_the_way: Literal | None = None
        for message, _ in islice(_candidates(rule_set, rule, goals, usual), MAX_DECIDED):
            fired = decide(rule_set, message).fired
            if rule.name in fired:
                return message
            in_the_way = in_the_way or _in_the_way(rule_set, place, fired)
        if in_the_way is None:
            return None
        goals = [*goals, in_the_way]
    return None


def _in_the_way(rule_set: RuleSet, place: int, fired: Sequence[str]) -> Literal | None:
    """That an earlier rule which has fired does not: the one that stopped, else the first."""
    earlier = [
        (order, rule) for order, rule in enumerate(rule_set.rules[:place]) if rule.name in fired
    ]
    if not earlier:
        return None
    order, rule = earlier[-1] if earlier[-1][1].stop else earlier[0]
    return Literal(rule.match, False, order)
