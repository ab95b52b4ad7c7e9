"""Rules as sentences: what one would say aloud."""

import pytest

from router.core.actions import (
    WHOLE_TEXT,
    Action,
    Forward,
    MultiForward,
    NoReports,
    NumberTarget,
    Reply,
    ReportsTo,
    Template,
)
from router.core.address import Address
from router.core.position import Span
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
    Phrase,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
    phrase,
)
from router.engine.placeholders import parse_template
from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.ruleset import Rule
from router.render.describe import sentence

OURS = Address("+15557654321")
ANN = Address("+15550001111")
BOB = Address("+15550002222")


def phrases(*written: str) -> tuple[Phrase, ...]:
    return tuple(phrase(each) for each in written)


def regex(source: str, case_sensitive: bool = False) -> Pattern:
    made = compile_pattern(source, case_sensitive)
    assert isinstance(made, Pattern)
    return made


def text(source: str) -> Template:
    made = parse_template(source)
    assert isinstance(made, Template)
    return made


def rule(match: Matcher, *actions: Action, stop: bool = False, enabled: bool = True) -> Rule:
    return Rule("r", Span("r.yaml", 1, 1, 1, 2), match, actions, stop, enabled)


TO_US = AddressIs(Side.TO, frozenset({OURS}), "+1 555 765 4321")
FROM_ANN = AddressIs(Side.FROM, frozenset({ANN}), "ann")
FROM_STAFF = AddressIs(Side.FROM, frozenset({ANN, BOB}), "the list staff")
HOURS = HasKeyword(phrases("hours"))


def test_a_rule_reads_as_the_sentence_of_the_contract() -> None:
    reply = Reply(text("We are open 9-17."))
    assert sentence(rule(All((TO_US, HOURS)), reply, stop=True)) == (
        "When a text to +1 555 765 4321 starts with the word “hours”, "
        "reply “We are open 9-17.” and stop."
    )


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (Everything(), "For every text"),
        (TO_US, "For every text to +1 555 765 4321"),
        (FROM_ANN, "For every text from ann (+1 555 000 1111)"),
        (FROM_STAFF, "For every text from the list staff (2 numbers)"),
        (
            AddressIs(Side.FROM, frozenset({ANN}), "the list desk"),
            "For every text from the list desk (1 number)",
        ),
        (
            AddressIs(Side.FROM, frozenset(), "the list desk"),
            "For every text from the list desk (no numbers)",
        ),
        (
            AddressIs(Side.FROM, frozenset({BOB, ANN}), "+1 555 000 2222 or +1 555 000 1111"),
            "For every text from +1 555 000 1111 or +1 555 000 2222",
        ),
        (
            AddressIs(Side.FROM, frozenset(Address(f"+1555000{n}") for n in range(1000, 1007)), ""),
            "For every text from one of 7 numbers",
        ),
        (AddressIs(Side.FROM, frozenset({Address("72975")}), "72975"), "For every text from 72975"),
        (AddressStarts(Side.FROM, "+1555"), "For every text from a number that begins with +1555"),
        (
            AddressMatches(Side.TO, regex("99$")),
            "For every text to a number that matches the regex “99$”",
        ),
        (SenderIdIs(Side.FROM, phrase("BANK")), "For every text from the sender id “BANK”"),
        (
            All((AnyOf((FROM_ANN, FROM_STAFF, AddressStarts(Side.FROM, "+44"))), TO_US)),
            "For every text from ann (+1 555 000 1111), the list staff (2 numbers) "
            "or a number that begins with +44 to +1 555 765 4321",
        ),
        (
            All((FROM_STAFF, FROM_ANN)),
            "When a text from the list staff (2 numbers) comes from ann (+1 555 000 1111)",
        ),
        (Otherwise(), "When no earlier rule has fired"),
        (
            All((Otherwise(), TO_US)),
            "When no earlier rule has fired for a text to +1 555 765 4321",
        ),
        (
            All((TextContains(phrases("x")), Otherwise())),
            "When no earlier rule has fired for a text that contains “x”",
        ),
        (TextIs(phrases("thanks", "thank you")), "When a text is “thanks” or “thank you”"),
        (
            HasKeyword(phrases("hours", "open")),
            "When a text starts with the word “hours” or “open”",
        ),
        (HasKeyword(phrases("stop all")), "When a text starts with the words “stop all”"),
        (
            HasKeyword(phrases("stop all", "hours")),
            "When a text starts with the word “stop all” or “hours”",
        ),
        (
            HasKeyword(phrases("stop all", "stop it")),
            "When a text starts with the words “stop all” or “stop it”",
        ),
        (TextStarts(phrases("img")), "When a text starts with “img”"),
        (TextEnds(phrases(".jpg")), "When a text ends with “.jpg”"),
        (HasWord(phrases("key")), "When a text has the word “key”"),
        (LengthBetween(100, None), "When a text has at least 100 characters"),
        (LengthBetween(None, 1), "When a text has at most 1 character"),
        (LengthBetween(20, 40), "When a text has 20 to 40 characters"),
        (LengthBetween(5, 5), "When a text has exactly 5 characters"),
        (LengthBetween(0, 0), "When a text has no characters"),
        (LengthBetween(None, 0), "When a text has no characters"),
        (LengthBetween(None, None), "When a text has at least no characters"),
        (TextMatches(regex(r"\d+")), r"When a text matches the regex “\d+”"),
        (
            TextMatches(regex("REF", case_sensitive=True)),
            "When a text matches the regex “REF”, capitals counting",
        ),
        (
            All((TextStarts(phrases("img")), LengthBetween(None, 20), HasWord(phrases("now")))),
            "When a text starts with “img”, has at most 20 characters and has the word “now”",
        ),
    ],
)
def test_each_condition_has_its_words(match: Matcher, words: str) -> None:
    assert sentence(rule(match)) == f"{words}, do nothing."


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (
            AnyOf((TextEnds(phrases(".jpg")), TextContains(phrases("photo")))),
            "either ends with “.jpg” or contains “photo”",
        ),
        (
            AnyOf((FROM_ANN, HOURS)),
            "either comes from ann (+1 555 000 1111) or starts with the word “hours”",
        ),
        (
            AnyOf((All((FROM_ANN, HOURS)), TextIs(phrases("x")))),
            "either both comes from ann (+1 555 000 1111) and starts with the word “hours” "
            "or is “x”",
        ),
        (
            AnyOf((All((FROM_ANN, TO_US, HOURS)), Everything(), Otherwise())),
            "either at once comes from ann (+1 555 000 1111), comes to +1 555 765 4321 and "
            "starts with the word “hours”, is any text at all or has fired no earlier rule",
        ),
        (
            AnyOf((HOURS, AnyOf((FROM_ANN, FROM_STAFF)))),
            "either starts with the word “hours” or comes from ann (+1 555 000 1111) "
            "or the list staff (2 numbers)",
        ),
        (Not(HOURS), "does not start with the word “hours”"),
        (Not(TextIs(phrases("x"))), "is not “x”"),
        (Not(FROM_STAFF), "does not come from the list staff (2 numbers)"),
        (Not(TextEnds(phrases("x"))), "does not end with “x”"),
        (Not(TextContains(phrases("x"))), "does not contain “x”"),
        (Not(HasWord(phrases("x"))), "does not have the word “x”"),
        (Not(TextMatches(regex("x"))), "does not match the regex “x”"),
        (Not(Not(HOURS)), "starts with the word “hours”"),
        (Not(Everything()), "is no text at all"),
        (Not(Otherwise()), "has fired an earlier rule"),
        (
            Not(AnyOf((FROM_ANN, FROM_STAFF))),
            "does not come from ann (+1 555 000 1111) or the list staff (2 numbers)",
        ),
        (
            Not(AnyOf((TO_US, HOURS))),
            "neither comes to +1 555 765 4321 nor starts with the word “hours”",
        ),
        (
            Not(All((FROM_ANN, HOURS))),
            "is not one that both comes from ann (+1 555 000 1111) and "
            "starts with the word “hours”",
        ),
    ],
)
def test_all_any_and_not_nest_readably(match: Matcher, words: str) -> None:
    assert sentence(rule(match)) == f"When a text {words}, do nothing."


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Reply(text("Hi")), "reply “Hi”."),
        (Reply(text("Hi!")), "reply “Hi!”"),
        (Reply(text("a\nb\x07c")), "reply “a b·c”."),
        (Reply(text("Hi"), source=OURS), "reply “Hi” from +1 555 765 4321."),
        (Reply(text("Hi"), reports=NoReports()), "reply “Hi” without a delivery report."),
        (
            Reply(text("Hi"), reports=ReportsTo("https://clinic.example/r")),
            "reply “Hi” with delivery reports to https://clinic.example/r.",
        ),
        (Forward(NumberTarget(ANN, "ann")), "forward it to ann (+1 555 000 1111)."),
        (Forward(NumberTarget(ANN)), "forward it to +1 555 000 1111."),
        (
            Forward(NumberTarget(ANN, "ann"), text("{sender}: {text}"), OURS),
            "send “{sender}: {text}” to ann (+1 555 000 1111) from +1 555 765 4321.",
        ),
        (
            MultiForward((NumberTarget(ANN, "ann"), NumberTarget(BOB)), list_name="staff"),
            "forward it to everybody on the list staff (2 numbers).",
        ),
        (
            MultiForward((NumberTarget(ANN, "ann"), NumberTarget(BOB)), include_sender=True),
            "forward it to ann (+1 555 000 1111) and +1 555 000 2222, the sender included.",
        ),
        (MultiForward((NumberTarget(ANN),) * 7), "forward it to 7 numbers."),
        (MultiForward((NumberTarget(ANN),) * 2340), "forward it to 2,340 numbers."),
        (
            MultiForward((NumberTarget(ANN),) * 2340, list_name="parents"),
            "forward it to everybody on the list parents (2,340 numbers).",
        ),
        (
            MultiForward((NumberTarget(ANN),), text("ALL: {rest}"), reports=NoReports()),
            "send “ALL: {rest}” to +1 555 000 1111 without a delivery report.",
        ),
    ],
)
def test_each_action_has_its_words(action: Action, words: str) -> None:
    assert sentence(rule(Everything(), action)) == f"For every text, {words}"


def test_an_emoji_of_several_stays_whole_and_an_order_to_a_terminal_does_not() -> None:
    assert sentence(rule(Everything(), Reply(text("👩\u200d⚕ \x1b[31m")))) == (
        "For every text, reply “👩\u200d⚕ ·[31m”."
    )


def test_alternatives_come_last_so_that_what_follows_is_not_taken_for_one() -> None:
    either = AnyOf((HasWord(phrases("refill")), TextContains(phrases("medicin"))))
    assert sentence(rule(All((either, Not(FROM_ANN))))) == (
        "When a text does not come from ann (+1 555 000 1111) and "
        "either has the word “refill” or contains “medicin”, do nothing."
    )


def test_several_actions_are_told_in_order() -> None:
    actions = Reply(text("Noted.")), Forward(NumberTarget(ANN, "ann"), WHOLE_TEXT)
    assert sentence(rule(Everything(), *actions, stop=True)) == (
        "For every text, reply “Noted.”, forward it to ann (+1 555 000 1111) and stop."
    )


def test_a_rule_without_actions_that_stops_ignores_the_text() -> None:
    assert sentence(rule(FROM_ANN, stop=True)) == (
        "For every text from ann (+1 555 000 1111), do nothing and stop."
    )


def test_a_disabled_rule_says_so() -> None:
    assert sentence(rule(HOURS, enabled=False)) == (
        "Switched off: when a text starts with the word “hours”, do nothing."
    )
