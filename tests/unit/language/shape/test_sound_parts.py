"""What is told of a rule of which a part has the wrong shape."""

from router.language.compile import CompileOptions, compile_rules
from router.language.shape.keys import MOST_GUESSED
from router.language.source import SourceFile


def codes(rule: str) -> list[str]:
    text = "people: {ann: +1 555 000 1111}\nrules:\n" + rule
    found = compile_rules([SourceFile("rules/a.yaml", text.encode())], CompileOptions())
    return [f"{finding.span.line}:{finding.code}" for finding in found.findings]


def test_an_unknown_action_hides_no_unknown_name_beside_it() -> None:
    rule = """\
  - name: a
    match: {from: bob}
    actions:
      - replly: Hello
      - forward: anna
"""
    assert codes(rule) == ["4:unknown-name", "6:unknown-key", "7:unknown-name"]


def test_a_broken_match_is_not_said_to_leave_a_placeholder_unfilled() -> None:
    rule = """\
  - name: a
    match: {pattern: '(?P<number>[0-9]+)'}
    actions:
      - reply: "{number} and {1} and {rest}"
"""
    assert codes(rule) == ["4:unknown-key"]


def test_a_whole_match_lets_an_unknown_placeholder_be_told() -> None:
    rule = """\
  - name: a
    match: everything
    stopp: true
    actions:
      - reply: "{sendr}"
"""
    assert codes(rule) == ["5:unknown-key", "7:unknown-placeholder"]


def test_a_rule_without_a_name_still_has_its_numbers_read() -> None:
    rule = """\
  - nmae: a
    match: {from: +1555}
    actions: nothing
"""
    assert codes(rule) == ["3:unknown-key", "4:bad-number"]


def test_what_is_left_of_a_broken_rule_never_takes_texts_from_others() -> None:
    rule = """\
  - name: a
    match: everything
    stop: true
    acions: nothing
  - name: b
    match: {text: b}
    actions: nothing
    examples: [{text: b}]
"""
    assert codes(rule) == ["6:unknown-key"]


def test_of_very_many_unknown_keys_the_last_ones_are_told_without_a_guess() -> None:
    keys = "".join(f"    stop{number}: yes\n" for number in range(MOST_GUESSED + 1))
    text = f"rules:\n  - name: a\n    match: everything\n    actions: nothing\n{keys}"
    found = compile_rules([SourceFile("rules/a.yaml", text.encode())], CompileOptions()).findings
    guessed = [any("did you mean" in hint for hint in finding.hints) for finding in found]
    assert [finding.code for finding in found] == ["unknown-key"] * (MOST_GUESSED + 1)
    assert (guessed[0], guessed[-1]) == (True, False)
