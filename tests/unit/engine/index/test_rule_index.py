import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index.keys import LARGE, MAX_KEYS
from router.engine.index.rule_index import RuleIndex
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


def candidates(known: RuleIndex, sent: InboundMessage) -> list[int]:
    """The places of the rules that may match a message, as the index gives them."""
    places = {id(rule): place for place, rule in enumerate(known.rule_set.rules)}
    return [places[id(rule)] for rule in known.rules_for(Facts(sent))]


def index(*matches: Matcher) -> RuleIndex:
    return RuleIndex(rule_set(*(rule(f"rule {n}", match) for n, match in enumerate(matches))))


@given(conditions.rules(), conditions.messages, st.sampled_from([0, LARGE]))
def test_without_the_rules_that_cannot_match_the_set_decides_the_same(
    rules: tuple[Rule, ...], message: InboundMessage, large: int
) -> None:
    """Also where the set counts as a large one, whose texts are filed by more of their letters."""
    whole = rule_set(*rules)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("router.engine.index.rule_index.LARGE", large)
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
    assert candidates(second, message("word7")) == []
    assert candidates(second, message("news")) == [7]
    assert candidates(second, message("word8")) == [8]
    assert candidates(first, message("word7")) == [7]
    assert candidates(first, message("news")) == []
    moved = RuleIndex(rule_set(*edited[1:], edited[0]), second)
    assert candidates(moved, message("word0")) == [39]
    assert candidates(moved, message("word8")) == [7]


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
    assert candidates(told_apart, message("what?")) == [3]
    assert candidates(told_apart, message("hours")) == [0]
    assert candidates(told_apart, message("so happy")) == [1]
    assert candidates(told_apart, message("THANK YOU")) == [2]
    assert candidates(told_apart, message("img.jpg")) == [4, 5]
    assert candidates(told_apart, message("my medicine")) == [6]
    assert candidates(told_apart, message("Order no 1234")) == [7]
    assert candidates(told_apart, message("hi", sender=ANN)) == [8, 10]
    assert candidates(told_apart, message("hi", sender=BOB)) == [10]
    assert candidates(told_apart, message("hi", sender=AMAZON)) == [11]


def test_in_a_large_set_six_letters_tell_texts_apart_that_have_four_in_common() -> None:
    names = [f"room{floor:02}x{door:02}" for floor in range(40) for door in range(LARGE // 40)]
    rooms = [TextContains(phrases(name)) for name in names]
    large = index(*rooms, TextContains(phrases("lift")))
    small = index(*rooms[: LARGE - 1])
    for at in range(500, 600):
        text = message(f"the lift to {names[at]}")
        assert candidates(large, text) == [at, LARGE]
        assert at in candidates(small, text)
    tried = [len(candidates(small, message(name))) for name in names[: LARGE - 1]]
    assert sum(tried) > 1.5 * len(tried)
    assert candidates(large, message("12x13 rooms")) == []


def test_conditions_on_nothing_of_the_kind_always_come_along() -> None:
    open_ones = (
        Everything(),
        LengthBetween(1, 5),
        TextContains(phrases("")),
        TextStarts(phrases("")),
        TextMatches(pattern(r"\d+")),
        AnyOf((HasKeyword(phrases("hours")), LengthBetween(3, 3))),
    )
    assert candidates(index(*open_ones), message("x")) == list(range(len(open_ones)))


def test_a_rule_of_several_conditions_is_filed_by_the_one_that_tells_it_apart() -> None:
    to_desk = AddressIs(Side.TO, frozenset({DESK}), "the desk")
    words = [f"word{number}" for number in range(50)]
    told_apart = index(*(All((to_desk, HasKeyword(phrases(word)))) for word in words))
    assert candidates(told_apart, message("word7 please")) == [7]
    by_address = index(
        *(
            All((AddressStarts(Side.TO, f"+1555{number}"), HasKeyword(phrases("hours"))))
            for number in range(9)
        )
    )
    assert len(candidates(by_address, message("hours"))) <= 2


def test_a_rule_is_not_filed_under_what_most_rules_have_in_common() -> None:
    """Not even the first of them, under whose words none stood before."""
    thanks = [TextIs(phrases(f"thanks {name}")) for name in ("ann", "bob", "carol", "dave")]
    known = index(*thanks)
    assert candidates(known, message("thanks a lot")) == []
    assert candidates(known, message("Thanks Ann!")) == [0]
    later = rule_set(*known.rule_set.rules, rule("last", TextIs(phrases("thanks zoe"))))
    assert candidates(RuleIndex(later, known), message("thanks a lot")) == []


def test_what_would_fill_the_index_is_not_filed() -> None:
    many = AnyOf(tuple(TextContains(phrases(f"{n:05}")) for n in range(MAX_KEYS + 1)))
    assert candidates(index(many), message("x")) == [0]


def test_a_regex_of_several_words_is_filed_under_each() -> None:
    told_apart = index(TextMatches(pattern(r"^(refund|money back)\b")), Everything())
    assert candidates(told_apart, message("my REFUND")) == [0, 1]
    assert candidates(told_apart, message("money back!")) == [0, 1]
    assert candidates(told_apart, message("hello")) == [1]
    many = "|".join(f"w{number}x" for number in range(MAX_KEYS + 1))
    assert candidates(index(TextMatches(pattern(many))), message("hello")) == [0]


def test_a_rule_that_is_switched_off_never_comes_along() -> None:
    off = RuleIndex(rule_set(rule("off", Everything(), enabled=False)))
    assert candidates(off, message("x")) == []


@given(st.text("aKs1 _é", max_size=12))
@example("straße")
def test_a_phrase_in_a_text_is_always_found(text: str) -> None:
    for kind in (TextIs, HasKeyword, HasWord, TextStarts, TextEnds, TextContains):
        assert candidates(index(kind((phrase(text),))), message(text)) == [0]
