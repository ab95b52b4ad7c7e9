from router.app.gate import Gate
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile

GOOD = SourceFile(
    "rules/a.yaml",
    b"rules:\n  - name: Hours\n    match: everything\n    actions: nothing\n",
)
BROKEN = SourceFile("rules/b.yaml", b"rules: {}\n")


def test_it_says_of_a_folder_what_the_compiler_says() -> None:
    gate = Gate(CompileOptions())
    for files in ((GOOD,), (GOOD, BROKEN), (GOOD,), ()):
        compiled = compile_rules(files, CompileOptions())
        assert gate(files).rule_set == compiled.rule_set
        assert set(compiled.findings) <= set(gate(files).findings)


def test_it_passes_the_same_folder_again_after_it_forgot() -> None:
    gate = Gate(CompileOptions())
    before = gate((GOOD,))
    gate.forget()
    assert gate((GOOD,)) == before
