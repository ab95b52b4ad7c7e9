from hypothesis import given
from hypothesis import strategies as st

from router.app.gate import Gate
from router.app.ruletests.run import Results, run
from router.app.ruletests.untested_rules import (
    MAX_EXAMPLES,
    MAX_IN_VIEW,
    Untested,
    example_lines,
    unreached,
)
from router.engine.ruleset import Rule, RuleSet
from router.language.compile import CompileOptions
from router.language.ruletests import Example, ExpectFires, Incoming, RuleTests
from router.language.source import SourceFile
from tests.unit.app.rulesets import PEOPLE, compiled, rule_set
from tests.unit.engine import conditions
from tests.unit.engine.samples import rule_set as engine_rule_set


def offered(text: str) -> dict[str, str]:
    """The example offered for each rule that none reaches, as it is shown, "" for none."""
    made = compiled(text)
    assert made.rule_set is not None
    found = unreached(made.rule_set, made.tests, run(made.rule_set, made.tests))
    return {
        one.rule.name: "\n".join(example_lines(one, made.rule_set, made.sources)) for one in found
    }


def test_each_rule_that_no_example_reaches_gets_one_to_paste() -> None:
    text = """\
        rules:
          - name: Hours
            match: {text: {keyword: hours}}
            actions: nothing
          - {name: Open, match: {text: open}, actions: nothing}
          - {name: Off, enabled: no, match: everything, actions: nothing}
          - {name: Seen, match: {text: seen}, actions: nothing, examples: [{text: seen}]}
        """
    assert offered(text) == {
        "Hours": "    examples:\n      - {text: hours}",
        "Open": "examples: [{text: open}]",
    }


def test_a_rule_reached_by_anothers_example_or_by_a_test_is_reached() -> None:
    text = """\
        rules:
          - {name: A, match: {text: a}, actions: nothing, examples: [{text: a}]}
          - {name: B, match: {text: b}, actions: nothing}
          - {name: All, match: everything, actions: nothing}
          - {name: C, match: {text: c}, actions: nothing, examples: [{text: x, fires: no}]}
        tests: [{name: b, message: {text: b}, sends: nothing}]
        """
    assert list(offered(text)) == ["C"]


def test_the_example_is_kept_clear_of_earlier_rules() -> None:
    text = (
        PEOPLE
        + """\
rules:
  - {name: Hello, match: {text: [hello, hi there]}, actions: nothing, stop: yes}
  - {name: Staff, match: {from: staff}, actions: nothing, stop: yes}
  - {name: Strangers, match: {from: +15551230000}, actions: nothing, stop: yes}
  - {name: Rest, match: {otherwise: yes}, actions: nothing}
"""
    )
    found = offered(text)
    assert found["Rest"] != "examples: [{text: hello}]"
    assert "text: hello" not in found["Rest"].replace("text: hello ", "")


def test_a_sender_number_or_time_is_said_only_where_it_matters() -> None:
    text = (
        PEOPLE
        + """\
schedules: {nights: {timezone: UTC, open: [daily 20:00-06:00]}}
rules:
  - {name: Ann, match: {from: ann}, actions: nothing, stop: yes}
  - {name: Staff, match: {from: staff, during: nights}, actions: nothing}
"""
    )
    assert offered(text) == {
        "Ann": "examples: [{text: hello}]",
        "Staff": "examples: [{text: hello, from: bob}]",
    }


def test_a_rule_in_shadow_has_an_example_of_what_it_would_do() -> None:
    assert offered("rules: [{name: S, stage: shadow, match: {text: s}, actions: nothing}]\n") == {
        "S": "examples: [{text: s}]"
    }


def test_a_rule_out_of_reach_has_none() -> None:
    text = """\
        rules:
          - {name: All, match: everything, actions: nothing, stop: yes}
          - {name: Never, match: {text: x}, actions: nothing}
        """
    assert offered(text)["Never"] == ""


def test_a_rule_that_wants_another_to_have_fired_gets_a_text_of_both() -> None:
    text = """\
        rules:
          - {name: A, match: {text: apple}, actions: nothing}
          - {name: Echo, match: {not: {otherwise: yes}}, actions: nothing}
        """
    assert offered(text)["Echo"] == "examples: [{text: apple}]"
    many = text.rstrip(" ") + "".join(
        f"          - {{name: r{n}, match: {{text: t{n}}}, actions: nothing, stop: yes}}\n"
        for n in range(MAX_IN_VIEW)
    )
    assert offered(many)["Echo"] == ""


def test_of_very_many_rules_the_first_get_one() -> None:
    text = "rules:\n" + "".join(
        f"  - {{name: r{n}, match: {{text: t{n}}}, actions: nothing}}\n"
        for n in range(MAX_EXAMPLES + 2)
    )
    found = list(offered(text).values())
    assert all(found[:MAX_EXAMPLES])
    assert found[MAX_EXAMPLES:] == ["", ""]


def holds(rules: RuleSet, rule: Rule, incoming: Incoming) -> bool:
    tests = RuleTests((Example(rule.name, incoming, ExpectFires()),))
    return run(rules, tests).failures == ()


@given(conditions.rules())
def test_every_example_that_is_offered_makes_its_rule_fire(rules: tuple[Rule, ...]) -> None:
    whole = engine_rule_set(*rules)
    for untested in unreached(whole, RuleTests(), Results()):
        if untested.example is not None:
            assert holds(whole, untested.rule, untested.example)


MATCHES = st.sampled_from(
    ["everything", "{otherwise: yes}", "{text: hello}", "{text: {keyword: [a, b c]}}",
     "{regex: '^#\\d+, \"x\"$'}", "{from: staff}", "{from: {sender-id: BANK}, to: +44*}",
     "{not: {from: ann}, text: {min-length: 30}}", "{text: {contains: ': '}}", "{from: duty}",
     "{during: nights}", "{outside: nights, text: {ends-with: 'é'}}", "{text: ['yes', 'null']}",
     "{any: [{from: bob}, {text: {has-word: x}}]}"]
)  # fmt: skip
LIMITS = st.sampled_from(
    ["stop: yes", "stop: no", "stage: shadow", "stage: {only: bob}", "since: 2027-01-01"]
)
TIMES = """\
schedules: {nights: {timezone: Europe/London, open: [daily 20:00-06:00]}}
rotas: {duty: {timezone: UTC, starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}}
"""


@given(st.lists(st.tuples(MATCHES, LIMITS), min_size=1, max_size=4))
def test_what_is_pasted_into_the_file_passes(written: list[tuple[str, str]]) -> None:
    rules = "".join(
        f"  - name: r{number}\n    match: {match}\n    {limit}\n    actions: nothing\n"
        for number, (match, limit) in enumerate(written)
    )
    lines = f"{PEOPLE}{TIMES}rules:\n{rules}".splitlines()
    gate = Gate(CompileOptions(), advise=True)
    before = gate((SourceFile("a.yaml", "\n".join(lines).encode()),))
    advice = [one for one in before.findings if one.code == "no-examples"]
    for finding in sorted(advice, key=lambda one: one.span.line, reverse=True):
        lines[finding.span.line : finding.span.line] = finding.fix.splitlines()
    after = gate((SourceFile("a.yaml", "\n".join(lines).encode()),))
    codes = [finding.code for finding in after.findings]
    assert "failed-example" not in codes
    assert codes.count("no-examples") == sum(not finding.fix for finding in advice)


def test_an_example_that_is_not_there_has_no_lines() -> None:
    rules = rule_set("rules: [{name: A, match: everything, actions: nothing}]\n")
    assert example_lines(Untested(rules.rules[0], None), rules, {}) == ()
