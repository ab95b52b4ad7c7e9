"""The search for ways in which conditions hold together."""

from hypothesis import given
from hypothesis import strategies as st

from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.matchers import All, AnyOf, HasKeyword, Matcher, Not, TextMatches
from router.engine.reach.branches import Search
from router.engine.reach.literals import Literal, alternatives
from tests.unit.engine.conditions import conditions, messages
from tests.unit.engine.samples import pattern, phrases


def either(*sources: str) -> Matcher:
    return AnyOf(tuple(TextMatches(pattern(source)) for source in sources))


def test_each_way_is_found_once_in_the_order_written() -> None:
    match = All((either("a", "b"), HasKeyword(phrases("x")), either("c", "d", "e")))
    ways = list(Search().ways([Literal(match)]))
    assert len(ways) == 6
    first = (HasKeyword(phrases("x")), TextMatches(pattern("a")), TextMatches(pattern("c")))
    assert ways[0] == tuple(Literal(one) for one in first)


def test_the_reasons_why_ways_end_are_kept() -> None:
    search = Search()
    a, b = Literal(HasKeyword(phrases("a"))), Literal(HasKeyword(phrases("b")))
    assert list(search.ways([a, b])) == []
    assert search.clashes == [(a, b)]


def test_a_search_that_takes_too_long_leaves_open_what_it_has_not_looked_at() -> None:
    match = All((either("a", "b"), either("c", "d"), Not(either("a", "b"))))
    assert list(Search().ways([Literal(match)])) == []
    denied = tuple(Literal(TextMatches(pattern(one)), False) for one in "ab")
    assert list(Search(3).ways([Literal(match)])) == [denied]


@given(conditions, messages, st.booleans())
def test_a_condition_holds_when_all_of_one_of_its_alternatives_do(
    match: Matcher, message: InboundMessage, holds: bool
) -> None:
    facts = Facts(message)
    ways = alternatives(Literal(match, holds))
    if ways is not None:
        some_way = any(all(one.atom.test(facts) is one.holds for one in way) for way in ways)
        assert some_way is (match.test(facts) is holds)


@given(conditions, messages)
def test_a_message_that_meets_a_condition_meets_one_of_the_ways_found(
    match: Matcher, message: InboundMessage
) -> None:
    facts = Facts(message)
    if match.test(facts):
        ways = Search().ways([Literal(match)])
        assert any(all(one.atom.test(facts) is one.holds for one in way) for way in ways)
