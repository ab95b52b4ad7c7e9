"""Texts that two rules are for."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from router.engine.evaluate import decide
from router.engine.matchers import (
    AddressIs,
    All,
    AnyOf,
    Everything,
    HasKeyword,
    HasWord,
    LengthBetween,
    Matcher,
    Not,
    Otherwise,
    Side,
    TextContains,
)
from router.engine.ruleset import Rule
from router.engine.stage import Shadow
from router.engine.witness.overlaps import MAX_PAIRS, looks_at_the_text, overlaps
from tests.laws import tries
from tests.unit.engine.conditions import rules
from tests.unit.engine.samples import ANN, BOB, phrases, rule, rule_set


def keyword(*written: str) -> HasKeyword:
    return HasKeyword(phrases(*written))


def found(*several: Rule) -> list[tuple[str, str, bool]]:
    return [
        (one.earlier.name, one.later.name, one.both) for one in overlaps(rule_set(*several)).found
    ]


PARK = HasWord(phrases("park"))


def test_a_text_that_two_rules_are_for_is_made_from_both() -> None:
    (one,) = overlaps(rule_set(rule("A", keyword("hours")), rule("B", PARK))).found
    assert (one.earlier.name, one.later.name, one.both) == ("A", "B", True)
    assert one.message.text == "hours park"


def test_a_rule_that_stops_keeps_the_text_from_the_later_one() -> None:
    assert found(rule("A", keyword("hours"), stop=True), rule("B", PARK)) == [("A", "B", False)]


def test_rules_that_exclude_each_other_share_no_text() -> None:
    by = [AddressIs(Side.FROM, frozenset({who}), "them") for who in (ANN, BOB)]
    assert found(rule("A", keyword("hours")), rule("B", keyword("open"))) == []
    assert found(rule("A", All((by[0], PARK))), rule("B", All((by[1], PARK)))) == []


def test_of_three_rules_only_what_really_fires_is_told() -> None:
    first = rule("A", TextContains(phrases("park")), stop=True)
    assert found(first, rule("B", PARK), rule("C", keyword("park"))) == [
        ("A", "B", False),
        ("A", "C", False),
    ]
    later = rule("C", All((PARK, Otherwise())))
    assert found(rule("A", keyword("x")), rule("B", PARK), later) == [("A", "B", True)]


def test_rules_that_are_asleep_or_take_any_text_are_left_out() -> None:
    asleep = rule("A", keyword("hours"), enabled=False)
    shadow = replace(rule("A", keyword("hours")), stage=Shadow())
    assert found(asleep, rule("B", PARK)) == []
    assert found(shadow, rule("B", PARK)) == []
    assert found(rule("A", Everything()), rule("B", PARK)) == []


@pytest.mark.parametrize(
    ("match", "looks"),
    [
        (AnyOf((LengthBetween(1, 2), All((PARK,)))), True),
        (All((LengthBetween(1, 2), Not(PARK))), False),
        (Everything(), False),
    ],
)
def test_a_match_looks_at_the_text_when_it_asks_for_something_in_it(
    match: Matcher, looks: bool
) -> None:
    assert looks_at_the_text(match) is looks


def test_of_very_many_rules_some_pairs_are_left_out() -> None:
    several = [rule(f"r{n}", keyword(f"word{n}")) for n in range(80)]
    assert MAX_PAIRS < 80 * 79 / 2
    assert not overlaps(rule_set(*several)).complete
    assert overlaps(rule_set(*several[:20])).complete


@given(rules())
@settings(max_examples=tries(100))
def test_every_text_told_does_what_is_said(several: tuple[Rule, ...]) -> None:
    made = rule_set(*several)
    for one in overlaps(made).found:
        fired = decide(made, one.message).fired
        assert one.earlier.name in fired
        assert (one.later.name in fired) is one.both
        assert one.both or one.earlier.stop
