"""Rule sets for tests of the use cases: compiled from texts, with their examples and tests."""

from textwrap import dedent

from router.app.ruletests.run import Results, run
from router.core.address import Address
from router.engine.ruleset import RuleSet
from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.diagnostics import Severity
from router.language.source import SourceFile

PEOPLE = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob]}
"""


def compiled(text: str, *numbers: str) -> Compiled:
    """The set of one file, which may be indented like the test; it has no error."""
    options = CompileOptions(numbers=tuple(map(Address, numbers)))
    made = compile_rules([SourceFile("a.yaml", dedent(text).encode())], options)
    assert not [finding for finding in made.findings if finding.severity is Severity.ERROR]
    return made


def rule_set(text: str) -> RuleSet:
    """Its rules."""
    made = compiled(text).rule_set
    assert made is not None
    return made


def results(text: str, *numbers: str) -> Results:
    """What comes of its examples and tests."""
    made = compiled(text, *numbers)
    assert made.rule_set is not None
    return run(made.rule_set, made.tests)


def failed(text: str, *numbers: str) -> list[str]:
    """What fails of them, each as `line:column: message`."""
    spans = [failure.finding for failure in results(text, *numbers).failures]
    return [f"{one.span.line}:{one.span.column}: {one.message}" for one in spans]
