"""Conditions made of conditions, and those that look at neither text nor address."""

from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    Everything,
    HasKeyword,
    Not,
    Otherwise,
    Side,
    TextContains,
    single_tests,
)
from tests.unit.engine.samples import ANN, BOB, facts, phrases

ANN_IS_IT = AddressIs(Side.FROM, frozenset({ANN}), "ann")
BOB_IS_IT = AddressIs(Side.FROM, frozenset({BOB}), "bob")
HOURS = HasKeyword(phrases("hours"))


def test_the_single_tests_of_a_match_are_what_is_no_all_any_or_not() -> None:
    nested = All((HOURS, AnyOf((Not(Otherwise()), ANN_IS_IT)), Not(All((BOB_IS_IT,)))))
    assert [*single_tests(nested)] == [HOURS, Otherwise(), ANN_IS_IT, BOB_IS_IT]
    assert [*single_tests(HOURS)] == [HOURS]


def test_everything_always_holds() -> None:
    assert Everything().test(facts(""))
    assert Everything().why(facts("")) == "it matches everything"


def test_otherwise_holds_until_a_rule_has_fired() -> None:
    text = facts("hi")
    assert Otherwise().test(text)
    assert Otherwise().why(text) == "no earlier rule fired"
    text.fired = "Opening hours"
    assert not Otherwise().test(text)
    assert Otherwise().why(text) == "“Opening hours” fired before it"


def test_all_holds_when_every_part_does() -> None:
    both = All((ANN_IS_IT, HOURS))
    assert both.test(facts("hours", ANN))
    assert not both.test(facts("hours", BOB))
    assert not both.test(facts("hi", ANN))
    assert All(()).test(facts("hi"))


def test_all_names_the_first_part_that_failed_or_why_each_holds() -> None:
    both = All((ANN_IS_IT, HOURS))
    assert both.why(facts("hi", BOB)) == "from +15550002222 is not ann"
    assert both.why(facts("hi", ANN)) == "text “hi” does not start with the word “hours”"
    assert both.why(facts("hours", ANN)) == (
        "from +15550001111 is ann and the text starts with the word “hours”"
    )


def test_any_holds_when_one_part_does() -> None:
    either = AnyOf((ANN_IS_IT, HOURS))
    assert either.test(facts("hi", ANN))
    assert either.test(facts("hours", BOB))
    assert not either.test(facts("hi", BOB))
    assert not AnyOf(()).test(facts("hi"))


def test_any_names_the_first_part_that_holds_or_why_none_does() -> None:
    either = AnyOf((ANN_IS_IT, HOURS))
    assert either.why(facts("hours", ANN)) == "from +15550001111 is ann"
    assert either.why(facts("hours", BOB)) == "the text starts with the word “hours”"
    assert either.why(facts("hi", BOB)) == (
        "from +15550002222 is not ann, text “hi” does not start with the word “hours”"
    )


def test_any_names_an_address_once_however_many_it_might_have_been() -> None:
    either = AnyOf((ANN_IS_IT, BOB_IS_IT, AddressStarts(Side.FROM, "+44")))
    assert either.why(facts("hi")) == (
        "from +15551230000 is not ann, bob or a number that starts with +44"
    )
    sides = AnyOf((ANN_IS_IT, AddressIs(Side.TO, frozenset({BOB}), "bob")))
    assert sides.why(facts("hi")) == "from +15551230000 is not ann, to +15557654321 is not bob"


def test_any_says_how_many_more_parts_failed() -> None:
    either = AnyOf(tuple(TextContains(phrases(word)) for word in "abcde"))
    assert either.why(facts("x")) == (
        "text “x” does not contain “a”, does not contain “b”, does not contain “c”, "
        "nor does any of 2 more hold"
    )


def test_not_holds_when_its_part_does_not() -> None:
    other = Not(HOURS)
    assert other.test(facts("hi"))
    assert not other.test(facts("hours"))
    assert other.why(facts("hi")) == "text “hi” does not start with the word “hours”"
    assert other.why(facts("hours")) == (
        "the text starts with the word “hours”, which the rule excludes"
    )


def test_conditions_nest() -> None:
    nested = All((AnyOf((ANN_IS_IT, BOB_IS_IT)), Not(All((HOURS, ANN_IS_IT)))))
    assert nested.test(facts("hours", BOB))
    assert not nested.test(facts("hours", ANN))
