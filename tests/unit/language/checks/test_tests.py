"""Checks of what examples and tests say."""

import pytest

from router.language.checks import (
    contradictory_examples,
    known_names,
    number_problems,
    one_number,
    prefixes,
    ruletest_names,
    sender_ids,
    tested_moments,
)
from tests.unit.language.rulefiles import found, rules, whole

PEOPLE = "people: {ann: +1 555 000 1111}\nlists: {staff: [ann]}\n"


def example(*keys: str) -> str:
    return rules(f"examples: [{{text: x, {', '.join(keys)}}}]")


def test_an_example_cannot_send_and_not_fire() -> None:
    (one, two) = contradictory_examples.check(whole(example("fires: no", "reply: a", "forward: b")))
    assert one.message == '"fires: no" and "reply" contradict each other'
    assert (one.code, one.span.column) == ("contradictory-example", 37)
    assert two.message == '"fires: no" and "forward" contradict each other'
    assert not found(contradictory_examples.check, whole(example("fires: yes", "reply: a")))
    assert not found(contradictory_examples.check, whole(example("fires: no")))


def test_two_tests_of_one_name_are_told_even_in_two_files() -> None:
    text = "tests: [{name: 'a  b', message: {text: x}, sends: nothing}]\n" + rules("")
    (finding,) = ruletest_names.check(whole(text, text))
    assert str(finding.span) == "b.yaml:1:16"
    assert finding.message == 'another test is called "a b", too'
    assert str(finding.related[0].span) == "a.yaml:1:16"
    assert not found(ruletest_names.check, whole(text, text.replace("a  b", "c")))


def test_a_moment_that_is_none_is_told_with_the_line_mended() -> None:
    (finding,) = tested_moments.check(whole(example("at: 2026-11-22")))
    assert (finding.code, finding.message) == ("bad-time", '"2026-11-22" has no time of day')
    assert finding.fix == "    examples: [{text: x, at: 2026-11-22 10:00}]"
    test = "tests: [{name: a, message: {text: x, at: soon}, sends: nothing}]\n"
    assert len(found(tested_moments.check, whole(test))) == 1
    assert not found(tested_moments.check, whole(example("at: 2026-11-22 10:00"), example("")))


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("from: anne", "unknown-name"),
        ("to: anne", "unknown-name"),
        ("from: 555 1", "bad-number"),
        ("from: staff", "needs-one-number"),
        ("to: staff", "needs-one-number"),
        ("from: +1555*", "bad-prefix"),
        ("from: {sender-id: 12345}", "bad-sender-id"),
    ],
)
def test_who_sends_and_gets_an_examples_text_is_checked(key: str, code: str) -> None:
    checks = (known_names, number_problems, one_number, prefixes, sender_ids)
    set_of_one = whole(PEOPLE + example(key))
    codes = [finding.code for check in checks for finding in check.check(set_of_one)]
    assert codes == [code]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("to: [ann, carl]", "unknown-name"),
        ("to: +1", "bad-number"),
        ("to: ann, from: staff", "needs-one-number"),
        ("to: staff, from: ann", ""),
    ],
)
def test_whom_a_test_expects_messages_for_is_checked(sent: str, code: str) -> None:
    test = f"tests: [{{name: a, message: {{text: x}}, sends: [{{{sent}, text: x}}]}}]\n"
    checks = (known_names, number_problems, one_number, prefixes)
    codes = [finding.code for check in checks for finding in check.check(whole(PEOPLE + test))]
    assert codes == ([code] if code else [])


def test_a_name_in_capitals_may_be_a_sender_id() -> None:
    (finding,) = known_names.check(whole(example("from: AMAZON")))
    assert "write {sender-id: AMAZON}" in finding.hints[-1]
