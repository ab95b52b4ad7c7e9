from router.engine.index.crowds import SAMPLE, common_keys
from router.engine.index.keys import LETTERS, PART, WORD
from router.engine.matchers import HasKeyword, TextContains, TextIs
from tests.unit.engine.samples import phrases, rule


def test_what_several_rules_could_be_filed_under_is_counted_once_a_rule() -> None:
    rules = [
        rule("one", TextIs(phrases("thanks ann", "thanks anna"))),
        rule("two", TextIs(phrases("thanks bob"))),
        rule("three", HasKeyword(phrases("bob", "carol"))),
    ]
    assert common_keys(rules, LETTERS).rules == {(WORD, "thanks"): 2, (WORD, "bob"): 2}


def test_so_are_a_few_letters_in_a_row() -> None:
    rules = [rule(text, TextContains(phrases(text))) for text in ("order", "border", "cord")]
    common = common_keys(rules, LETTERS).rules
    assert common == {(PART, "orde"): 2, (PART, "rder"): 2}


def test_of_many_rules_some_tell_about_how_many_it_would_be() -> None:
    """Those of two kinds that take turns, too."""
    rules = [
        rule(f"rule {n}", TextIs(phrases(f"{('thanks', 'hello')[n % 2]} {n}")))
        for n in range(4 * SAMPLE)
    ]
    common = common_keys(rules, LETTERS).rules
    assert set(common) == {(WORD, "thanks"), (WORD, "hello")}
    assert all(abs(count - 2 * SAMPLE) < SAMPLE / 2 for count in common.values())


def test_of_no_rules_nothing_is_common() -> None:
    assert common_keys([], LETTERS).rules == {}
    assert common_keys([], LETTERS).rules_under((PART, "abcd")) == 0


def test_of_letters_as_rare_in_a_row_those_that_are_rarer_alone_count_less() -> None:
    rules = [rule(text, TextContains(phrases(text))) for text in ("order 1", "order 2", "border 3")]
    common = common_keys(rules, LETTERS)
    assert common.rules_under((PART, "r 17")) < common.rules_under((PART, "erdo"))
    assert common.rules_under((PART, "erdo")) < 1 < common.rules_under((PART, "orde"))
    assert common.rules_under((WORD, "zzz")) == 0
