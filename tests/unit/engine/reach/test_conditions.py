"""What one condition takes from another, and which exclude each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.facts import Facts
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    All,
    AnyOf,
    During,
    Everything,
    LengthBetween,
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    SenderIdIs,
    Side,
    phrase,
)
from router.engine.schedule import Schedule, Window
from tests.laws import tries
from tests.unit.engine.built import contains, ends, keyword, regex, sent_by, starts, whole, word
from tests.unit.engine.conditions import ALWAYS, MORNINGS, NIGHTS, conditions, messages
from tests.unit.engine.reach.covering import contradicts, covers, uncovered
from tests.unit.engine.samples import ANN, BOB, CAT, OFFICE, ON_CALL, facts, pattern

FROM, TO = Side.FROM, Side.TO


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (keyword("hours"), whole("hours please")),
        (keyword("hours"), keyword("Hours please")),
        (keyword("hours"), starts("hours, p")),
        (keyword("#order"), keyword("#order now")),
        (keyword("order"), keyword("#order now")),
        (starts("#o"), keyword("#order")),
        (starts("h"), starts("hours")),
        (ends("s"), ends("hours")),
        (contains("our"), keyword("hours")),
        (contains("our"), whole("hours", "our")),
        (contains("our"), ends("hours")),
        (contains("our"), contains("hours")),
        (contains("our"), word("hours")),
        (word("hours"), keyword("my hours are")),
        (word("my"), word("oh my god")),
        (word("my"), starts("oh my god")),
        (word("my"), ends("oh my god")),
        (word("my"), contains("oh my god")),
        (whole("Hours!"), whole("hours")),
        (whole("a", "b", "c"), whole("c", "a")),
        (whole("?"), whole("?")),
        (starts("?"), whole("?!")),
        (starts(""), Everything()),
    ],
)
def test_a_literal_text_covers_those_that_always_hold_it(earlier: Matcher, later: Matcher) -> None:
    assert covers(earlier, later)


@pytest.mark.parametrize(
    ("earlier", "later", "gap"),
    [
        (keyword("hours"), starts("hours"), "hours2"),
        (keyword("hours"), contains("hours"), "my hours"),
        (keyword("hours"), word("hours"), "my hours"),
        (starts("hours"), keyword("hours"), "(hours)"),
        (starts("hours", "(hours"), keyword("hours"), "👍 hours"),
        (starts("hours"), whole("hours"), "'hours'"),
        (ends("hours"), whole("hours"), "hours?"),
        (whole("hours"), keyword("hours"), "hours please"),
        (word("hours"), contains("hours"), "hourss"),
        (word("hours"), starts("hours"), "hourss"),
        (word("hours"), ends("hours"), "xhours"),
        (whole("a", "b"), whole("a", "c"), "c"),
        (contains("!"), whole("hours!"), "hours"),
        (starts("hours", "!hours"), keyword("hours"), "?hours"),
    ],
)
def test_a_literal_text_does_not_cover_what_leaves_a_gap(
    earlier: Matcher, later: Matcher, gap: str
) -> None:
    text = facts(gap)
    assert later.test(text)
    assert not earlier.test(text)
    assert not covers(earlier, later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (AddressStarts(FROM, "+1555"), sent_by(ANN, BOB)),
        (AddressStarts(FROM, "+1555"), AddressStarts(FROM, "+15551")),
        (sent_by(ANN, BOB), sent_by(BOB)),
        (sent_by(ANN, BOB, CAT), OnDuty(FROM, ON_CALL)),
        (OnDuty(FROM, ON_CALL), OnDuty(FROM, ON_CALL)),
        (AddressMatches(FROM, pattern("^[+]1555")), sent_by(ANN, BOB)),
        (AddressMatches(FROM, pattern("1$")), AddressMatches(FROM, pattern("1$"))),
        (AddressMatches(FROM, pattern("x?")), Everything()),
        (SenderIdIs(FROM, phrase("amazon")), SenderIdIs(FROM, phrase("AMAZON"))),
        (SenderIdIs(FROM, phrase("amazon")), sent_by(Address("Amazon"))),
        (Not(SenderIdIs(FROM, phrase("bank"))), SenderIdIs(FROM, phrase("amazon"))),
        (Not(SenderIdIs(FROM, phrase("bank"))), AddressStarts(FROM, "+1")),
        (Not(AddressStarts(FROM, "+1")), SenderIdIs(FROM, phrase("amazon"))),
        (Not(AddressStarts(FROM, "+1")), AddressStarts(FROM, "+2")),
        (Not(sent_by(ANN)), sent_by(BOB)),
        (Not(AddressStarts(FROM, "+1555")), Not(AddressStarts(FROM, "+1"))),
    ],
)
def test_addresses_cover_those_that_are_among_them(earlier: Matcher, later: Matcher) -> None:
    assert covers(earlier, later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (AddressStarts(FROM, "+15551"), AddressStarts(FROM, "+1555")),
        (AddressStarts(FROM, "+1555"), sent_by(ANN, Address("+4915550001"))),
        (AddressStarts(TO, "+1555"), sent_by(ANN)),
        (sent_by(BOB), sent_by(ANN, BOB)),
        (sent_by(ANN), OnDuty(FROM, ON_CALL)),
        (OnDuty(FROM, ON_CALL), sent_by(ANN, BOB)),
        (AddressMatches(FROM, pattern("1")), AddressMatches(FROM, pattern("2"))),
        (AddressMatches(FROM, pattern("1")), AddressStarts(FROM, "+1555")),
        (SenderIdIs(FROM, phrase("amazon")), SenderIdIs(FROM, phrase("bank"))),
        (sent_by(Address("AMAZON")), SenderIdIs(FROM, phrase("amazon"))),
        (Not(SenderIdIs(FROM, phrase("bank"))), Not(SenderIdIs(FROM, phrase("amazon")))),
        (Not(AddressStarts(FROM, "+1555")), AddressStarts(FROM, "+1")),
    ],
)
def test_addresses_do_not_cover_others(earlier: Matcher, later: Matcher) -> None:
    assert not covers(earlier, later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Everything(), keyword("a")),
        (AnyOf((keyword("a"), keyword("b"))), keyword("b")),
        (All((sent_by(ANN), keyword("a"))), All((keyword("a b"), sent_by(ANN), regex("x")))),
        (Not(contains("a b")), Not(contains("a"))),
        (Not(All((keyword("a"), sent_by(ANN)))), AnyOf((Not(sent_by(ANN)), Not(keyword("a"))))),
        (All((Not(keyword("a")), Not(keyword("b")))), Not(keyword("a", "b"))),
        (Not(keyword("a", "b")), All((Not(keyword("a")), Not(keyword("b"))))),
        (Not(Not(keyword("a"))), keyword("a")),
        (AnyOf((sent_by(ANN), Not(sent_by(ANN)))), keyword("a")),
        (keyword("a"), AnyOf(())),
        (LengthBetween(1, 5), LengthBetween(2, 4)),
        (LengthBetween(None, None), LengthBetween(3, None)),
        (AnyOf((LengthBetween(None, 5), LengthBetween(6, None))), keyword("a")),
        (LengthBetween(4, None), keyword("hours")),
        (LengthBetween(2, None), regex("^(ab+|[0-9]{2}|x(?:yz){1,3})$")),
        (regex("a+"), regex("a+")),
        (regex(".*"), keyword("a")),
        (regex("(a?|b)|c"), keyword("a")),
        (keyword("a"), All((LengthBetween(None, 0), contains("a")))),
        (Not(regex("x")), LengthBetween(0, 0)),
        (Otherwise(), Otherwise()),
        (Not(Outside((OFFICE,))), During((OFFICE,))),
        (During((OFFICE, MORNINGS)), During((MORNINGS,))),
        (Outside((MORNINGS,)), Outside((MORNINGS, OFFICE))),
        (During((ALWAYS,)), keyword("a")),
        (Outside((NIGHTS,)), During((MORNINGS,))),
        (AnyOf((During((MORNINGS,)), During((NIGHTS,)))), keyword("a")),
    ],
)
def test_what_is_joined_covers_by_the_laws_of_all_any_and_not(
    earlier: Matcher, later: Matcher
) -> None:
    assert covers(earlier, later)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (keyword("a"), Everything()),
        (AnyOf((keyword("a"), keyword("b"))), keyword("a", "c")),
        (All((sent_by(ANN), keyword("a"))), keyword("a")),
        (LengthBetween(2, 4), LengthBetween(2, None)),
        (LengthBetween(2, 4), LengthBetween(None, 3)),
        (LengthBetween(5, None), keyword("hours")),
        (regex("a"), whole("a")),
        (regex("^$"), Everything()),
        (regex(r"\b"), Everything()),
        (Otherwise(), keyword("a")),
        (Not(Otherwise()), Not(Otherwise())),
        (During((MORNINGS,)), During((NIGHTS,))),
        (During((MORNINGS,)), During((OFFICE,))),
        (During((OFFICE,)), During((ALWAYS,))),
    ],
)
def test_nothing_is_covered_that_is_not_certain(earlier: Matcher, later: Matcher) -> None:
    assert not covers(earlier, later)


def test_schedules_of_the_same_hours_are_one_whatever_their_names() -> None:
    renamed = Schedule("other", OFFICE.zone, OFFICE.open, OFFICE.closed)
    unclosed = Schedule("other", OFFICE.zone, OFFICE.open)
    assert covers(During((renamed,)), During((OFFICE,)))
    assert covers(During((unclosed,)), During((OFFICE,)))
    assert not covers(During((OFFICE,)), During((unclosed,)))


def test_a_window_over_the_end_of_the_week_goes_on_on_monday() -> None:
    sunday_night = Schedule("night", OFFICE.zone, (Window(frozenset({6}), 1380, 60),))
    monday = Schedule("monday", OFFICE.zone, (Window(frozenset({0}), 0, 60),))
    assert covers(During((sunday_night,)), During((monday,)))
    assert not covers(During((monday,)), During((sunday_night,)))


@settings(max_examples=tries(600))
@given(conditions, conditions, messages)
def test_what_meets_a_covered_condition_meets_the_one_that_covers_it(
    earlier: Matcher, later: Matcher, message: InboundMessage
) -> None:
    seen = Facts(message)
    if later.test(seen) and not earlier.test(seen):
        assert not covers(earlier, later)


@settings(max_examples=tries(600))
@given(conditions, messages, st.booleans())
def test_what_something_meets_does_not_contradict_itself(
    match: Matcher, message: InboundMessage, fired: bool
) -> None:
    seen = Facts(message)
    seen.fired = "earlier" if fired else None
    if match.test(seen):
        assert contradicts(match) is None


def test_what_is_left_is_told_piece_by_piece() -> None:
    staff = sent_by(ANN, BOB, CAT)
    assert uncovered([sent_by(ANN), sent_by(CAT, BOB)], staff) == ()
    assert uncovered([sent_by(ANN), keyword("a")], staff) == (sent_by(BOB, CAT),)
    assert uncovered([keyword("a"), whole("b")], whole("a x", "b", "c")) == (whole("c"),)
    assert uncovered([keyword("a")], Everything()) == (All(()),)
    assert uncovered([keyword("a")], Not(sent_by(ANN))) == (Not(sent_by(ANN)),)
    both = All((sent_by(ANN, BOB), keyword("x", "y")))
    assert uncovered([All((sent_by(ANN), keyword("x")))], both) == (
        All((sent_by(BOB), keyword("x"))),
        All((sent_by(ANN, BOB), keyword("y"))),
    )


def test_what_has_very_many_pieces_is_left_whole() -> None:
    many = whole(*map(str, range(100)))
    assert uncovered([whole("1")], many) == (many,)
    crowd = sent_by(*(Address(f"+1555000{number:04}") for number in range(100)))
    assert uncovered([sent_by(Address("+15550000001"))], crowd) == (crowd,)


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (
            All(
                (AddressIs(FROM, frozenset({ANN}), "ann"), AddressIs(FROM, frozenset({BOB}), "bob"))
            ),
            "no text comes from ann and comes from bob",
        ),
        (
            AddressIs(TO, frozenset(), "the list staff"),
            "no text comes to the list staff, which is empty",
        ),
        (
            All((AddressStarts(FROM, "+1"), AddressStarts(FROM, "+44"))),
            "no text comes from a number that starts with +1 and comes from a number that starts"
            " with +44",
        ),
        (
            All((sent_by(ANN), Not(AddressStarts(FROM, "+1555")))),
            "no text comes from them and does not come from a number that starts with +1555",
        ),
        (
            All((sent_by(ANN, BOB), Not(sent_by(ANN)), Not(sent_by(BOB)))),
            "no text comes from them and does not come from them",
        ),
        (All((whole("x"), keyword("y"))), "no text is “x” and starts with the word “y”"),
        (
            All((keyword("x"), starts("y"))),
            "no text starts with the word “x” and starts with “y”",
        ),
        (
            All((ends("x"), ends("y"))),
            "no text ends with “x” and ends with “y”",
        ),
        (
            All((contains("x"), Not(contains("x")))),
            "no text contains “x” and does not contain “x”",
        ),
        (
            All((word("a b"), Not(word("a", "b")))),
            "no text has the words “a b” and does not have the word “a” or “b”",
        ),
        (LengthBetween(5, 3), "no text has 5 to 3 characters"),
        (
            All((LengthBetween(5, None), LengthBetween(None, 3))),
            "no text has at least 5 characters and has at most 3 characters",
        ),
        (
            All((keyword("hours"), LengthBetween(None, 3))),
            "no text starts with the word “hours” and has at most 3 characters",
        ),
        (
            All((regex("^a{4}$"), LengthBetween(None, 3))),
            "no text matches the regex “^a{4}$” and has at most 3 characters",
        ),
        (Not(regex("a*")), "no text does not match the regex “a*”"),
        (
            All((During((OFFICE,)), Outside((OFFICE,)))),
            "no text comes during “office-hours” and comes outside “office-hours”",
        ),
        (
            All((Otherwise(), Not(Otherwise()))),
            "no text comes when no earlier rule has fired and comes when an earlier rule has fired",
        ),
        (Not(Everything()), "no text meets a condition that excludes every text"),
        (AnyOf((keyword(""), word(""))), "no text starts with the word “”"),
        (Not(starts("", "x")), "no text does not start with “” or “x”"),
        (All((whole("?"), keyword("x"))), "no text is “?” and starts with the word “x”"),
        (All((whole("x"), whole("?"))), "no text is “x” and is “?”"),
        (All((whole("x"), Not(whole("X!")))), "no text is “x” and is not “X!”"),
        (All((starts("ab"), starts("c"))), "no text starts with “ab” and starts with “c”"),
        (All((starts("a"), starts("bc"))), "no text starts with “a” and starts with “bc”"),
    ],
)
def test_a_contradiction_is_put_into_words(match: Matcher, words: str) -> None:
    assert contradicts(match) == words


@pytest.mark.parametrize(
    "match",
    [
        All((whole("x"), starts("?x"))),
        All((whole("x"), starts("?"))),
        All((whole("x"), ends("x)"))),
        All((whole("x"), contains("x!"))),
        All((keyword("x"), starts("x y"))),
        All((keyword("x"), starts("?"))),
        All((keyword("x"), starts("<x"))),
        All((keyword("x"), keyword("👍"))),
        All((keyword("x"), whole("$x"))),
        All((keyword("#x"), keyword("x"))),
        All((keyword("x y"), keyword("x"))),
        All((ends("b"), ends("ab"))),
        All((starts("a"), ends("b"), contains("c"))),
        All((keyword("hours"), LengthBetween(None, 4))),
        All((sent_by(ANN), AddressIs(TO, frozenset({ANN}), "ann"))),
        All((Not(keyword("a")), Not(starts("a")), Not(regex("a")))),
        All((SenderIdIs(FROM, phrase("a")), Not(SenderIdIs(FROM, phrase("b"))))),
        AnyOf((LengthBetween(5, 3), keyword("a"))),
    ],
)
def test_what_can_hold_together_is_no_contradiction(match: Matcher) -> None:
    assert contradicts(match) is None


def test_a_strange_letter_of_ours_in_a_rule_makes_nothing_certain() -> None:
    assert not covers(contains("ʬ"), starts("ʬ"))
    assert not covers(starts("ʬ"), whole("ʬ"))


def test_a_search_that_takes_too_long_gives_up_and_says_nothing() -> None:
    """Each part has a way out of its own, and none of them go together."""
    parts = tuple(
        AnyOf(tuple(All((regex(f"{one}{two}"), sent_by(ANN))) for two in range(8)))
        for one in range(300)
    )
    nobody = All((Not(AddressIs(FROM, frozenset({ANN}), "ann")), *parts))
    assert contradicts(All((*parts, AnyOf((AnyOf(()), AnyOf(())))))) is None
    assert contradicts(nobody) is None
