"""Keys side by side that belong below the same key."""

import pytest

from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile
from router.language.syntax import PhraseCondition, TextTest
from tests.unit.language.rulefiles import rules, whole


@pytest.mark.parametrize(
    "match",
    [
        "match:\n  keyword: all, of you\n  contains: x",
        "match:\n  any:\n    - keyword: all, of you\n      contains: x\n    - from: +1*",
        'match: {keyword: "all, of you", from: +1*, contains: x}',
    ],
)
def test_the_lines_of_all_of_them_pasted_together_mend_it(match: str) -> None:
    text = rules(match)
    findings = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions()).findings
    assert [finding.code for finding in findings][:2] == ["unknown-key"] * 2
    lines = text.split("\n")
    for finding in findings[:2]:
        lines[finding.span.line - 1] = finding.fix
    mended = whole("\n".join(lines))
    leaves = [leaf for leaf in mended.every_leaf if isinstance(leaf, PhraseCondition)]
    assert [(leaf.test, [one.text for one in leaf.phrases]) for leaf in leaves] == [
        (TextTest.KEYWORD, ["all, of you"]),
        (TextTest.CONTAINS, ["x"]),
    ]


def test_a_great_many_keys_are_not_put_together() -> None:
    keys = "\n".join(f"  keyword{number}: x" for number in range(60))
    text = rules(f"match:\n  keyword: all\n  contains: x\n{keys}")
    findings = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions()).findings
    fixes = [finding.fix.strip() for finding in findings]
    assert "text: {keyword: all}" in fixes
