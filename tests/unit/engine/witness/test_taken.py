"""Messages that show where the texts of an unreachable rule go."""

from hypothesis import given, settings

from router.engine.evaluate import decide
from router.engine.matchers import (
    AddressIs,
    All,
    AnyOf,
    During,
    Everything,
    HasKeyword,
    Not,
    Otherwise,
    Outside,
    SenderIdIs,
    Side,
    TextMatches,
    phrase,
)
from router.engine.reach.rules import Unreachable
from router.engine.ruleset import Rule, RuleSet
from router.engine.witness.taken import looks_at, looks_at_the_time, taken
from tests.laws import tries
from tests.unit.engine.conditions import rules
from tests.unit.engine.reach.silent import never_fires
from tests.unit.engine.samples import ANN, BOB, OFFICE, pattern, phrases, rule, rule_set

HOURS = HasKeyword(phrases("hours"))
FROM_ANN = AddressIs(Side.FROM, frozenset({ANN}), "ann")


def the_one(several: RuleSet) -> Unreachable:
    (one,) = never_fires(several)
    return one


def test_the_example_goes_to_the_rule_that_takes_it() -> None:
    several = rule_set(
        rule("A", HOURS, stop=True), rule("B", All((FROM_ANN, HasKeyword(phrases("hours now")))))
    )
    example = taken(several, the_one(several))
    assert example
    assert (example.message.text, example.message.sender) == ("hours now", ANN)
    assert example.by.name == "A"


def test_of_several_takers_the_example_names_the_one_that_takes_it() -> None:
    both = frozenset({ANN, BOB})
    several = rule_set(
        rule("A", AddressIs(Side.FROM, frozenset({BOB}), "bob"), stop=True),
        rule("B", FROM_ANN, stop=True),
        rule("C", All((AddressIs(Side.FROM, both, "both"), HOURS))),
    )
    example = taken(several, the_one(several))
    assert example
    assert example.by.name == ("B" if example.message.sender == ANN else "A")


def test_a_contradiction_has_no_example() -> None:
    several = rule_set(rule("A", All((HOURS, HasKeyword(phrases("open"))))))
    assert taken(several, the_one(several)) is None


def test_there_is_no_example_where_none_can_be_made() -> None:
    unfindable = TextMatches(pattern("^a{900}b$")), Not(TextMatches(pattern("a")))
    several = rule_set(rule("A", Everything(), stop=True), rule("B", All(unfindable)))
    assert taken(several, the_one(several)) is None


def test_an_example_that_another_rule_takes_is_none() -> None:
    first, second = rule("A", Everything(), stop=True), rule("B", HOURS, stop=True)
    several = rule_set(first, second, rule("C", HOURS))
    assert taken(several, Unreachable(several.rules[2], second, "made up")) is None


def test_a_match_says_what_it_looks_at() -> None:
    amazon = SenderIdIs(Side.TO, phrase("AMAZON"))
    nested = All((HOURS, AnyOf((Not(FROM_ANN), Otherwise()))))
    assert looks_at(nested, Side.FROM)
    assert not looks_at(nested, Side.TO)
    assert looks_at(amazon, Side.TO)
    assert looks_at_the_time(All((HOURS, Not(AnyOf((During((OFFICE,)), HOURS))))))
    assert looks_at_the_time(Outside((OFFICE,)))
    assert not looks_at_the_time(nested)


@given(rules())
@settings(max_examples=tries(100))
def test_every_example_makes_the_rule_it_names_fire_and_not_the_other(
    several: tuple[Rule, ...],
) -> None:
    made = rule_set(*several)
    for found in never_fires(made):
        example = taken(made, found)
        if example:
            fired = decide(made, example.message).fired
            assert example.by.name in fired
            assert found.rule.name not in fired
