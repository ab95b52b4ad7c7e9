from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.index import RuleIndex
from router.engine.index_keys import LARGE, MAX_KEYS
from router.engine.matchers import (
    AddressIs,
    AddressStarts,
    All,
    AnyOf,
    Everything,
    HasKeyword,
    HasWord,
    LengthBetween,
    Matcher,
    OnDuty,
    SenderIdIs,
    Side,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.phrases import phrase
from router.engine.ruleset import Rule
from tests.unit.engine import conditions
from tests.unit.engine.samples import (
    AMAZON,
    ANN,
    BOB,
    DESK,
    ON_CALL,
    message,
    pattern,
    phrases,
    rule,
    rule_set,
)


def index(*matches: Matcher) -> RuleIndex:
    return RuleIndex(rule_set(*(rule(f"rule {n}", match) for n, match in enumerate(matches))))


@given(conditions.rules(), conditions.messages, st.sampled_from([0, LARGE]))
def test_without_the_rules_that_cannot_match_the_set_decides_the_same(
    rules: tuple[Rule, ...], message: InboundMessage, large: int
) -> None:
    """Also where the set counts as a large one, whose texts are filed by more of their letters."""
    whole = rule_set(*rules)
    with patch("router.engine.index.LARGE", large):
        assert decide(RuleIndex(whole), message) == decide(whole, message)


@given(conditions.rules(), conditions.rules(), st.data(), conditions.messages)
def test_an_index_that_was_brought_up_to_date_decides_the_same_too(
    before: tuple[Rule, ...], come: tuple[Rule, ...], data: st.DataObject, message: InboundMessage
) -> None:
    stayed = [rule for rule in before if data.draw(st.booleans())]
    mixed = data.draw(st.permutations([*stayed, *come]))
    first = RuleIndex(rule_set(*before))
    after = rule_set(*mixed)
    second = RuleIndex(after, first)
    assert decide(second, message) == decide(after, message)
    back = rule_set(*before)
    assert decide(RuleIndex(back, second), message) == decide(back, message)
    assert decide(first, message) == decide(back, message)


def test_an_edit_files_only_what_it_changed() -> None:
    words = [rule(f"rule {n}", HasKeyword(phrases(f"word{n}"))) for n in range(40)]
    first = RuleIndex(rule_set(*words))
    edited = [*words[:7], rule("new", HasKeyword(phrases("news"))), *words[8:]]
    second = RuleIndex(rule_set(*edited), first)
    assert second.candidates(message("word7")) == []
    assert second.candidates(message("news")) == [7]
    assert second.candidates(message("word8")) == [8]
    assert first.candidates(message("word7")) == [7]
    assert first.candidates(message("news")) == []
    moved = RuleIndex(rule_set(*edited[1:], edited[0]), second)
    assert moved.candidates(message("word0")) == [39]
    assert moved.candidates(message("word8")) == [7]


def test_a_rule_comes_along_only_when_its_word_letters_or_address_are_there() -> None:
    told_apart = index(
        HasKeyword(phrases("hours", "open")),
        HasWord(phrases("not happy")),
        TextIs(phrases("thank you")),
        TextIs(phrases("?")),
        TextStarts(phrases("img")),
        TextEnds(phrases(".jpg")),
        TextContains(phrases("medicin")),
        TextMatches(pattern(r"order\D{0,3}(\d{4,6})")),
        AddressIs(Side.FROM, frozenset({ANN}), "ann"),
        AddressStarts(Side.TO, "+4420"),
        OnDuty(Side.FROM, ON_CALL),
        SenderIdIs(Side.FROM, phrase("Amazon")),
    )
    assert told_apart.candidates(message("what?")) == [3]
    assert told_apart.candidates(message("hours")) == [0]
    assert told_apart.candidates(message("so happy")) == [1]
    assert told_apart.candidates(message("THANK YOU")) == [2]
    assert told_apart.candidates(message("img.jpg")) == [4, 5]
    assert told_apart.candidates(message("my medicine")) == [6]
    assert told_apart.candidates(message("Order no 1234")) == [7]
    assert told_apart.candidates(message("hi", sender=ANN)) == [8, 10]
    assert told_apart.candidates(message("hi", sender=BOB)) == [10]
    assert told_apart.candidates(message("hi", sender=AMAZON)) == [11]


def test_in_a_large_set_six_letters_tell_texts_apart_that_have_four_in_common() -> None:
    rooms = [TextContains(phrases(f"room{number}")) for number in range(10_000, 10_000 + LARGE)]
    large = index(*rooms, TextContains(phrases("lift")))
    small = index(*rooms[: LARGE - 1])
    for number in range(10_500, 10_600):
        at, text = number - 10_000, message(f"the lift to room{number}")
        found = large.candidates(text)
        assert {at, LARGE} <= {*found}
        assert len(found) < len(small.candidates(text))
    assert large.candidates(message("10555 rooms")) == []


def test_conditions_on_nothing_of_the_kind_always_come_along() -> None:
    open_ones = (
        Everything(),
        LengthBetween(1, 5),
        TextContains(phrases("")),
        TextStarts(phrases("")),
        TextMatches(pattern(r"\d+")),
        AnyOf((HasKeyword(phrases("hours")), LengthBetween(3, 3))),
    )
    assert index(*open_ones).candidates(message("x")) == list(range(len(open_ones)))


def test_a_rule_of_several_conditions_is_filed_by_the_one_that_tells_it_apart() -> None:
    to_desk = AddressIs(Side.TO, frozenset({DESK}), "the desk")
    words = [f"word{number}" for number in range(50)]
    told_apart = index(*(All((to_desk, HasKeyword(phrases(word)))) for word in words))
    assert told_apart.candidates(message("word7 please")) == [7]
    by_address = index(
        *(
            All((AddressStarts(Side.TO, f"+1555{number}"), HasKeyword(phrases("hours"))))
            for number in range(9)
        )
    )
    assert len(by_address.candidates(message("hours"))) <= 2


def test_what_would_fill_the_index_is_not_filed() -> None:
    many = AnyOf(tuple(TextContains(phrases(f"{n:05}")) for n in range(MAX_KEYS + 1)))
    assert index(many).candidates(message("x")) == [0]


def test_a_regex_of_several_words_is_filed_under_each() -> None:
    told_apart = index(TextMatches(pattern(r"^(refund|money back)\b")), Everything())
    assert told_apart.candidates(message("my REFUND")) == [0, 1]
    assert told_apart.candidates(message("money back!")) == [0, 1]
    assert told_apart.candidates(message("hello")) == [1]
    many = "|".join(f"w{number}x" for number in range(MAX_KEYS + 1))
    assert index(TextMatches(pattern(many))).candidates(message("hello")) == [0]


def test_a_rule_that_is_switched_off_never_comes_along() -> None:
    off = RuleIndex(rule_set(rule("off", Everything(), enabled=False)))
    assert off.candidates(message("x")) == []


@given(st.text("aKs1 _é", max_size=12))
@example("straße")
def test_a_phrase_in_a_text_is_always_found(text: str) -> None:
    for kind in (TextIs, HasKeyword, HasWord, TextStarts, TextEnds, TextContains):
        assert index(kind((phrase(text),))).candidates(message(text)) == [0]
