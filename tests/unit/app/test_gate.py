from router.app.gate import Gate
from router.language.compile import CompileOptions, compile_rules
from router.language.diagnostics import Severity
from router.language.source import SourceFile

GOOD = SourceFile(
    "rules/a.yaml",
    b"rules:\n  - name: Hours\n    match: everything\n    actions: nothing\n",
)
BROKEN = SourceFile("rules/b.yaml", b"rules: {}\n")
PASSES = SourceFile("rules/a.yaml", GOOD.content + b"    examples: [{text: x}]\n")
FAILS = SourceFile("rules/a.yaml", GOOD.content + b"    examples: [{text: x, fires: no}]\n")


def test_it_says_of_a_folder_what_the_compiler_says() -> None:
    gate = Gate(CompileOptions())
    for files in ((GOOD,), (GOOD, BROKEN), (GOOD,), ()):
        compiled = compile_rules(files, CompileOptions())
        assert gate(files).rule_set == compiled.rule_set
        assert set(compiled.findings) <= set(gate(files).findings)


def test_the_index_of_the_set_that_passed_last_is_made_once() -> None:
    gate = Gate(CompileOptions())
    passed = gate((GOOD,)).rule_set
    assert passed is not None
    index = gate.index(passed)
    assert index.rule_set is passed
    assert gate.index(passed) is index
    # A refused set runs its tests, too, but is never the one to serve.
    gate((FAILS,))
    assert gate.index(passed).rule_set is passed


def test_a_set_whose_tests_fail_is_not_passed() -> None:
    gate = Gate(CompileOptions())
    assert gate((PASSES,)).rule_set is not None
    refused = gate((FAILS,))
    assert refused.rule_set is None
    (finding,) = refused.findings
    assert (finding.code, finding.severity) == ("failed-example", Severity.ERROR)
    assert str(finding.span) == "rules/a.yaml:5:23"
    assert gate((PASSES,)).rule_set is not None


def test_the_findings_of_tests_stand_among_the_others() -> None:
    swallows = SourceFile("rules/0.yaml", GOOD.content.replace(b"Hours", b"0") + b"    stop: yes\n")
    findings = Gate(CompileOptions())((swallows, PASSES)).findings
    codes = [finding.code for finding in findings]
    assert codes == ["no-examples", "never-fires", "failed-example"]


def test_it_advises_on_rules_without_examples_when_asked_and_when_it_refuses() -> None:
    assert Gate(CompileOptions())((GOOD,)).findings == ()
    advised = Gate(CompileOptions(), advise=True)((GOOD,))
    assert advised.rule_set is not None
    assert [(f.code, f.severity) for f in advised.findings] == [("no-examples", Severity.WARNING)]
    assert advised.findings[0].fix == "    examples:\n      - {text: hello}"
    assert Gate(CompileOptions(), advise=True)((PASSES,)).findings == ()


def test_a_rule_that_never_fires_is_not_asked_for_an_example() -> None:
    first = SourceFile("rules/0.yaml", PASSES.content.replace(b"Hours", b"0") + b"    stop: yes\n")
    findings = Gate(CompileOptions(), advise=True)((first, GOOD)).findings
    assert [finding.code for finding in findings] == ["never-fires"]
