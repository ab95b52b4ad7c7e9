"""Rules without examples, and for each an example to paste that is sure to make it fire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product, takewhile
from typing import Final

from router.app.ruletests.example_messages import example_message
from router.app.ruletests.run import Results
from router.core.actions import NumberTarget
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import LIVE, Shadow
from router.engine.witness.messages import firing_witness
from router.language.diagnostics import Diagnostic, Severity
from router.language.lines import read_line
from router.language.quoting import quoted
from router.language.ruletests import Incoming, RuleTests
from router.language.source import SourceText
from router.render.paste import example_in_braces

MAX_EXAMPLES: Final = 100
"""Rules of one report that get an example; making one takes a millisecond or more."""
MAX_TURNS: Final = 8
"""Earlier rules, or groups of them, that are taken into account one after the other."""
MAX_IN_VIEW: Final = 500
"""Rules of a set in which all of them are taken into account at once, when nothing else helps."""
_WAYS: Final = sorted(product((False, True), repeat=3), key=sum)
"""What an example says: who sends the text, to whom, and when; the least first."""


@dataclass(frozen=True, slots=True)
class Untested:
    """A rule and an example for it, None when none was found or asked for."""

    rule: Rule
    example: Incoming | None


def unreached(rule_set: RuleSet, tests: RuleTests, results: Results) -> tuple[Untested, ...]:
    """The rules that no example and no test makes fire; those switched off are not meant to."""
    reached = results.by_example | results.by_test
    wanted = [rule for rule in rule_set.rules if rule.enabled and rule.name not in reached]
    return _with_examples(rule_set, tests, wanted)


def warnings(
    rule_set: RuleSet, tests: RuleTests, results: Results, sources: Mapping[str, SourceText]
) -> Iterator[Diagnostic]:
    """A finding for each rule that has no example and fires in no test."""
    has_some = {example.rule for example in tests.examples} | results.by_test
    wanted = [rule for rule in rule_set.rules if rule.enabled and rule.name not in has_some]
    for untested in _with_examples(rule_set, tests, wanted):
        yield _warning(untested, rule_set, sources)


def _with_examples(rule_set: RuleSet, tests: RuleTests, rules: list[Rule]) -> tuple[Untested, ...]:
    if not rules:
        return ()
    maker = _Maker(rule_set, tests)
    some = (Untested(rule, maker.example(rule)) for rule in rules[:MAX_EXAMPLES])
    return (*some, *(Untested(rule, None) for rule in rules[MAX_EXAMPLES:]))


def _warning(
    untested: Untested, rule_set: RuleSet, sources: Mapping[str, SourceText]
) -> Diagnostic:
    rule = untested.rule
    hints = ["an example shows that it fires, and is tried again at every check"]
    lines = example_lines(untested, rule_set, sources)
    if len(lines) == 1:
        hints.append(f"add {lines[0]}")
    return Diagnostic(
        code="no-examples",
        message=f"{quoted(rule.name)} has no examples",
        span=rule.span,
        severity=Severity.WARNING,
        hints=tuple(hints),
        fix="\n".join(lines) if len(lines) > 1 else "",
    )


def example_lines(
    untested: Untested, rule_set: RuleSet, sources: Mapping[str, SourceText]
) -> tuple[str, ...]:
    """What to paste among the keys of the rule, indented like them; () without an example.

    One line for a rule in braces.
    """
    if untested.example is None:
        return ()
    name = untested.rule.span
    example = example_in_braces(untested.example, rule_set.zone)
    line = read_line(sources[name.file].lines[name.line - 1])
    if line.key != "name":
        return (f"examples: [{example}]",)
    indent = " " * line.key_column
    return (f"{indent}examples:", f"{indent}  - {example}")


class _Maker:
    """Makes examples, each proved by the evaluator in the whole set."""

    def __init__(self, rule_set: RuleSet, tests: RuleTests) -> None:
        self._rule_set = rule_set
        self._recipient = tests.recipient
        self._index = RuleIndex(rule_set)

    def example(self, rule: Rule) -> Incoming | None:
        """The shortest example that makes the rule fire, or would if it were not in shadow."""
        message = self._message(rule)
        if message is None:
            return None
        names = self._rule_set.names
        sender, recipient = (
            NumberTarget(one, names.get(one, "")) for one in (message.sender, message.recipient)
        )
        ways = (
            Incoming(
                message.text,
                rule.span,
                sender if with_sender else None,
                recipient if with_recipient else None,
                message.received_at if with_time else None,
            )
            for with_sender, with_recipient, with_time in _WAYS
        )
        return next((incoming for incoming in ways if self._does(rule, incoming)), None)

    def _does(self, rule: Rule, incoming: Incoming) -> bool:
        """Whether the example does what is said of it when it is run."""
        message = example_message(self._rule_set, rule, incoming, self._recipient)
        return self._fires(rule, message)

    def _fires(self, rule: Rule, message: InboundMessage) -> bool:
        decision = decide(self._index, message)
        return rule.name in decision.fired or rule.name in decision.shadowed

    def _message(self, rule: Rule) -> InboundMessage | None:
        """A message for which it fires: kept clear of those earlier rules that turn out to matter.

        With all ten thousand of them in view from the beginning it would take seconds.
        """
        rules = self._rule_set.rules
        live = replace(rule, stage=LIVE) if isinstance(rule.stage, Shadow) else rule
        earlier = tuple(takewhile(lambda one: one is not rule, rules))
        near: set[str] = set()
        for _ in range(MAX_TURNS):
            in_view = (*(one for one in earlier if one.name in near), live)
            message = firing_witness(replace(self._rule_set, rules=in_view), live)
            if message is None:
                break
            if self._fires(rule, message):
                return message
            near.update(decide(self._index, message).fired)
        # A rule may want an earlier one to have fired: then they all must be in view.
        if len(rules) > MAX_IN_VIEW:
            return None
        return firing_witness(replace(self._rule_set, rules=(*earlier, live)), live)
