"""The evaluator: which rules fire, in what order they answer, and that both walks agree."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from router.core.actions import Action, Forward, MultiForward, NumberTarget, Reply
from router.core.address import Address
from router.core.decision import Decision, Note, TraceEntry
from router.engine.evaluate import decide, explain
from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    Everything,
    HasKeyword,
    LengthBetween,
    Matcher,
    Not,
    Otherwise,
    Side,
    TextContains,
    TextIs,
    TextMatches,
)
from router.engine.ruleset import Rule, RuleSet
from tests.unit.engine.samples import (
    AMAZON,
    ANN,
    BOB,
    DESK,
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


TEXTS = st.sampled_from(
    ["hours", "Hours?", "stop", "order 12", "order x", "", "all: hi", "a" * 800]
)
LEAVES = st.sampled_from(
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
TARGETS = st.sampled_from([ANN, BOB, DESK, STRANGER, AMAZON]).map(NumberTarget)
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
        rules.append(replace(made, stop=stop, enabled=enabled))
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
    assert all(entry.why for entry in explained.trace)


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
