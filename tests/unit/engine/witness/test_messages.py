"""Messages made from rules: each does what is said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.core.actions import NumberTarget
from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.evaluate import decide
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
    TextMatches,
    phrase,
)
from router.engine.rota import Rota
from router.engine.ruleset import Rule
from router.engine.schedule import Schedule, Window
from router.engine.stage import OnlyFor, Shadow
from router.engine.witness.messages import USUAL_MOMENT, complete, firing_witness, overlap, witness
from tests.laws import tries
from tests.unit.engine.built import contains, ends, keyword, regex, sent_by, starts, whole, word
from tests.unit.engine.conditions import conditions, messages, rules
from tests.unit.engine.samples import (
    ANN,
    BOB,
    CAT,
    DESK,
    NEW_YORK,
    OFFICE,
    ON_CALL,
    STRANGER,
    pattern,
    rule,
    rule_set,
)

FROM, TO = Side.FROM, Side.TO


def made(match: Matcher, at: datetime = USUAL_MOMENT) -> InboundMessage | None:
    """A message for a rule with this match; never one that does not meet it."""
    alone = rule("A", match)
    found = witness(rule_set(alone), alone, at)
    assert found is None or match.test(Facts(found))
    return found


def text_for(match: Matcher) -> str | None:
    found = made(match)
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("match", "text"),
    [
        (Everything(), "hello"),
        (keyword("hours", "open"), "hours"),
        (whole("Hours?"), "Hours?"),
        (whole("?"), "?"),
        (starts("or"), "or"),
        (ends("bye"), "bye"),
        (contains("our"), "our"),
        (word("open now"), "open now"),
        (keyword("#order"), "#order"),
        (All((keyword("order"), contains("urgent"))), "order urgent"),
        (All((starts("a"), ends("b"), contains("c"), word("d"))), "a c d b"),
        (All((starts("hou"), keyword("hours"))), "hours"),
        (All((whole("hours"), starts("hou"))), "hours"),
        (All((starts("abc"), ends("cde"), LengthBetween(None, 5))), "abcde"),
        (All((starts("abc"), ends("de"), LengthBetween(None, 5))), "abcde"),
        (All((contains("ab"), ends("b"))), "ab"),
        (LengthBetween(None, 2), "ok"),
        (LengthBetween(0, 0), ""),
        (LengthBetween(20, 20), "hello thank you very"),
        (LengthBetween(16, None), "hello thank you."),
        (All((keyword("hours"), LengthBetween(12, 12))), "hours thank."),
        (All((whole("hours"), LengthBetween(8, None))), "hours!!!"),
        (All((starts("a"), ends("b"), LengthBetween(9, 9))), "a thank b"),
        (All((starts("a"), ends("b"), LengthBetween(4, 4))), "a  b"),
        (All((ends("a b"), LengthBetween(9, 9))), "thank a b"),
        (regex(r"order (\d+)"), "order 1234"),
        (All((regex(r"^order.*$"), contains("urgent"))), "order urgent"),
        (All((regex(r"\d{4}"), keyword("order"))), "order 1234"),
        (All((regex(r"a+b"), regex(r"c+d"))), "ab cd"),
        (All((regex(r"b$"), regex(r"^a"))), "a b"),
        (All((regex(r"^\d+$"), LengthBetween(10, 10))), "1234567890"),
        (All((regex(r"^x"), ends("please"))), "x please"),
        (regex(r"\Bour\B"), "xours"),
        (All((keyword("x"), Not(whole("x")))), "x please"),
        (All((contains("hours"), Not(word("hours")))), "hourss"),
        (All((word("hours"), Not(keyword("hours")))), "hello hours"),
        (All((keyword("h"), Not(starts("h")))), "(h"),
        (Not(regex("[a-z]")), "1234"),
        (Not(contains("h", "o", "c")), "1234"),
        (AnyOf((All((whole("a"), whole("b"))), keyword("c"))), "c"),
        (Otherwise(), "hello"),
    ],
)
def test_a_text_is_made_for_each_condition(match: Matcher, text: str) -> None:
    assert text_for(match) == text


@pytest.mark.parametrize(
    "match",
    [
        All((keyword("a"), Not(keyword("a")))),
        All((regex("^a$"), regex("^b$"))),
        regex(r"a\Cb"),
        regex("x^y"),
        LengthBetween(50_000, None),
        AddressMatches(FROM, pattern("^$")),
        AddressMatches(FROM, pattern("x\\Cy")),
        During((Schedule("never", UTC, ()),)),
        AnyOf(()),
    ],
)
def test_what_cannot_be_met_or_is_too_strange_is_given_up(match: Matcher) -> None:
    assert made(match) is None


@pytest.mark.parametrize(
    ("match", "sender"),
    [
        (Everything(), "+15551230000"),
        (sent_by(BOB, ANN), "+15550001111"),
        (All((sent_by(BOB, ANN), Not(sent_by(ANN)))), "+15550002222"),
        (AddressStarts(FROM, "+1555"), "+15551230000"),
        (AddressStarts(FROM, "+4479"), "+44791230000"),
        (AddressStarts(FROM, "+155598765432101"), "+155598765432101"),
        (All((AddressStarts(FROM, "+1555"), Not(AddressStarts(FROM, "+155512")))), "+15550000000"),
        (Not(AddressStarts(FROM, "+1")), "+442079460000"),
        (Not(sent_by(STRANGER)), "+15551230001"),
        (AddressMatches(FROM, pattern("99$")), "+15551230099"),
        (AddressMatches(FROM, pattern(r"^\+44\d{10}$")), "+441234567890"),
        (AddressMatches(FROM, pattern("^[+]49")), "+49551230000"),
        (AddressMatches(FROM, pattern(r"^\d{5}$")), "12345"),
        (AddressMatches(FROM, pattern("^shop$")), "shop"),
        (SenderIdIs(FROM, phrase("AMAZON")), "AMAZON"),
        (OnDuty(FROM, ON_CALL), "+15550002222"),
        (Not(OnDuty(FROM, ON_CALL)), "+15551230000"),
    ],
)
def test_an_address_is_chosen_that_meets_the_conditions(match: Matcher, sender: str) -> None:
    found = made(match)
    assert found is not None
    assert (found.sender, found.recipient) == (Address(sender), DESK)


def test_the_other_side_is_chosen_the_same_way() -> None:
    found = made(All((AddressIs(TO, frozenset({CAT}), "cat"), OnDuty(FROM, ON_CALL))))
    assert found is not None
    assert (found.sender, found.recipient) == (BOB, CAT)


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def test_a_time_is_found_inside_or_outside_a_schedule() -> None:
    sunday = at("2026-11-22 12:00")
    cases: list[tuple[Matcher, datetime]] = [
        (Everything(), sunday),
        (Outside((OFFICE,)), sunday),
        (During((OFFICE,)), at("2026-11-23 10:00")),
        (All((During((OFFICE,)), OnDuty(FROM, ON_CALL))), at("2026-11-23 10:00")),
    ]
    for match, wanted in cases:
        found = made(match, sunday)
        assert found is not None
        assert found.received_at.tzinfo is UTC
        assert wanted <= found.received_at <= wanted.replace(hour=23)


def test_a_window_of_a_minute_is_found_weeks_away() -> None:
    december = ((date(2026, 11, 1), date(2026, 12, 29)),)
    minute = Schedule("minute", NEW_YORK, (Window(frozenset({2}), 187, 188),), december)
    found = made(During((minute,)))
    assert found is not None
    assert found.received_at == at("2026-12-30 03:07")


def test_a_minute_between_two_windows_is_found() -> None:
    every_day = frozenset(range(7))
    gap = Schedule("gap", UTC, (Window(every_day, 0, 700), Window(every_day, 701, 1440)))
    found = made(Outside((gap,)))
    assert found is not None
    assert (found.received_at.hour, found.received_at.minute) == (11, 40)


def test_a_message_comes_within_the_life_of_its_rule() -> None:
    later = replace(rule("A", During((OFFICE,))), since=date(2027, 3, 6), until=date(2027, 3, 9))
    found = witness(rule_set(later), later)
    assert found is not None
    assert date(2027, 3, 6) <= found.received_at.date() <= date(2027, 3, 9)
    assert OFFICE.is_open(found.received_at)
    over = replace(rule("A", Everything()), until=date(2020, 1, 31))
    found = firing_witness(rule_set(over), over)
    assert found is not None
    assert found.received_at.date() == date(2020, 1, 31)
    backwards = replace(later, since=date(2027, 3, 9), until=date(2027, 3, 6))
    assert witness(rule_set(backwards), backwards) is None


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        (None, date(2026, 6, 28), date(2026, 6, 26)),
        (date(2026, 6, 22), date(2026, 6, 28), date(2026, 6, 26)),
        (date(2026, 6, 27), date(2026, 6, 28), None),
        (date(2026, 11, 1), date(2026, 11, 23), date(2026, 11, 23)),
        (None, date(1, 1, 8), date(1, 1, 8)),
        (None, date(1, 1, 1), None),
    ],
)
def test_the_last_open_day_of_a_rule_that_is_over_is_found(
    since: date | None, until: date, day: date | None
) -> None:
    weekdays = During((Schedule("weekdays", UTC, (Window(frozenset(range(5)), 540, 1020),)),))
    over = replace(rule("A", weekdays), since=since, until=until)
    found = witness(rule_set(over), over)
    assert (found and found.received_at.date()) == day


def test_a_rule_with_no_open_day_left_has_those_behind_looked_at() -> None:
    weekend = During((Schedule("weekend", UTC, (Window(frozenset({5, 6}), 0, 1440),)),))
    ending = replace(rule("A", weekend), since=date(2026, 11, 14), until=date(2026, 11, 24))
    found = witness(rule_set(ending), ending)
    assert found is not None
    assert found.received_at.date() == date(2026, 11, 22)


def test_what_is_closed_for_years_is_given_up() -> None:
    years = ((date(2026, 1, 1), date(2028, 12, 31)),)
    closed = Schedule("closed", UTC, (Window(frozenset(range(7)), 0, 1440),), years)
    assert made(During((closed,))) is None


def test_whoever_has_duty_then_is_chosen() -> None:
    weekdays = Rota("daily", UTC, datetime(2026, 11, 2), 1, (NumberTarget(ANN), NumberTarget(CAT)))
    for day, on_duty in [(23, CAT), (24, ANN)]:
        found = made(OnDuty(TO, weekdays), datetime(2026, 11, day, 15, tzinfo=UTC))
        assert found is not None
        assert found.recipient == on_duty


def test_a_message_gets_past_the_rules_before() -> None:
    several = [
        rule("A", keyword("hours"), stop=True),
        rule("B", All((sent_by(STRANGER), whole("hello"))), stop=True),
        rule("C", starts("hours"), stop=True),
        rule("D", Everything(), stop=True),
        rule("E", Everything()),
    ]
    everything = rule_set(*several)
    texts = [firing_witness(everything, one) for one in several]
    assert [found and found.text for found in texts] == [
        "hours",
        "hello",
        "hourss",
        "hi there",
        None,
    ]
    for one, found in zip(several[:4], texts, strict=False):
        assert found is not None
        assert one.name in decide(everything, found).fired


def test_a_message_for_otherwise_meets_no_earlier_rule() -> None:
    rest = rule("C", Otherwise())
    several = rule_set(rule("A", contains("hello")), rule("B", keyword("hi")), rest)
    found = firing_witness(several, rest)
    assert found is not None
    assert found.text == "good morning"


def test_a_message_for_the_opposite_of_otherwise_meets_an_earlier_rule() -> None:
    after = rule("D", All((Not(Otherwise()), LengthBetween(6, None))))
    stops = rule("A", keyword("hours"), stop=True)
    found = firing_witness(rule_set(stops, rule("B", keyword("x")), after), after)
    assert found is not None
    assert found.text.startswith("x ")
    never = rule("B", All((sent_by(ANN), sent_by(BOB))))
    assert firing_witness(rule_set(stops, never, after), after) is None
    assert witness(rule_set(after), after) is not None


def test_a_rule_that_is_off_or_in_shadow_fires_for_nothing() -> None:
    off, shadow = rule("A", Everything(), enabled=False), rule("B", Everything())
    shadow = replace(shadow, stage=Shadow())
    assert firing_witness(rule_set(off, shadow), off) is None
    assert firing_witness(rule_set(off, shadow), shadow) is None


def test_a_rule_for_some_only_fires_for_them() -> None:
    some = replace(rule("A", keyword("x")), stage=OnlyFor(frozenset({CAT}), "cat"))
    found = firing_witness(rule_set(some), some)
    assert found is not None
    assert found.sender == CAT


def test_it_ends_when_there_is_always_another_rule_in_the_way() -> None:
    takers = [
        rule(f"rule {at}", TextMatches(pattern(f"^.{{{at}}}$")), stop=True) for at in range(60)
    ]
    last = rule("last", LengthBetween(None, 59))
    assert firing_witness(rule_set(*takers, last), last) is None


def test_two_rules_that_overlap_are_shown_a_message_for_both() -> None:
    first, second = rule("A", sent_by(ANN, BOB)), rule("B", All((sent_by(BOB), keyword("x"))))
    both = rule_set(first, second)
    found = overlap(both, first, second)
    assert found is not None
    assert (found.sender, found.text) == (BOB, "x")
    assert overlap(both, rule("C", sent_by(ANN)), second) is None


def completed(match: Matcher, text: str, **given: object) -> InboundMessage | None:
    alone = rule("A", match)
    return complete(rule_set(alone), alone, text, **given)  # type: ignore[arg-type]


def test_an_example_keeps_its_text_and_gets_the_rest() -> None:
    found = completed(All((sent_by(ANN), AddressIs(TO, frozenset({CAT}), "cat"))), "what ever")
    assert found is not None
    assert (found.text, found.sender, found.recipient) == ("what ever", ANN, CAT)
    assert found.received_at == USUAL_MOMENT
    found = completed(All((Outside((OFFICE,)), keyword("x"))), "not x")
    assert found is not None
    assert found.text == "not x"
    assert not OFFICE.is_open(found.received_at)


def test_an_example_keeps_what_it_says_even_against_the_rule() -> None:
    match = All((sent_by(ANN), AddressIs(TO, frozenset({CAT}), "cat"), During((OFFICE,))))
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    found = completed(match, "x", sender=BOB, at=sunday)
    assert found is not None
    assert (found.sender, found.recipient, found.received_at) == (BOB, CAT, sunday)
    found = completed(match, "x", recipient=DESK)
    assert found is not None
    assert (found.sender, found.recipient) == (ANN, DESK)


def test_an_example_is_completed_the_way_it_speaks_for() -> None:
    match = AnyOf((All((sent_by(ANN), keyword("a"))), All((sent_by(BOB), keyword("b")))))
    for text, sender in [("a", ANN), ("b", BOB), ("c", ANN)]:
        found = completed(match, text)
        assert found is not None
        assert found.sender == sender
    by_time = AnyOf(
        (All((During((OFFICE,)), sent_by(ANN))), All((Outside((OFFICE,)), sent_by(BOB))))
    )
    found = completed(by_time, "a", at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert found is not None
    assert found.sender == BOB


def test_an_example_that_cannot_be_completed_is_told() -> None:
    assert completed(All((sent_by(ANN), sent_by(BOB))), "a") is None
    assert completed(AddressMatches(FROM, pattern("x^")), "a") is None


def test_the_same_rules_give_the_same_message() -> None:
    match = All((Not(keyword("a")), sent_by(ANN, BOB, CAT), regex("[a-f]{3}|x")))
    assert len({repr(made(match)) for _ in range(5)}) == 1


@settings(max_examples=tries(300))
@given(conditions)
def test_every_message_meets_the_match_it_is_made_for(match: Matcher) -> None:
    alone = rule("A", match)
    found = witness(rule_set(alone), alone)
    if found is not None:
        facts, after = Facts(found), Facts(found)
        after.fired = "an earlier rule"
        assert match.test(facts) or match.test(after)


@settings(max_examples=tries(150))
@given(rules(most=4))
def test_every_message_that_should_make_a_rule_fire_does(several: tuple[Rule, ...]) -> None:
    everything = rule_set(*several)
    for one in several:
        found = firing_witness(everything, one)
        if found is not None:
            assert one.name in decide(everything, found).fired


@settings(max_examples=tries(150))
@given(conditions, messages, st.booleans(), st.booleans())
def test_what_an_example_says_stays(
    match: Matcher, message: InboundMessage, with_sender: bool, with_time: bool
) -> None:
    alone = rule("A", match)
    sender = message.sender if with_sender else None
    moment = message.received_at if with_time else None
    found = complete(rule_set(alone), alone, message.text, sender, None, moment)
    if found is not None:
        assert found.text == message.text
        assert sender in (None, found.sender)
        assert moment in (None, found.received_at)
