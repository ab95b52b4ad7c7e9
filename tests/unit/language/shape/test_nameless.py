"""Rules without a name: where it goes, and which one is proposed."""

import pytest

from router.language.compile import CompileOptions, compile_rules
from router.language.diagnostics import Diagnostic
from router.language.source import SourceFile

OTHER = "  - {name: Opening hours, match: {text: open}, actions: nothing}\n"


def found(rules: str) -> list[Diagnostic]:
    file = SourceFile("rules/a.yaml", f"rules:\n{rules}".encode())
    findings = compile_rules([file], CompileOptions()).findings
    return [finding for finding in findings if finding.code == "missing-key"]


def proposed(match: str, before: str = "") -> str:
    (finding,) = found(f"{before}  - match: {match}\n    actions: nothing\n")
    return finding.fix.split("\n")[0]


@pytest.mark.parametrize(
    ("match", "name"),
    [
        ("{text: thanks}", "Thanks"),
        ("{text: [thanks, merci]}", "Thanks"),
        ("{text: {keyword: [thanks]}}", "Thanks"),
        ('{text: "thanks: a lot"}', '"Thanks: a lot"'),
        ("{text: " + "thanks " * 9 + "}", "Rule in line 2"),
        ("{text: {min-length: 3}}", "Rule in line 2"),
        ("{text: []}", "Rule in line 2"),
        ("{from: +1 555 000 1111}", "Rule in line 2"),
        ("everything", "Rule in line 2"),
    ],
)
def test_a_rule_is_called_by_the_first_text_it_looks_for(match: str, name: str) -> None:
    assert proposed(match) == f"  - name: {name}"


def test_no_name_is_proposed_that_another_rule_has() -> None:
    taken = OTHER.replace("Opening hours", "Thanks")

    assert proposed("{text: thanks}", taken) == "  - name: Rule in line 3"


def test_the_first_key_goes_below_the_name_however_many_blanks_are_behind_the_dash() -> None:
    (finding,) = found("  -   actions: nothing\n      match: everything\n")

    assert finding.fix == "  -   name: Rule in line 2\n      actions: nothing"


@pytest.mark.parametrize("dash", ["-", "- # the first"])
def test_below_a_dash_of_its_own_the_name_is_one_more_key(dash: str) -> None:
    (finding,) = found(f"  {dash}\n    match: everything\n    actions: nothing\n")

    assert finding.fix == "    name: Opening hours"


def test_a_rule_in_braces_is_only_told_what_it_lacks() -> None:
    (finding,) = found("  - {match: everything, actions: nothing}\n")

    assert finding.fix == ""
