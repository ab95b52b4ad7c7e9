"""Small values that the engine's tests are made of: people, messages, rules."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from router.core.actions import Action, NumberTarget, Template
from router.core.address import Address
from router.core.message import InboundMessage
from router.core.position import Span
from router.engine.facts import Facts
from router.engine.matchers import Matcher
from router.engine.phrases import Phrase, phrase
from router.engine.placeholders import parse_template
from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.rota import Rota
from router.engine.ruleset import Rule, RuleSet
from router.engine.schedule import Schedule, Window

DESK = Address("+15557654321")
"""The number that is texted."""
STRANGER = Address("+15551230000")
ANN = Address("+15550001111")
BOB = Address("+15550002222")
CAT = Address("+15550003333")
AMAZON = Address("AMAZON")
NOON = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
"""A Sunday."""
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Schedule(
    "office-hours",
    NEW_YORK,
    (Window(frozenset(range(5)), 9 * 60, 17 * 60), Window(frozenset({5}), 10 * 60, 12 * 60)),
    ((date(2026, 12, 25), date(2026, 12, 25)),),
)
"""Monday to Friday 9-17, Saturday 10-12, closed at Christmas."""
ON_CALL = Rota(
    "on-call", UTC, datetime(2026, 11, 16, 9), 7, (NumberTarget(ANN, "ann"), NumberTarget(BOB))
)
"""Ann until Monday 23 November, then Bob, who has no name."""


def message(
    text: str, sender: Address = STRANGER, to: Address = DESK, at: datetime = NOON
) -> InboundMessage:
    """A text that came in."""
    return InboundMessage("u-1", sender, to, text, at)


def facts(text: str, sender: Address = STRANGER, to: Address = DESK, at: datetime = NOON) -> Facts:
    """What the conditions see of such a text."""
    return Facts(message(text, sender, to, at))


def phrases(*written: str) -> tuple[Phrase, ...]:
    """The literal texts of a condition."""
    return tuple(map(phrase, written))


def pattern(source: str, case_sensitive: bool = False) -> Pattern:
    """A regex that is known to be fine."""
    compiled = compile_pattern(source, case_sensitive)
    assert isinstance(compiled, Pattern)
    return compiled


def template(source: str) -> Template:
    """A text to send that is known to be fine."""
    parsed = parse_template(source)
    assert isinstance(parsed, Template)
    return parsed


def rule(
    name: str, match: Matcher, *actions: Action, stop: bool = False, enabled: bool = True
) -> Rule:
    """A rule; its place is made up."""
    return Rule(name, Span("rules/a.yaml", 3, 5, 3, 9), match, actions, stop, enabled)


def rule_set(*rules: Rule) -> RuleSet:
    """A rule set in which Ann has a name and there is a rota."""
    return RuleSet("0123456789ab", rules, {ANN: "Ann"}, rotas={ON_CALL.name: ON_CALL})
