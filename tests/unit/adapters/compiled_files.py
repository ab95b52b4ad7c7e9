"""Small rule files, and what they compile to."""

from router.engine.ruleset import RuleSet
from router.language.source import SourceFile
from tests.unit.app.house import compile_files

RULE = (
    "  - {{name: Rule {n}, match: {{regex: 'order{n} (\\d+)'}}, actions: [{{reply: '{{1}}'}}]}}\n"
)


def files(*numbers: int, people: str = "") -> tuple[SourceFile, ...]:
    rules = "".join(RULE.format(n=n) for n in numbers)
    return (SourceFile("rules/a.yaml", f"{people}rules:\n{rules}".encode()),)


def compiled(*numbers: int) -> RuleSet:
    made = compile_files(files(*numbers)).rule_set
    assert made is not None
    return made
