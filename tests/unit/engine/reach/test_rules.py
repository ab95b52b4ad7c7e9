"""Rules that never fire, and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    All,
    AnyOf,
    During,
    Everything,
    HasWord,
    LengthBetween,
    Matcher,
    Not,
    Otherwise,
    Outside,
    SenderIdIs,
    Side,
    TextContains,
    TextIs,
    TextMatches,
    TextStarts,
    phrase,
)
from router.engine.reach.literals import PhraseMatcher
from router.engine.reach.rules import HiddenPhrase, out_of_reach
from router.engine.ruleset import Rule
from router.engine.stage import OnlyFor, Shadow
from router.engine.witness.messages import firing_witness
from tests.laws import tries
from tests.unit.engine.built import keyword, sent_by
from tests.unit.engine.conditions import messages, rules
from tests.unit.engine.reach.silent import never_fires
from tests.unit.engine.samples import ANN, BOB, CAT, DESK, OFFICE, pattern, phrases, rule, rule_set

FROM, TO = Side.FROM, Side.TO


def stopping(*matches: Matcher) -> list[Rule]:
    """Rules A, B, C … that stop."""
    return [rule("ABCDEFGH"[at], match, stop=True) for at, match in enumerate(matches)]


def found(*several: Rule) -> list[tuple[str, str]]:
    return [(one.rule.name, one.words) for one in never_fires(rule_set(*several))]


def test_a_rule_behind_one_that_takes_all_its_texts_never_fires() -> None:
    first, second = rule("A", keyword("hours"), stop=True), rule("B", keyword("hours please"))
    (one,) = never_fires(rule_set(first, second))
    assert (one.rule, one.because, one.others) == (second, first, ())
    assert one.words == "“A” takes all its texts and stops"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Everything(), keyword("a")),
        (AddressStarts(FROM, "+1555"), All((sent_by(ANN), keyword("a")))),
        (AddressStarts(FROM, "+1555"), AddressStarts(FROM, "+15551")),
        (SenderIdIs(FROM, phrase("amazon")), SenderIdIs(FROM, phrase("Amazon"))),
        (SenderIdIs(FROM, phrase("amazon")), sent_by(Address("Amazon"))),
        (TextMatches(pattern("a+")), All((sent_by(ANN), TextMatches(pattern("a+"))))),
        (TextContains(phrases("our")), HasWord(phrases("hours"))),
        (TextStarts(phrases("")), sent_by(ANN)),
        (LengthBetween(None, 20), LengthBetween(3, 5)),
        (Outside((OFFICE,)), All((keyword("a"), Not(During((OFFICE,)))))),
        (All((sent_by(ANN, BOB), keyword("a"))), All((keyword("a b"), sent_by(BOB)))),
        (AnyOf((keyword("a"), sent_by(ANN))), AnyOf((All((sent_by(ANN), Otherwise())),))),
        (AnyOf((keyword("a"), LengthBetween(0, 3))), keyword("a")),
        (AddressMatches(FROM, pattern("^[+]1")), sent_by(ANN)),
        (All((Not(keyword("a")), Otherwise())), All((keyword("b"), Otherwise()))),
    ],
)
def test_a_covered_rule_is_found_whatever_it_is_about(earlier: Matcher, later: Matcher) -> None:
    assert [name for name, _ in found(*stopping(earlier, later))] == ["B"]


@pytest.mark.parametrize(
    "change",
    [
        {"stop": False},
        {"enabled": False},
        {"stage": Shadow()},
        {"stage": OnlyFor(frozenset({ANN}), "ann")},
        {"since": date(2026, 1, 1)},
        {"until": date(2036, 1, 1)},
    ],
)
def test_a_rule_that_is_not_always_live_and_stopping_takes_nothing(
    change: dict[str, Any],
) -> None:
    taker, taken = stopping(Everything(), keyword("a"))
    assert found(replace(taker, **change), taken) == []
    assert found(taker, replace(taken, **change)) == (
        [] if change == {"enabled": False} else [("B", "“A” takes all its texts and stops")]
    )


def test_several_rules_may_take_a_list_between_them() -> None:
    by_ann, by_bob, by_cat = sent_by(ANN), sent_by(BOB), sent_by(CAT)
    by_both = All((sent_by(ANN, BOB), keyword("b")))
    several = stopping(by_ann, LengthBetween(50, None), by_cat, by_bob, by_both)
    (one,) = never_fires(rule_set(*several))
    assert one.because == several[0]
    assert one.others == (several[3],)
    assert one.words == "“A” and “D” take all its texts between them and stop"
    assert [name for name, _ in found(*several[:3], several[4])] == []


def test_several_rules_may_take_phrases_between_them() -> None:
    several = stopping(keyword("a"), keyword("b"), TextIs(phrases("a x", "b y")), keyword("a", "c"))
    assert [name for name, _ in found(*several)] == ["C"]


def test_a_rule_that_is_not_reached_takes_nothing_from_others() -> None:
    several = stopping(keyword("a"), keyword("a b"), keyword("a b c"))
    assert found(*several) == [
        ("B", "“A” takes all its texts and stops"),
        ("C", "“A” takes all its texts and stops"),
    ]


def test_conditions_that_never_hold_are_told_without_another_rule() -> None:
    (one,) = never_fires(rule_set(rule("A", All((sent_by(ANN), sent_by())))))
    assert (one.because, one.others) == (None, ())
    assert one.words == "no text comes from them, which is empty"


def test_otherwise_takes_only_what_nothing_has_fired_for() -> None:
    rest = All((Otherwise(), keyword("a")))
    several = [rule("A", sent_by(ANN)), *stopping(rest, keyword("a"))[0:2]]
    assert found(several[0], rule("B", rest, stop=True), rule("C", keyword("a"))) == []
    assert found(several[0], rule("B", rest, stop=True), rule("C", rest)) == [
        ("C", "“B” takes all its texts and stops")
    ]


def test_otherwise_never_holds_behind_rules_that_always_fire() -> None:
    everybody = rule("A", Everything())
    assert found(everybody, rule("B", Otherwise())) == [
        ("B", "“A” always fires before it, so “otherwise” never holds")
    ]
    shared = [rule("A", During((OFFICE,))), rule("B", Outside((OFFICE,))), rule("C", Otherwise())]
    assert found(*shared) == [
        ("C", "“A” and “B” always fire before it, so “otherwise” never holds")
    ]
    assert found(everybody, rule("B", AnyOf((Otherwise(), keyword("a"))))) == []
    assert found(everybody, rule("B", Not(Otherwise()))) == []


def test_the_opposite_of_otherwise_needs_a_rule_that_goes_on() -> None:
    after = rule("Z", All((Not(Otherwise()), keyword("a"))))
    expected = [("Z", "no earlier rule can have fired when this one is tried")]
    assert found(after) == expected
    assert found(*stopping(keyword("b")), after) == expected
    assert found(rule("A", keyword("b"), enabled=False), after) == expected
    assert found(replace(rule("A", keyword("b")), stage=Shadow()), after) == expected
    assert found(replace(rule("A", keyword("b")), since=date(2026, 1, 1)), after) == []
    assert found(rule("Y", Otherwise())) == []


def test_long_lists_are_looked_at_too() -> None:
    crowd = [Address(f"+1555{number:07}") for number in range(1500)]
    everyone, some = sent_by(*crowd), sent_by(*crowd[:300])
    assert [name for name, _ in found(*stopping(everyone, some))] == ["B"]
    assert [name for name, _ in found(*stopping(some, sent_by(*crowd[40:90]), everyone))] == ["B"]
    both = All((some, AddressIs(TO, frozenset({DESK}), "desk")))
    assert [name for name, _ in found(*stopping(both, both))] == ["B"]
    assert [name for name, _ in found(*stopping(All((some, everyone)), some))] == ["B"]


def test_no_more_effort_than_there_is_finds_less_and_nothing_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    several = [rule(f"rule {at}", LengthBetween(at + 1, at + 100), stop=True) for at in range(9)]
    several.append(rule("never", LengthBetween(3, 4)))
    assert [name for name, _ in found(*several)] == ["never"]
    monkeypatch.setattr("router.engine.reach.rules.MAX_TOTAL_STEPS", 0)
    assert found(*several) == []


@pytest.mark.exhaustive
def test_three_thousand_rules_are_held_against_each_other_with_bounded_effort() -> None:
    """None of these can be filed by anything: the effort runs out, and says nothing wrong."""
    several = [
        rule(f"rule {at}", LengthBetween(20_000 - at, 30_000 - at), stop=True)
        for at in range(3_000)
    ]
    assert found(*several, rule("last", LengthBetween(20_001, 20_002))) == []
    several.append(rule("all", Everything(), stop=True))
    assert [name for name, _ in found(*several, rule("last", keyword("a")))] == ["last"]


@settings(max_examples=tries(500))
@given(rules(), st.lists(messages, min_size=1, max_size=8))
def test_a_rule_that_is_named_fires_for_no_message(
    several: tuple[Rule, ...], sent: list[InboundMessage]
) -> None:
    whole = rule_set(*several)
    named = {one.rule.name for one in never_fires(whole)}
    for message in sent:
        assert not named & set(decide(whole, message).fired)


@settings(max_examples=tries(150))
@given(rules(most=4))
def test_no_example_can_be_made_for_a_rule_that_is_named(several: tuple[Rule, ...]) -> None:
    whole = rule_set(*several)
    for one in never_fires(whole):
        assert firing_witness(whole, one.rule) is None


def hidden(*several: Rule) -> list[tuple[str, str, str]]:
    return [
        (one.rule.name, one.phrase.written, one.because.name)
        for one in out_of_reach(rule_set(*several))
        if isinstance(one, HiddenPhrase)
    ]


def test_a_word_that_an_earlier_rule_takes_never_counts() -> None:
    first, second = stopping(keyword("hours", "open"), keyword("open", "times"))
    assert hidden(first, second) == [("B", "open", "A")]
    assert hidden(first, replace(second, match=All((sent_by(ANN), second.match))))
    assert hidden(replace(first, stop=False), second) == []
    assert hidden(replace(first, match=All((sent_by(ANN), first.match))), second) == []


def test_the_words_of_a_rule_that_never_fires_are_not_told_one_by_one() -> None:
    assert hidden(*stopping(keyword("hours", "open"), keyword("open", "hours"))) == []


def test_a_word_counts_when_only_longer_texts_with_it_are_taken() -> None:
    assert hidden(*stopping(keyword("open day"), keyword("open", "times"))) == []
    assert hidden(*stopping(TextIs(phrases("open")), keyword("open", "times"))) == []


@given(rules(), st.lists(messages, max_size=20))
@settings(max_examples=tries(100))
def test_a_rule_fires_for_no_text_that_a_hidden_word_stands_for(
    several: tuple[Rule, ...], some: list[InboundMessage]
) -> None:
    made = rule_set(*several)
    for one in out_of_reach(made):
        if not isinstance(one, HiddenPhrase):
            continue
        parts = one.rule.match.parts if isinstance(one.rule.match, All) else (one.rule.match,)
        alone = [
            replace(part, phrases=(one.phrase,))
            if isinstance(part, PhraseMatcher) and one.phrase in part.phrases
            else part
            for part in parts
        ]
        narrowed = replace(one.rule, match=All(tuple(alone)))
        place = made.rules.index(one.rule)
        fewer = rule_set(*made.rules[:place], narrowed)
        for message in some:
            assert narrowed.name not in decide(fewer, message).fired
