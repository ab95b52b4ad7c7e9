"""Trees into syntax: every key of the rule language."""

import pytest

from router.engine.matchers import Side
from router.language.parse import read_rule_file
from router.language.parsing.nodes import flag, is_set, items, scalars
from router.language.syntax import (
    AddressCondition,
    AllOf,
    AnyPart,
    Condition,
    EverythingCondition,
    ForwardAction,
    LengthCondition,
    MultiForwardAction,
    NotPart,
    OtherwiseCondition,
    PatternSource,
    PhraseCondition,
    RegexCondition,
    ReplyAction,
    SenderIdSource,
    TextTest,
)
from router.language.tree.nodes import Scalar
from router.language.yamltree import read_tree
from tests.unit.language.rulefiles import rules, source, syntax


def match_of(text: str) -> Condition:
    return syntax(rules(f"match: {text}")).rules[0].match


def texts(values: tuple[Scalar, ...]) -> list[str]:
    return [value.text for value in values]


def test_a_file_with_every_key_is_read() -> None:
    file = syntax(
        """
        description: Front desk
        country: US
        match: {to: +1 555 765 4321}
        people: {ann: 555 000 1111}
        lists: {staff: [ann, +15550002222], desk: ann}
        rules:
          - name: Opening hours
            match: everything
            actions: nothing
            stop: yes
            enabled: OFF
        """
    )
    assert file.country
    assert file.country.text == "US"
    assert isinstance(file.match, AddressCondition)
    assert [(person.name.text, person.number.text) for person in file.people] == [
        ("ann", "555 000 1111")
    ]
    assert [(named.name.text, texts(named.members)) for named in file.lists] == [
        ("staff", ["ann", "+15550002222"]),
        ("desk", ["ann"]),
    ]
    (rule,) = file.rules
    assert rule.name.text == "Opening hours"
    assert str(rule.name.span) == "a.yaml:8:11"
    assert (rule.stop, rule.enabled, rule.actions) == (True, False, ())
    assert isinstance(rule.match, EverythingCondition)


def test_a_rule_goes_on_and_is_enabled_unless_it_says_otherwise() -> None:
    (rule,) = syntax(rules("match: everything")).rules
    assert (rule.stop, rule.enabled) == (False, True)


@pytest.mark.parametrize(("side", "key"), [(Side.FROM, "from"), (Side.TO, "to")])
def test_addresses_are_values_sender_ids_and_patterns(side: Side, key: str) -> None:
    match = match_of(f"{{{key}: [ann, +1555*, {{sender-id: BANK}}, {{regex: [a, b]}}]}}")
    assert isinstance(match, AddressCondition)
    assert match.side is side
    first, second, sender_id, *patterns = match.values
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert isinstance(sender_id, SenderIdSource)
    assert sender_id.sender_id.text == "BANK"
    assert [isinstance(pattern, PatternSource) for pattern in patterns] == [True, True]


@pytest.mark.parametrize("test", list(TextTest))
def test_each_test_of_the_text_takes_one_phrase_or_a_list(test: TextTest) -> None:
    for written, phrases in (("hi", ["hi"]), ("[hi, ho]", ["hi", "ho"])):
        match = match_of(
            f"{{text: {{{test.value}: {written}}}}}" if test.value else f"{{text: {written}}}"
        )
        assert isinstance(match, PhraseCondition)
        assert match.test is test
        assert texts(match.phrases) == phrases


def test_two_tests_in_one_text_must_both_hold_and_lengths_belong_together() -> None:
    match = match_of("{text: {max-length: 9, contains: x, min-length: 2}}")
    assert isinstance(match, AllOf)
    contains, length = match.parts
    assert isinstance(contains, PhraseCondition)
    assert isinstance(length, LengthCondition)
    assert length.minimum
    assert length.maximum
    assert (length.minimum.text, length.maximum.text) == ("2", "9")


def test_a_lone_max_length_is_placed_at_its_own_key() -> None:
    match = match_of("{text: {max-length: 9}}")
    assert isinstance(match, LengthCondition)
    assert match.minimum is None
    assert str(match.key) == "a.yaml:3:20"


@pytest.mark.parametrize(
    ("written", "patterns"),
    [
        ("a", [("a", False)]),
        ("[a, b]", [("a", False), ("b", False)]),
        ("{pattern: a}", [("a", False)]),
        ("{pattern: a, case-sensitive: yes}", [("a", True)]),
        ("[{pattern: a, case-sensitive: on}, b]", [("a", True), ("b", False)]),
    ],
)
def test_regexes_come_short_long_and_in_lists(
    written: str, patterns: list[tuple[str, bool]]
) -> None:
    match = match_of(f"{{regex: {written}}}")
    assert isinstance(match, RegexCondition)
    assert [(each.pattern.text, each.case_sensitive) for each in match.patterns] == patterns


def test_conditions_nest() -> None:
    match = match_of("{all: [{from: a}, {any: [{to: b}, {not: {text: c, from: d}}]}]}")
    assert isinstance(match, AllOf)
    _, either = match.parts
    assert isinstance(either, AnyPart)
    _, negation = either.parts
    assert isinstance(negation, NotPart)
    assert isinstance(negation.part, AllOf)


@pytest.mark.parametrize(("written", "value"), [("yes", True), ("NO", False), ("True", True)])
def test_otherwise_is_a_flag(written: str, value: bool) -> None:
    match = match_of(f"{{otherwise: {written}}}")
    assert isinstance(match, OtherwiseCondition)
    assert match.flag.value is value


def test_actions_come_short_and_long() -> None:
    (rule,) = syntax(
        rules(
            """
            actions:
              - reply: Hello
              - reply: {text: Hi, from: desk, delivery-reports: no}
              - forward: ann
              - forward: {to: ann, text: x}
              - multi-forward: staff
              - multi-forward: [ann, bob]
              - multi-forward: {to: [ann], text: y, include-sender: yes}
            """
        )
    ).rules
    short, long, forward, forward_text, many, several, all_options = rule.actions
    assert isinstance(short, ReplyAction)
    assert (short.text.text, short.options.source, short.options.reports) == ("Hello", None, None)
    assert isinstance(long, ReplyAction)
    assert long.options.source
    assert long.options.reports
    assert (long.options.source.text, long.options.reports.text) == ("desk", "no")
    assert isinstance(forward, ForwardAction)
    assert (forward.to.text, forward.text) == ("ann", None)
    assert isinstance(forward_text, ForwardAction)
    assert forward_text.text
    assert forward_text.text.text == "x"
    assert isinstance(many, MultiForwardAction)
    assert (texts(many.to), many.text, many.include_sender) == (["staff"], None, False)
    assert isinstance(several, MultiForwardAction)
    assert texts(several.to) == ["ann", "bob"]
    assert isinstance(all_options, MultiForwardAction)
    assert all_options.include_sender


@pytest.mark.parametrize(
    "text",
    [
        "rules: [hello, {match: everything}, {name: x}, {name: [x], match: everything}]",
        "rules:\n  - {name: x, match: {foo: 1, otherwise: perhaps}, actions: [x, {foo: 1}]}",
        "rules:\n  - {name: x, match: {text: {foo: 1}}, actions: [{reply: {}}, {forward: []}]}",
        "rules:\n  - {name: x, match: {from: [[a], {foo: 1}], regex: [[a]]}, actions: {a: 1}}",
        "people: [ann]\nlists: ann\nmatch: {regex: {}}\ncountry: [US]",
        "people: {ann: [1]}\nlists: {staff: {csv: x}}",
    ],
)
def test_parts_of_the_wrong_kind_are_passed_over(text: str) -> None:
    tree = read_tree(source(text))
    assert tree.root is not None
    file = read_rule_file(tree.root, "a.yaml", items(tree.root.get("rules")))
    assert not file.people
    assert not file.lists
    assert file.country is None
    assert not any(rule.actions for rule in file.rules)


@pytest.mark.parametrize("word", ["true", "True", "YES", "on"])
def test_flags_that_say_yes(word: str) -> None:
    written = flag(scalar_of(word))
    assert written
    assert written.value


@pytest.mark.parametrize("word", ["false", "NO", "Off"])
def test_flags_that_say_no(word: str) -> None:
    written = flag(scalar_of(word))
    assert written
    assert not written.value


def test_what_is_no_flag_leaves_the_default() -> None:
    assert flag(scalar_of("perhaps")) is None
    assert flag(None) is None
    assert is_set(scalar_of("perhaps"), default=True)
    assert not is_set(None)


def test_a_single_value_is_a_list_of_one_and_nothing_is_none() -> None:
    one = scalar_of("x")
    assert items(one) == (one,)
    assert scalars(one) == (one,)
    assert items(None) == ()


def scalar_of(text: str) -> Scalar:
    tree = read_tree(source(f"x: {text}"))
    assert tree.root
    value = tree.root.get("x")
    assert isinstance(value, Scalar)
    return value
