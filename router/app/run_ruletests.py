"""Runs the examples and tests of a rule set through the evaluator, as its messages would go."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from router.app.example_messages import example_message, plain_message
from router.app.kept_runs import KeptRuns, Run
from router.app.ruletest_failures import Failure, fires, is_silent, sends_other_texts
from router.app.ruletest_sends import Sent, sends_other_messages
from router.core.address import Address
from router.core.decision import Decision
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index import RuleIndex
from router.engine.ruleset import Rule, RuleSet
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


def run(rule_set: RuleSet, tests: RuleTests, kept: KeptRuns | None = None) -> Results:
    """Run every example and test of a set; raises nothing.

    What is `kept` of the last set is not run again where it gives the same, and then is of this.
    """
    kept = kept or KeptRuns()
    index = kept.index(rule_set)
    find = kept.finder(rule_set, tests.recipient)
    runner = _Runner(rule_set, tests.recipient, index)
    awake = [example for example in tests.examples if runner.rules[example.rule].enabled]
    of_examples = [find(example) or runner.example(example) for example in awake]
    of_tests = [find(test) or runner.test(test) for test in tests.tests]
    kept.keep(index, tests.recipient, chain(of_examples, of_tests))
    return Results(
        examples=len(awake),
        tests=len(tests.tests),
        skipped=len(tests.examples) - len(awake),
        failed_examples=sum(bool(one.failures) for one in of_examples),
        failed_tests=sum(bool(one.failures) for one in of_tests),
        failures=tuple(failure for one in (*of_examples, *of_tests) for failure in one.failures),
        by_example=frozenset(name for one in of_examples for name in one.fired),
        by_test=frozenset(name for one in of_tests for name in one.fired),
    )


class _Runner:
    """Runs the examples and tests of one set."""

    def __init__(self, rule_set: RuleSet, recipient: Address | None, index: RuleIndex) -> None:
        self.rule_set = rule_set
        self.recipient = recipient
        self.rules = {rule.name: rule for rule in rule_set.rules}
        # Ten thousand examples through ten thousand rules: only those that can match are tried.
        self.index = index

    def decide(self, message: InboundMessage) -> Decision:
        return decide(self.index, message)

    def example(self, example: Example) -> Run:
        rule = self.rules[example.rule]
        message = example_message(self.rule_set, rule, example.message, self.recipient)
        decision = self.decide(message)
        failures = tuple(self._wrong(example, rule, message, decision))
        return Run(example, (Facts(message),), _fired(decision), failures)

    def _wrong(
        self, example: Example, rule: Rule, message: InboundMessage, decision: Decision
    ) -> Iterator[Failure]:
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

    def test(self, test: PipelineTest) -> Run:
        messages = [
            plain_message(self.rule_set, incoming, self.recipient, number)
            for number, incoming in enumerate(test.messages, 1)
        ]
        decisions = [self.decide(message) for message in messages]
        sent = [
            Sent(one, message)
            for message, decision in zip(messages, decisions, strict=True)
            for one in decision.messages
        ]
        return Run(
            test,
            tuple(map(Facts, messages)),
            tuple(name for decision in decisions for name in _fired(decision)),
            tuple(sends_other_messages(self.rule_set, test, messages, sent)),
        )


def _fired(decision: Decision) -> tuple[str, ...]:
    return (*decision.fired, *decision.shadowed)
