"""Syntax into the rule set that the engine runs."""

from datetime import UTC, timedelta, timezone

import pytest

from router.core.actions import (
    OWN_REPORTS,
    WHOLE_TEXT,
    Forward,
    MultiForward,
    NoReports,
    NumberTarget,
    Reply,
    ReportsTo,
)
from router.core.address import Address
from router.engine.matchers import (
    AddressIs,
    AddressMatches,
    AddressStarts,
    All,
    AnyOf,
    Everything,
    HasKeyword,
    HasWord,
    LengthBetween,
    Matcher,
    Not,
    Otherwise,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
    phrase,
)
from router.engine.ruleset import Rule, RuleSet
from router.language.lower import lower, rule_set_id
from router.language.source import SourceFile
from router.language.whole import CompileOptions
from tests.unit.engine.samples import pattern
from tests.unit.language.rulefiles import address, make_whole, rules, syntax, whole

PEOPLE = """
    people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
    lists: {staff: [ann, bob, +1 555 000 3333], night: [staff, bob, 72975]}
    """
ANN, BOB, CARL = (address(f"+1555000{n}") for n in ("1111", "2222", "3333"))


def lowered(*texts: str) -> RuleSet:
    return lower(whole(*texts, PEOPLE), "an id")


def first(body: str) -> Rule:
    return lowered(rules(body)).rules[0]


def match_of(text: str) -> Matcher:
    return first(f"match: {text}").match


def is_one(side: Side, words: str, *addresses: Address) -> AddressIs:
    return AddressIs(side, frozenset(addresses), words)


def a_text(cls: type, *phrases: str) -> Matcher:
    made: Matcher = cls(tuple(phrase(each) for each in phrases))
    return made


@pytest.mark.parametrize(
    ("written", "matcher"),
    [
        ("everything", Everything()),
        ("{otherwise: yes}", Otherwise()),
        ("{otherwise: no}", Everything()),
        ("{text: hi}", a_text(TextIs, "hi")),
        ("{text: [hi, ho]}", a_text(TextIs, "hi", "ho")),
        ("{text: {keyword: [a, b c]}}", a_text(HasKeyword, "a", "b c")),
        ("{text: {starts-with: a}}", a_text(TextStarts, "a")),
        ("{text: {ends-with: a}}", a_text(TextEnds, "a")),
        ("{text: {contains: a}}", a_text(TextContains, "a")),
        ("{text: {has-word: a}}", a_text(HasWord, "a")),
        ("{text: {min-length: 02}}", LengthBetween(2, None)),
        ("{text: {min-length: 2, max-length: 160}}", LengthBetween(2, 160)),
        ("{not: {text: hi}}", Not(a_text(TextIs, "hi"))),
        (
            "{any: [{text: hi}, {otherwise: yes}]}",
            AnyOf((a_text(TextIs, "hi"), Otherwise())),
        ),
        ("{any: [{text: hi}]}", a_text(TextIs, "hi")),
        ("{all: [{text: hi}]}", a_text(TextIs, "hi")),
        (
            "{text: hi, all: [{otherwise: yes}, {text: ho, otherwise: no}]}",
            All((a_text(TextIs, "hi"), Otherwise(), a_text(TextIs, "ho"))),
        ),
        ("{from: {sender-id: BANK}}", SenderIdIs(Side.FROM, phrase("BANK"))),
        ("{to: +1 (555)*}", AddressStarts(Side.TO, "+1555")),
    ],
)
def test_each_condition_becomes_its_matcher(written: str, matcher: Matcher) -> None:
    assert match_of(written) == matcher


def test_regexes_are_compiled_and_several_become_any_of_them() -> None:
    one, other = pattern("a", case_sensitive=True), pattern("b")
    assert match_of("{regex: {pattern: a, case-sensitive: yes}}") == TextMatches(one)
    assert match_of("{regex: [{pattern: a, case-sensitive: yes}, b]}") == AnyOf(
        (TextMatches(one), TextMatches(other))
    )
    assert match_of("{to: {regex: b}}") == AddressMatches(Side.TO, other)


@pytest.mark.parametrize(
    ("written", "matcher"),
    [
        ("ann", is_one(Side.FROM, "ann", ANN)),
        ("staff", is_one(Side.FROM, "the list staff", ANN, BOB, CARL)),
        ("night", is_one(Side.FROM, "the list night", ANN, BOB, CARL, Address("72975"))),
        ("+1 (555) 000-1111", is_one(Side.FROM, "+1 555 000 1111", ANN)),
        ("72975", is_one(Side.FROM, "72975", Address("72975"))),
        (
            "[+15550001111, +1 555 000 1111, 72975]",
            is_one(Side.FROM, "+1 555 000 1111 or 72975", ANN, Address("72975")),
        ),
        (
            "[72971, 72972, 72973, 72974, 72975]",
            is_one(
                Side.FROM,
                "72971, 72972, 72973 or 2 more",
                *(Address(str(n)) for n in range(72971, 72976)),
            ),
        ),
        (
            "[+15550003333, ann, staff, +1*]",
            AnyOf(
                (
                    is_one(Side.FROM, "ann", ANN),
                    is_one(Side.FROM, "the list staff", ANN, BOB, CARL),
                    AddressStarts(Side.FROM, "+1"),
                    is_one(Side.FROM, "+1 555 000 3333", CARL),
                )
            ),
        ),
    ],
)
def test_addresses_keep_the_authors_names(written: str, matcher: Matcher) -> None:
    assert match_of(f"{{from: {written}}}") == matcher


def test_a_files_match_holds_for_each_of_its_rules_and_no_other() -> None:
    shared = "match: {text: {contains: x}, to: 72975}\n" + rules("match: {text: a}", "stop: yes")
    own = rules("match: {text: b}").replace("rule 1", "other")
    contains, to = a_text(TextContains, "x"), is_one(Side.TO, "72975", Address("72975"))
    assert [rule.match for rule in lowered(shared, own).rules] == [
        All((contains, to, a_text(TextIs, "a"))),
        All((contains, to)),
        a_text(TextIs, "b"),
    ]


def test_each_action_becomes_its_own() -> None:
    rule = first(
        """
        actions:
          - reply: "Hi {sender}"
          - reply: {text: x, from: ann, delivery-reports: Yes}
          - forward: ann
          - forward: {to: +1 555 000 3333, delivery-reports: off}
          - multi-forward: {to: [bob, staff], include-sender: yes}
          - multi-forward: {to: 72975, delivery-reports: https://clinic.example/r}
        """
    )
    named, sourced, forward, quiet, many, one = rule.actions
    assert isinstance(named, Reply)
    assert (named.text.source, named.source, named.reports) == ("Hi {sender}", None, OWN_REPORTS)
    assert isinstance(sourced, Reply)
    assert (sourced.source, sourced.reports) == (ANN, OWN_REPORTS)
    assert forward == Forward(NumberTarget(ANN, "ann"), WHOLE_TEXT)
    assert quiet == Forward(NumberTarget(CARL), reports=NoReports())
    assert many == MultiForward(
        (NumberTarget(BOB, "bob"), NumberTarget(ANN, "ann"), NumberTarget(BOB, "bob"),
         NumberTarget(CARL)),
        include_sender=True,
    )  # fmt: skip
    assert one == MultiForward(
        (NumberTarget(Address("72975")),), reports=ReportsTo("https://clinic.example/r")
    )


@pytest.mark.parametrize("to", ["staff", "[staff]", "{to: staff}", "{to: [staff]}"])
def test_a_list_alone_keeps_its_name(to: str) -> None:
    (action,) = first(f"actions: [{{multi-forward: {to}}}]").actions
    assert isinstance(action, MultiForward)
    assert action.list_name == "staff"
    assert [target.address for target in action.to if isinstance(target, NumberTarget)] == [
        ANN, BOB, CARL,
    ]  # fmt: skip


@pytest.mark.parametrize("to", ["ann", "[staff, ann]"])
def test_without_a_list_alone_there_is_no_list_name(to: str) -> None:
    (action,) = first(f"actions: [{{multi-forward: {to}}}]").actions
    assert isinstance(action, MultiForward)
    assert not action.list_name


def test_the_line_end_of_a_block_text_is_not_sent() -> None:
    rule = first("actions:\n  - reply: |\n      Hello\n      you")
    (action,) = rule.actions
    assert isinstance(action, Reply)
    assert action.text.source == "Hello\nyou"


def test_a_text_with_a_finding_is_never_lowered() -> None:
    with pytest.raises(AssertionError, match="never lowered"):
        first("actions: [{reply: '{'}]")


def test_rules_keep_their_names_places_and_flags() -> None:
    one, two = lowered(rules("stop: yes", "enabled: no")).rules
    assert (one.name, str(one.span), one.stop, one.enabled) == ("rule 1", "a.yaml:2:11", True, True)
    assert (two.name, str(two.span), two.stop, two.enabled) == (
        "rule 2",
        "a.yaml:6:11",
        False,
        False,
    )
    assert one.actions == ()


def test_people_give_the_names_of_senders_the_first_of_two() -> None:
    again = "people: {desk: +1 555 000 1111}"
    names = lower(whole(PEOPLE, again), "id").names
    assert names == {ANN: "ann", BOB: "bob"}


def test_a_person_without_a_number_gives_no_name() -> None:
    assert lower(whole("people: {ann: 12}"), "id").names == {}


def test_the_set_has_the_settings_zone_and_its_id() -> None:
    zone = timezone(timedelta(hours=2))
    file = syntax(rules("stop: yes"))
    rule_set = lower(make_whole([file], CompileOptions(zone=zone), {}), "an id")
    assert (rule_set.id, rule_set.zone) == ("an id", zone)
    assert lowered(rules("stop: yes")).zone is UTC


def test_the_id_is_of_names_and_contents_in_order() -> None:
    a, b = SourceFile("rules/a.yaml", b"x"), SourceFile("rules/b.yaml", b"y")
    made = rule_set_id([a, b])
    assert len(made) == 12
    assert set(made) <= set("0123456789abcdef")
    assert made == rule_set_id([SourceFile("other/folder/a.yaml", b"x"), b])
    others = [
        rule_set_id([b, a]),
        rule_set_id([a]),
        rule_set_id([SourceFile("a.yaml", b"xb.yaml"), SourceFile("", b"y")]),
        rule_set_id([SourceFile("a.yamlx", b""), b]),
        rule_set_id([a, SourceFile("b.yaml", b"z")]),
    ]
    assert made not in others
    assert len(set(others)) == len(others)
