"""Runs the examples and tests of a rule set through the evaluator, as its messages would go."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from router.app.example_messages import example_message, plain_message
from router.app.ruletest_failures import Failure, fires, is_silent, sends_other_texts
from router.app.ruletest_sends import Sent, sends_other_messages
from router.core.address import Address
from router.core.decision import Decision
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.index import RuleIndex
from router.engine.ruleset import RuleSet
from router.language.ruletests import (
    Example,
    ExpectFires,
    ExpectSends,
    ExpectSilent,
    PipelineTest,
    RuleTests,
)


@dataclass(frozen=True, slots=True)
class Results:
    """What came of the examples and tests of a set.

    `examples` and `tests` count those that were run; examples of rules that are switched off were
    not, and `skipped` counts them. `failures` are in the order of the files, examples first; one
    example may have several.
    `by_example` are the names of the rules that fired, or would have but for their stage, for some
    example; `by_test` of those that did in a test.
    """

    examples: int = 0
    tests: int = 0
    skipped: int = 0
    failed_examples: int = 0
    failed_tests: int = 0
    failures: tuple[Failure, ...] = ()
    by_example: frozenset[str] = frozenset()
    by_test: frozenset[str] = frozenset()


def run(rule_set: RuleSet, tests: RuleTests) -> Results:
    """Run every example and test of a set; raises nothing."""
    runner = _Runner(rule_set, tests.recipient)
    awake = [example for example in tests.examples if runner.rules[example.rule].enabled]
    of_examples = [[*runner.example(example)] for example in awake]
    by_example = runner.taken_fired()
    of_tests = [[*runner.test(test)] for test in tests.tests]
    return Results(
        examples=len(awake),
        tests=len(tests.tests),
        skipped=len(tests.examples) - len(awake),
        failed_examples=sum(map(bool, of_examples)),
        failed_tests=sum(map(bool, of_tests)),
        failures=tuple(chain(*of_examples, *of_tests)),
        by_example=by_example,
        by_test=runner.taken_fired(),
    )


class _Runner:
    """One run; `fired` are the rules that have fired since they were asked for."""

    def __init__(self, rule_set: RuleSet, recipient: Address | None) -> None:
        self.rule_set = rule_set
        self.recipient = recipient
        self.rules = {rule.name: rule for rule in rule_set.rules}
        # Ten thousand examples through ten thousand rules: only those that can match are tried.
        self.index = RuleIndex(rule_set)
        self.fired: set[str] = set()

    def taken_fired(self) -> frozenset[str]:
        fired, self.fired = self.fired, set()
        return frozenset(fired)

    def decide(self, message: InboundMessage) -> Decision:
        decision = decide(self.index, message)
        self.fired.update(decision.fired, decision.shadowed)
        return decision

    def example(self, example: Example) -> Iterator[Failure]:
        rule = self.rules[example.rule]
        message = example_message(self.rule_set, rule, example.message, self.recipient)
        decision = self.decide(message)
        has_fired = rule.name in decision.fired or rule.name in decision.shadowed
        match example.expects:
            case ExpectSilent():
                if has_fired:
                    yield fires(self.rule_set, example, rule, message)
            case ExpectFires() | ExpectSends():
                if not has_fired:
                    yield is_silent(self.rule_set, example, rule, message, decision)
                elif isinstance(example.expects, ExpectSends):
                    for texts in example.expects.by:
                        yield from sends_other_texts(self.rule_set, rule, message, texts)
            case _:
                assert_never(example.expects)

    def test(self, test: PipelineTest) -> Iterator[Failure]:
        messages = [
            plain_message(self.rule_set, incoming, self.recipient, number)
            for number, incoming in enumerate(test.messages, 1)
        ]
        sent = [Sent(one, message) for message in messages for one in self.decide(message).messages]
        yield from sends_other_messages(self.rule_set, test, messages, sent)
