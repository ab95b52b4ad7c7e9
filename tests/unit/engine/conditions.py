"""Conditions, rules and messages at random, small enough to meet each other often."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    All,
    AnyOf,
    During,
    Everything,
    HasKeyword,
    HasWord,
    LengthBetween,
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.phrases import phrase
from router.engine.ruleset import Rule, RuleSet
from router.engine.schedule import Schedule, Window
from router.engine.stage import LIVE, OnlyFor, Shadow, Stage
from tests.unit.engine.samples import (
    ANN,
    BOB,
    CAT,
    DESK,
    OFFICE,
    ON_CALL,
    pattern,
    rule,
    rule_set,
)

PEOPLE = (ANN, BOB, CAT, DESK, Address("+4915550001"), Address("72975"), Address("amazon"))
MORNINGS = Schedule("mornings", OFFICE.zone, (Window(frozenset(range(7)), 0, 720),))
NIGHTS = Schedule("nights", OFFICE.zone, (Window(frozenset(range(7)), 720, 0),))
ALWAYS = Schedule("always", ZoneInfo("Europe/London"), (Window(frozenset(range(7)), 0, 1440),))
SCHEDULES = (OFFICE, MORNINGS, NIGHTS, ALWAYS)

texts = st.text("aAb _!#é-₨sr.\u093f\t1", max_size=7) | st.sampled_from(
    ["a", "ab", "a b", "(a", "a!", "_a", "a_", "#a", "a₨", "b a", "ars", "Ａ", "a ", "!a b"]
)
phrases = st.lists(
    st.sampled_from(
        ["a", "b", "ab", "a b", "b a", "#a", "a!", "!", "_", "a_", "ars", "é", "a-b", "\u093f"]
    ).map(phrase),
    min_size=1,
    max_size=2,
    unique=True,
).map(tuple)
patterns = st.sampled_from(["a", "^a$", ".*", r"\bb\b", "a|b", "[^a]+", "(?i)A+ ?b", "^.{3}$"])
sides = st.sampled_from(Side)
some_schedules = st.lists(st.sampled_from(SCHEDULES), min_size=1, max_size=2).map(tuple)
lengths = st.none() | st.integers(0, 8)

on_addresses: st.SearchStrategy[Matcher] = st.one_of(
    st.builds(
        AddressIs,
        sides,
        st.frozensets(st.sampled_from(PEOPLE), max_size=3),
        st.just("them"),
    ),
    st.builds(AddressStarts, sides, st.sampled_from(["+1", "+1555", "+1555000", "+49"])),
    st.builds(AddressMatches, sides, st.sampled_from(["^[+]1", "2$", ".*"]).map(pattern)),
    st.builds(SenderIdIs, sides, st.sampled_from(["AMAZON", "Bank"]).map(phrase)),
    st.builds(OnDuty, sides, st.just(ON_CALL)),
)
on_texts: st.SearchStrategy[Matcher] = st.one_of(
    *(
        st.builds(kind, phrases)
        for kind in (TextIs, HasKeyword, TextStarts, TextEnds, TextContains, HasWord)
    ),
    st.builds(LengthBetween, lengths, lengths),
    st.builds(TextMatches, patterns.map(pattern)),
)
single: st.SearchStrategy[Matcher] = st.one_of(
    on_texts,
    on_texts,
    on_addresses,
    st.builds(During, some_schedules),
    st.builds(Outside, some_schedules),
    st.builds(Otherwise),
    st.builds(Everything),
)
conditions: st.SearchStrategy[Matcher] = st.recursive(
    single,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda some: All(tuple(some))),
        st.lists(parts, max_size=3).map(lambda some: AnyOf(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=5,
)
"""Any condition there is."""

moments = st.integers(0, 60 * 24 * 400).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
messages = st.builds(
    InboundMessage,
    st.just("u-1"),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    texts,
    moments,
)

stages: st.SearchStrategy[Stage] = st.sampled_from(
    [LIVE, LIVE, LIVE, Shadow(), OnlyFor(frozenset({ANN}), "ann")]
)
days = st.sampled_from([None, None, None, date(2026, 6, 1)])


@st.composite
def rules(draw: st.DrawFn, most: int = 5) -> tuple[Rule, ...]:
    """A few rules, many of which stop."""
    matches = draw(st.lists(conditions, min_size=1, max_size=most))
    return tuple(
        Rule(
            f"rule {number}",
            rule("r", Everything()).span,
            match,
            (),
            stop=draw(st.booleans()),
            enabled=draw(st.sampled_from([True, True, True, False])),
            stage=draw(stages),
            since=draw(days),
        )
        for number, match in enumerate(matches)
    )


Pool = tuple[Rule, ...]
pools = rules(most=9).filter(bool)


def some_of(pool: Pool, data: st.DataObject) -> RuleSet:
    """A set of some of these rules, in any order."""
    return rule_set(*data.draw(st.lists(st.sampled_from(pool), unique_by=id)))
