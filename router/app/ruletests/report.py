"""What `sms-router test` prints: each failure with its trace, the counts, and what is untested."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from router.app.ruletests.failures import Failure, with_what_came
from router.app.ruletests.run import Results
from router.app.ruletests.untested_rules import Untested, example_lines
from router.core.message import InboundMessage
from router.engine.evaluate import explain
from router.engine.ruleset import RuleSet
from router.engine.wording import counted
from router.language.source import SourceText
from router.plivo.response import write_response
from router.render.findings import as_text
from router.render.paste import example_in_braces
from router.render.trace import decision_as_json, decision_as_text

MAX_TRACED: Final = 20
"""Failures that come with a trace, and fewer in a set whose traces are long."""
MAX_ENTRIES: Final = 5_000
"""Rules that all traces of a report speak of, together."""
_NO_EXAMPLE: Final = ("  (no text was found that makes it fire)",)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to tell after a run."""

    rule_set: RuleSet
    results: Results
    unreached: tuple[Untested, ...]
    sources: Mapping[str, SourceText]

    @property
    def traced(self) -> int:
        """How many failures get their trace."""
        return max(1, min(MAX_TRACED, MAX_ENTRIES // len(self.rule_set.rules)))


def as_page(report: Report) -> str:
    """For people: lines, each ended."""
    pieces = [
        _failure(report, failure, with_trace=number < report.traced)
        for number, failure in enumerate(report.results.failures)
    ]
    return "\n".join([*pieces, "".join(f"{line}\n" for line in _summary(report))])


def as_object(report: Report) -> dict[str, Any]:
    """For programs.

    Keys: `examples`, `tests`, `failed_examples`, `failed_tests`, `skipped` (examples of rules that
    are switched off), `failures` (`rule` or `test`, `file`, `line`, `column`, `message`, `hints`,
    `want`, `got`, and `traces`, one for each message that came in; of many failures the first few
    have them), `uncovered` (`rule`, `file`, `line`, and `example` to paste, null when none was
    found) and `rule_set`.
    """
    results = report.results
    return {
        "examples": results.examples,
        "tests": results.tests,
        "failed_examples": results.failed_examples,
        "failed_tests": results.failed_tests,
        "skipped": results.skipped,
        "failures": [
            _failure_object(report, failure, with_trace=number < report.traced)
            for number, failure in enumerate(results.failures)
        ],
        "uncovered": [_uncovered_object(report, untested) for untested in report.unreached],
        "rule_set": report.rule_set.id,
    }


def _failure(report: Report, failure: Failure, *, with_trace: bool) -> str:
    shown = as_text([with_what_came(failure, report.sources)], report.sources)
    if not with_trace:
        return shown
    pages = [decision_as_text(one, explain(report.rule_set, one)) for one in failure.messages]
    lines = (line for page in pages for line in ["", *page.splitlines()])
    return shown + "".join(f"  {line}".rstrip() + "\n" for line in lines)


def _summary(report: Report) -> Iterator[str]:
    results = report.results
    counts = (
        (results.failed_examples, results.examples, "example"),
        (results.failed_tests, results.tests, "test"),
    )
    failed = [f"{bad} of {counted(all_, noun)}" for bad, all_, noun in counts if bad]
    if failed:
        yield f"{' and '.join(failed)} failed."
    elif results.examples or results.tests:
        yield f"{' and '.join(counted(all_, noun) for _, all_, noun in counts)} passed."
    else:
        yield "There are no examples and no tests."
    if results.skipped:
        count = counted(results.skipped, "example")
        yield f"Not tried: {count} of rules that are switched off."
    yield from _unreached(report)


def _unreached(report: Report) -> Iterator[str]:
    if not report.unreached:
        return
    yield ""
    yield f"No example reaches {counted(len(report.unreached), 'rule')}:"
    for untested in report.unreached:
        yield ""
        yield f"{untested.rule.span}: {untested.rule.name}"
        yield from example_lines(untested, report.rule_set, report.sources) or _NO_EXAMPLE


def _failure_object(report: Report, failure: Failure, *, with_trace: bool) -> dict[str, Any]:
    span = failure.finding.span
    return {
        **({"rule": failure.rule} if failure.rule else {"test": failure.test}),
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "message": failure.finding.message,
        "hints": list(failure.finding.hints),
        "want": list(failure.want),
        "got": list(failure.got),
        "traces": _traces(report, failure.messages) if with_trace else [],
    }


def _traces(report: Report, messages: Sequence[InboundMessage]) -> list[dict[str, Any]]:
    traces = []
    for message in messages:
        decision = explain(report.rule_set, message)
        xml = write_response(decision.messages, None).decode()
        traces.append(
            {
                "from": message.sender.value,
                "to": message.recipient.value,
                "text": message.text,
                "at": message.received_at.isoformat(),
                **decision_as_json(decision, xml),
            }
        )
    return traces


def _uncovered_object(report: Report, untested: Untested) -> dict[str, Any]:
    span, example = untested.rule.span, untested.example
    zone = report.rule_set.zone
    return {
        "rule": untested.rule.name,
        "file": span.file,
        "line": span.line,
        "example": None if example is None else example_in_braces(example, zone),
    }
