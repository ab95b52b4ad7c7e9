"""Runs the examples and tests of a rule set through the evaluator, as its messages would go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from router.app.ruletests.example_messages import example_message, plain_message
from router.app.ruletests.failures import Failure, fires, is_silent, sends_other_texts
from router.app.ruletests.kept_runs import KeptRuns, RuleTest, Run
from router.app.ruletests.sends import Sent, sends_other_messages
from router.app.side_work import OneProcessor, Processors
from router.core.address import Address
from router.core.decision import Decision
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import Rule, RuleSet
from router.language.ruletests import (
    Example,
    ExpectFires,
    ExpectSends,
    ExpectSilent,
    PipelineTest,
    RuleTests,
)

MOST_RUN_HERE: Final = 1_000
"""Examples and tests that are run before another processor has sent what came of them."""


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
    return begin_runs(rule_set, tests, KeptRuns(), OneProcessor())()


def begin_runs(
    rule_set: RuleSet, tests: RuleTests, kept: KeptRuns, processors: Processors
) -> Callable[[], Results]:
    """Begin to run every example and test; what comes of them is to be asked for once.

    What is `kept` of the last set is not run again where it gives the same, and then is of this.
    """
    runner = _Runner(rule_set, tests.recipient, kept.index(rule_set))
    find = kept.finder(rule_set, tests.recipient)
    wanted: list[RuleTest] = [*runner.awake(tests.examples), *tests.tests]
    known = [find(one) for one in wanted]
    left = [one for one, run in zip(wanted, known, strict=True) if run is None]
    begin = processors.begin if len(left) > MOST_RUN_HERE else OneProcessor().begin
    outcomes = begin(lambda: [runner.outcome(one) for one in left])

    def results() -> Results:
        # Others send a copy back, and what is kept is known by the very examples of this set.
        fresh = (_run_of(one, *outcome) for one, outcome in zip(left, outcomes(), strict=True))
        runs = [run or next(fresh) for run in known]
        kept.keep(runner.index, tests.recipient, runs)
        return _results(tests, runs)

    return results


def _results(tests: RuleTests, runs: Sequence[Run]) -> Results:
    awake = len(runs) - len(tests.tests)
    of_examples, of_tests = runs[:awake], runs[awake:]
    return Results(
        examples=awake,
        tests=len(tests.tests),
        skipped=len(tests.examples) - awake,
        failed_examples=sum(bool(one.failures) for one in of_examples),
        failed_tests=sum(bool(one.failures) for one in of_tests),
        failures=tuple(failure for one in runs for failure in one.failures),
        by_example=frozenset(name for one in of_examples for name in one.fired),
        by_test=frozenset(name for one in of_tests for name in one.fired),
    )


_Outcome = tuple[tuple[InboundMessage, ...], tuple[str, ...], tuple[Failure, ...]]
"""What a `Run` has, but for what it is a run of: messages, rules that fired, failures."""


def _run_of(
    one: RuleTest,
    messages: Sequence[InboundMessage],
    fired: tuple[str, ...],
    failures: tuple[Failure, ...],
) -> Run:
    return Run(one, tuple(map(Facts, messages)), fired, failures)


class _Runner:
    """Runs the examples and tests of one set."""

    def __init__(self, rule_set: RuleSet, recipient: Address | None, index: RuleIndex) -> None:
        self.rule_set = rule_set
        self.recipient = recipient
        self.rules = {rule.name: rule for rule in rule_set.rules}
        # Ten thousand examples through ten thousand rules: only those that can match are tried.
        self.index = index

    def awake(self, examples: Sequence[Example]) -> Iterator[Example]:
        """Those of rules that are not switched off."""
        return (example for example in examples if self.rules[example.rule].enabled)

    def outcome(self, one: RuleTest) -> _Outcome:
        """Run an example or a test."""
        return self._example(one) if isinstance(one, Example) else self._test(one)

    def _example(self, example: Example) -> _Outcome:
        rule = self.rules[example.rule]
        message = example_message(self.rule_set, rule, example.message, self.recipient)
        decision = decide(self.index, message)
        failures = tuple(self._wrong(example, rule, message, decision))
        return (message,), _fired(decision), failures

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
                        yield from sends_other_texts(self.rule_set, rule, message, texts, decision)
            case _:
                assert_never(example.expects)

    def _test(self, test: PipelineTest) -> _Outcome:
        messages = [
            plain_message(self.rule_set, incoming, self.recipient, number)
            for number, incoming in enumerate(test.messages, 1)
        ]
        decisions = [decide(self.index, message) for message in messages]
        sent = [
            Sent(one, message)
            for message, decision in zip(messages, decisions, strict=True)
            for one in decision.messages
        ]
        return (
            tuple(messages),
            tuple(name for decision in decisions for name in _fired(decision)),
            tuple(sends_other_messages(self.rule_set, test, messages, sent)),
        )


def _fired(decision: Decision) -> tuple[str, ...]:
    return (*decision.fired, *decision.shadowed)
