"""The evaluator: which rules fire, in what order they answer, and that both walks agree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.actions import Action, Forward, MultiForward, NumberTarget, Reply, RotaTarget
from router.core.address import Address
from router.core.decision import Decision, Note, TraceEntry
from router.engine.evaluate import decide, explain
from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    During,
    Everything,
    HasKeyword,
    LengthBetween,
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    Side,
    TextContains,
    TextIs,
    TextMatches,
)
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import LIVE, OnlyFor, Shadow, Stage
from tests.unit.engine.samples import (
    AMAZON,
    ANN,
    BOB,
    DESK,
    NOON,
    OFFICE,
    ON_CALL,
    STRANGER,
    message,
    pattern,
    phrases,
    rule,
    rule_set,
    template,
)

HOURS = HasKeyword(phrases("hours"))
STOP = TextIs(phrases("stop"))


def reply(text: str) -> Reply:
    return Reply(template(text))


def test_the_messages_of_all_rules_that_fire_go_out_in_order() -> None:
    rules = rule_set(
        rule("hours", HOURS, reply("9-17"), Forward(NumberTarget(ANN))),
        rule("stop", STOP, reply("bye")),
        rule("thanks", Everything(), reply("thanks")),
    )
    decision = decide(rules, message("hours?"))
    assert decision.fired == ("hours", "thanks")
    assert [(one.rule, one.text) for one in decision.messages] == [
        ("hours", "9-17"),
        ("hours", "hours?"),
        ("thanks", "thanks"),
    ]
    assert decision.rule_set == "0123456789ab"
    assert decision.trace == ()


def test_an_empty_rule_set_answers_nothing() -> None:
    assert decide(rule_set(), message("hi")) == Decision("0123456789ab", (), ())
    assert explain(rule_set(), message("hi")) == Decision("0123456789ab", (), ())


def test_a_rule_that_stops_ends_the_pipeline_only_when_it_fires() -> None:
    rules = rule_set(
        rule("stop", STOP, stop=True), rule("all", Everything(), reply("a"), stop=True),
        rule("never", Everything(), reply("b")),
    )  # fmt: skip
    assert decide(rules, message("Stop!")).fired == ("stop",)
    assert decide(rules, message("Stop!")).messages == ()
    assert decide(rules, message("go")).fired == ("all",)


def test_a_rule_that_is_switched_off_neither_fires_nor_stops() -> None:
    rules = rule_set(
        rule("off", Everything(), reply("a"), stop=True, enabled=False),
        rule("else", Otherwise(), reply("b")),
    )
    assert decide(rules, message("hi")).fired == ("else",)


def test_otherwise_is_for_messages_that_no_earlier_rule_took() -> None:
    rules = rule_set(
        rule("first else", Otherwise(), reply("a")),
        rule("hours", HOURS),
        rule("else", Otherwise(), reply("b")),
    )
    assert decide(rules, message("hi")).fired == ("first else",)
    quiet = rule_set(rule("hours", HOURS), rule("else", Otherwise(), reply("b")))
    assert decide(quiet, message("hours")).fired == ("hours",)
    assert decide(quiet, message("hi")).fired == ("else",)


def test_a_rule_that_could_not_send_has_still_fired() -> None:
    rules = rule_set(
        rule("greet", Everything(), reply("hello")), rule("else", Otherwise(), reply("b"))
    )
    decision = decide(rules, message("hi", AMAZON))
    assert decision.fired == ("greet",)
    assert decision.messages == ()
    assert decision.notes == (Note("greet", "no reply to “AMAZON”: a sender id takes no texts"),)


def test_the_trace_says_of_every_rule_why() -> None:
    rules = rule_set(
        rule("off", Everything(), enabled=False),
        rule("hours", HOURS),
        rule("greet", AddressIs(Side.FROM, frozenset({AMAZON}), "AMAZON"), reply("hi")),
        rule("else", Otherwise()),
        rule("end", Everything(), stop=True),
        rule("late", Everything()),
        rule("later", HOURS),
    )
    trace = explain(rules, message("hi", AMAZON)).trace
    assert [(entry.rule, entry.fired, entry.why) for entry in trace] == [
        ("off", False, "is switched off (enabled: no)"),
        ("hours", False, "text “hi” does not start with the word “hours”"),
        (
            "greet",
            True,
            "from “AMAZON” is AMAZON; no reply to “AMAZON”: a sender id takes no texts",
        ),
        ("else", False, "“greet” fired before it"),
        ("end", True, "it matches everything"),
        ("late", False, "not reached: “end” stopped before it"),
        ("later", False, "not reached: “end” stopped before it"),
    ]


def test_a_trace_entry_knows_the_rules_place() -> None:
    entry = explain(rule_set(rule("hours", HOURS)), message("hours")).trace[0]
    assert entry == TraceEntry(
        "hours", "rules/a.yaml", 3, True, "the text starts with the word “hours”"
    )


def test_an_otherwise_rule_that_fires_says_that_no_earlier_one_did() -> None:
    trace = explain(rule_set(rule("else", Otherwise())), message("hi")).trace
    assert trace[0].why == "no earlier rule fired"


ONLY_ANN = OnlyFor(frozenset({ANN}), "ann")


def shadow(made: Rule) -> Rule:
    return replace(made, stage=Shadow())


def test_a_rule_in_shadow_is_recorded_and_sends_nothing() -> None:
    rules = rule_set(
        rule("live", Everything(), reply("a")),
        shadow(rule("trial", HOURS, reply("b"), Forward(NumberTarget(BOB)))),
        shadow(rule("silent", STOP, reply("c"))),
    )
    decision = decide(rules, message("hours"))
    assert decision.fired == ("live",)
    assert [one.text for one in decision.messages] == ["a"]
    assert decision.shadowed == ("trial",)
    assert [(one.rule, one.text) for one in decision.shadow_messages] == [
        ("trial", "b"),
        ("trial", "hours"),
    ]


def test_a_rule_in_shadow_neither_stops_the_pipeline_nor_counts_for_otherwise() -> None:
    rules = rule_set(
        shadow(rule("trial", Everything(), reply("a"), stop=True)),
        rule("else", Otherwise(), reply("b")),
        shadow(rule("late", Otherwise())),
    )
    decision = decide(rules, message("hi"))
    assert decision.fired == ("else",)
    assert decision.shadowed == ("trial",)


def test_a_rule_in_shadow_behind_a_stop_is_not_reached() -> None:
    rules = rule_set(rule("end", Everything(), stop=True), shadow(rule("trial", Everything())))
    decision = explain(rules, message("hi"))
    assert decision.shadowed == ()
    assert decision.trace[1].why == "not reached: “end” stopped before it"


def test_a_rule_for_some_only_is_live_for_them_and_in_shadow_for_the_rest() -> None:
    rules = rule_set(
        replace(rule("trial", Everything(), reply("a"), stop=True), stage=ONLY_ANN),
        rule("else", Otherwise(), reply("b")),
    )
    assert decide(rules, message("hi", ANN)).fired == ("trial",)
    assert decide(rules, message("hi", ANN)).shadowed == ()
    assert decide(rules, message("hi", BOB)).fired == ("else",)
    assert decide(rules, message("hi", BOB)).shadowed == ("trial",)


def test_the_trace_says_that_a_rule_in_shadow_would_have_fired() -> None:
    rules = rule_set(
        shadow(rule("trial", HOURS, reply("{1}"))),
        replace(rule("some", HOURS), stage=ONLY_ANN),
        shadow(rule("quiet", STOP)),
    )
    decision = explain(rules, message("hours"))
    starts = "the text starts with the word “hours”"
    assert [(entry.fired, entry.why) for entry in decision.trace] == [
        (
            False,
            f"would have fired (stage: shadow): {starts}; in shadow: no reply: its text is empty",
        ),
        (False, f"would have fired (stage: shadow), live only for ann: {starts}"),
        (False, "text “hours” is not “stop”"),
    ]
    assert decision.notes == (Note("trial", "in shadow: no reply: its text is empty"),)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-11-30 23:59", "not before 2026-12-01: it is 2026-11-30 in America/New_York"),
        ("2026-12-01 00:00", "it matches everything"),
        ("2026-12-24 23:59", "it matches everything"),
        ("2026-12-25 00:00", "ended on 2026-12-24: it is 2026-12-25 in America/New_York"),
    ],
)
def test_a_rule_lives_from_its_first_to_its_last_day_in_the_sets_zone(at: str, why: str) -> None:
    zone = ZoneInfo("America/New_York")
    made = replace(
        rule("advent", Everything(), stop=True), since=date(2026, 12, 1), until=date(2026, 12, 24)
    )
    rules = replace(rule_set(made, rule("else", Otherwise())), zone=zone)
    moment = datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
    decision = explain(rules, message("hi", at=moment))
    assert decision.trace[0].why == why
    lives = why == "it matches everything"
    assert decision.fired == (("advent",) if lives else ("else",))
    assert decide(rules, message("hi", at=moment)).fired == decision.fired


def test_a_rule_may_have_a_first_or_a_last_day_alone() -> None:
    rules = rule_set(
        replace(rule("from today", Everything()), since=NOON.date()),
        replace(rule("from tomorrow", Everything()), since=NOON.date() + timedelta(days=1)),
        replace(rule("to today", Everything()), until=NOON.date()),
        replace(rule("to yesterday", Everything()), until=NOON.date() - timedelta(days=1)),
    )
    assert decide(rules, message("hi")).fired == ("from today", "to today")


def test_a_rule_out_of_its_days_is_not_in_shadow_either() -> None:
    made = replace(shadow(rule("trial", Everything())), until=date(2026, 11, 21))
    assert decide(rule_set(made), message("hi")).shadowed == ()


def test_the_time_of_day_decides_between_a_reply_and_the_one_on_duty() -> None:
    rules = rule_set(
        rule("open", During((OFFICE,)), reply("hello")),
        rule("shut", Outside((OFFICE,)), Forward(RotaTarget("on-call"))),
    )
    monday = message("hi", at=datetime(2026, 11, 23, 15, tzinfo=UTC))
    assert [one.text for one in decide(rules, monday).messages] == ["hello"]
    sunday = message("hi", at=datetime(2026, 11, 22, 15, tzinfo=UTC))
    assert [one.dst for one in decide(rules, sunday).messages] == [(ANN,)]


TEXTS = st.sampled_from(
    ["hours", "Hours?", "stop", "order 12", "order x", "", "all: hi", "a" * 800]
)
LEAVES: st.SearchStrategy[Matcher] = st.sampled_from(
    [
        Everything(),
        Otherwise(),
        HOURS,
        STOP,
        HasKeyword(phrases("all", "order")),
        TextContains(phrases("o")),
        LengthBetween(3, 8),
        TextMatches(pattern(r"order (\d+)")),
        AddressIs(Side.FROM, frozenset({ANN, BOB}), "the list staff"),
        AddressStarts(Side.TO, "+1555"),
        OnDuty(Side.FROM, ON_CALL),
        During((OFFICE,)),
        Outside((OFFICE,)),
    ]
)
MATCHES: st.SearchStrategy[Matcher] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)
TEMPLATES = st.sampled_from(["ok", "{text}", "{1|none}", "{rest}", "{keyword} {sender}", ""]).map(
    template
)
TARGETS = st.one_of(
    st.sampled_from([ANN, BOB, DESK, STRANGER, AMAZON]).map(NumberTarget),
    st.just(RotaTarget(ON_CALL.name)),
)
STAGES: st.SearchStrategy[Stage] = st.sampled_from([LIVE, LIVE, LIVE, Shadow(), ONLY_ANN])
DAYS = st.sampled_from([None, None, None, NOON.date(), NOON.date() + timedelta(days=1)])
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Reply, TEMPLATES),
    st.builds(Forward, TARGETS, TEMPLATES),
    st.builds(
        MultiForward,
        st.lists(TARGETS, max_size=4).map(tuple),
        TEMPLATES,
        include_sender=st.booleans(),
    ),
)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """Up to six rules of any kind, each with its own name."""
    rules: list[Rule] = []
    for number in range(draw(st.integers(0, 6))):
        actions = draw(st.lists(ACTIONS, max_size=3))
        made = rule(f"rule {number}", draw(MATCHES), *actions)
        stop, enabled = draw(st.integers(0, 3)) == 0, draw(st.integers(0, 3)) > 0
        made = replace(made, stop=stop, enabled=enabled, stage=draw(STAGES))
        rules.append(replace(made, since=draw(DAYS), until=draw(DAYS)))
    return rule_set(*rules)


SENDERS = st.sampled_from([ANN, BOB, STRANGER, AMAZON, DESK])


@given(rule_sets(), TEXTS, SENDERS)
def test_both_walks_decide_the_same(rules: RuleSet, text: str, sender: Address) -> None:
    incoming = message(text, sender)
    explained = explain(rules, incoming)
    assert replace(explained, trace=()) == decide(rules, incoming)


@given(rule_sets(), TEXTS, SENDERS)
def test_the_trace_is_of_every_rule_in_order_and_agrees_with_what_fired(
    rules: RuleSet, text: str, sender: Address
) -> None:
    explained = explain(rules, message(text, sender))
    assert [entry.rule for entry in explained.trace] == [one.name for one in rules.rules]
    assert tuple(entry.rule for entry in explained.trace if entry.fired) == explained.fired
    would_have = [
        entry.rule for entry in explained.trace if entry.why.startswith("would have fired (stage")
    ]
    assert tuple(would_have) == explained.shadowed
    assert all(entry.why for entry in explained.trace)


@given(rule_sets(), TEXTS, SENDERS)
def test_a_rule_in_shadow_changes_nothing_for_the_others(
    rules: RuleSet, text: str, sender: Address
) -> None:
    incoming = message(text, sender)
    with_trials = decide(rules, incoming)
    without = replace(
        rules, rules=tuple(one for one in rules.rules if one.name not in with_trials.shadowed)
    )
    decision = decide(without, incoming)
    assert (decision.fired, decision.messages) == (with_trials.fired, with_trials.messages)
    assert decision.shadowed == ()
    trials = {one.rule for one in with_trials.shadow_messages}
    assert trials <= set(with_trials.shadowed)


@given(rule_sets(), TEXTS, SENDERS)
def test_nothing_goes_to_the_texted_number_by_forward_or_to_a_sender_id(
    rules: RuleSet, text: str, sender: Address
) -> None:
    incoming = message(text, sender)
    for one in decide(rules, incoming).messages:
        assert one.text.strip()
        assert one.src == DESK
        assert len(set(one.dst)) == len(one.dst) > 0
        assert AMAZON not in one.dst
        assert DESK not in one.dst or sender == DESK


def near_misses(rules: RuleSet, text: str = "hours") -> list[str]:
    return [entry.rule for entry in explain(rules, message(text)).trace if entry.near_miss]


def test_a_rule_of_which_one_condition_of_several_failed_is_a_near_miss() -> None:
    from_bob = AddressIs(Side.FROM, frozenset({BOB}), "bob")
    short = LengthBetween(None, 10)
    rules = rule_set(
        rule("One of two", All((HOURS, from_bob))),
        rule("One of three, nested", All((HOURS, All((short, from_bob))))),
        rule("Two of three", All((STOP, from_bob, short))),
        rule("The only one", STOP),
        rule("One and everything", All((Everything(), STOP))),
        rule("Fires", All((HOURS, short))),
    )
    assert near_misses(rules) == ["One of two", "One of three, nested"]


def test_a_rule_whose_days_alone_are_wrong_is_a_near_miss() -> None:
    over = NOON.date() - timedelta(days=1)
    rules = rule_set(
        replace(rule("Over", HOURS), until=over),
        replace(rule("Over, and another text", STOP), until=over),
        replace(rule("Its day, and another text", STOP), since=over),
    )
    assert near_misses(rules) == ["Over"]


def test_a_rule_that_is_off_in_shadow_or_not_reached_is_no_near_miss() -> None:
    both = All((HOURS, LengthBetween(20, None)))
    rules = rule_set(
        replace(rule("Off", both), enabled=False),
        replace(rule("In shadow", All((HOURS, LengthBetween(1, None)))), stage=Shadow()),
        replace(rule("Last", HOURS), stop=True),
        rule("Not reached", both),
    )
    assert near_misses(rules) == []
