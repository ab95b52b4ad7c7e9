import pytest

from router.app.ruletests.report import MAX_TRACED, Report, as_object, as_page
from router.app.ruletests.run import run
from router.app.ruletests.untested_rules import unreached
from tests.unit.app.rulesets import compiled

RULES = """\
rules:
  - name: Hours
    match: {text: {keyword: hours}}
    actions: [{reply: 9-17.}]
    examples:
      - {text: hours, reply: 9-17.}
tests:
  - {name: small talk, message: {text: hello}, sends: nothing}
"""


NEVER = "rules: [{name: Never, match: {regex: '[^\\x00-\\x{10FFFF}]'}, actions: nothing}]\n"
OFF = "{name: Off, enabled: no, match: everything, actions: nothing, examples: [{text: x}]}"


def report(text: str) -> Report:
    made = compiled(text)
    assert made.rule_set is not None
    results = run(made.rule_set, made.tests)
    return Report(
        made.rule_set, results, unreached(made.rule_set, made.tests, results), made.sources
    )


def test_all_that_passes_is_one_line() -> None:
    assert as_page(report(RULES)) == "1 example and 1 test passed.\n"


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        ("reply: 9-17.}\n", "reply: 9-18.}\n", "1 of 1 example failed.\n"),
        ("text: hello", "text: hours", "1 of 1 test failed.\n"),
    ],
)
def test_failures_are_counted(old: str, new: str, summary: str) -> None:
    assert as_page(report(RULES.replace(old, new))).endswith(f"\n\n{summary}")


def test_a_failure_is_followed_by_its_trace() -> None:
    page = as_page(report(RULES.replace("{text: hours, reply: 9-17.}", "{text: my hours}")))
    assert (
        page
        == """\
a.yaml:6:16: error: "Hours" does not fire for this text [failed-example]
  |
6 |       - {text: my hours}
  |                ^^^^^^^^
  = text "my hours" does not start with the word "hours"
  = it came from +15551230000 to +15557654321 at 2026-11-23 15:00 in UTC
  = if it is right not to, add fires: no

  from +15551230000 to +15557654321
    │ my hours

  rules: 0 of 1 fired
    · Hours  text “my hours” does not start with the word “hours”

  messages: none

1 of 1 example failed.

No example reaches 1 rule:

a.yaml:2:11: Hours
    examples:
      - {text: hours}
"""
    )


def test_both_counts_and_what_was_left_out_are_told() -> None:
    text = RULES.replace("text: hello", "text: hours").replace("hours, reply", "huh, reply") + (
        "  - {name: other, message: {text: hello}, sends: nothing}\n"
    )
    text = text.replace("tests:", f"  - {OFF}\ntests:")
    page = as_page(report(text))
    assert "\n1 of 1 example and 1 of 2 tests failed.\n" in page
    assert "\nNot tried: 1 example of rules that are switched off.\n" in page


def test_without_examples_and_tests_that_is_said() -> None:
    page = as_page(report("rules: [{name: A, match: everything, actions: nothing}]\n"))
    assert page == (
        "There are no examples and no tests.\n\nNo example reaches 1 rule:\n\n"
        "a.yaml:1:16: A\nexamples: [{text: hello}]\n"
    )
    assert as_page(report(NEVER)).endswith("Never\n  (no text was found that makes it fire)\n")


def test_the_object_has_counts_failures_and_uncovered_rules() -> None:
    text = RULES.replace("reply: 9-17.}\n", "reply: 9-18.}\n").replace("hello}", "hours}")
    text = text.replace("tests:", "  - {name: B, match: {text: b}, actions: nothing}\ntests:")
    found = as_object(report(text))
    counts = ("examples", "tests", "failed_examples", "failed_tests", "skipped")
    assert [found[key] for key in counts] == [1, 1, 1, 1, 0]
    example, test = found["failures"]
    assert (example["rule"], example["file"], example["line"]) == ("Hours", "a.yaml", 6)
    assert (example["want"], example["got"]) == (["9-18."], ["9-17."])
    assert example["message"] == '"Hours" sends a different reply'
    (trace,) = example["traces"]
    assert (trace["from"], trace["text"], trace["fired"]) == ("+15551230000", "hours", ["Hours"])
    assert "<Message" in trace["xml"]
    assert "rule" not in test
    assert test["test"] == "small talk"
    assert found["uncovered"] == [
        {"rule": "B", "file": "a.yaml", "line": 7, "example": "{text: b}"}
    ]
    assert len(found["rule_set"]) == 12


def test_an_uncovered_rule_without_an_example_has_null() -> None:
    assert as_object(report(NEVER))["uncovered"][0]["example"] is None


def test_of_many_failures_the_first_have_a_trace() -> None:
    examples = "".join(f"      - {{text: x{n}}}\n" for n in range(MAX_TRACED + 2))
    text = RULES.replace("      - {text: hours, reply: 9-17.}\n", examples)
    traces = [len(one["traces"]) for one in as_object(report(text))["failures"]]
    assert traces == [1] * MAX_TRACED + [0, 0]
    assert as_page(report(text)).count("rules: 0 of 1 fired") == MAX_TRACED
