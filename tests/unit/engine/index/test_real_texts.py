"""The index's law on every real text. `make bench-laws` tries hundreds of rule sets."""

import random
from functools import cache

from hypothesis import HealthCheck, given, settings

from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index.rule_index import RuleIndex
from router.engine.matchers import HasKeyword, HasWord, Matcher, TextContains, TextMatches
from router.engine.phrases import phrase
from router.engine.ruleset import Rule
from tests.laws import of_profile
from tests.real_texts import real_texts
from tests.unit.engine.real_conditions import MESSAGES, real_rules
from tests.unit.engine.samples import pattern, rule, rule_set

# One example is a rule set with every text there is: one stands for fifty of other laws.
WITH_EVERY_TEXT = settings(
    max_examples=max(2, of_profile() // 50),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@WITH_EVERY_TEXT
@given(real_rules())
def test_on_real_texts_the_index_decides_what_all_rules_decide(rules: tuple[Rule, ...]) -> None:
    whole = rule_set(*rules)
    index = RuleIndex(whole)
    for message in MESSAGES:
        assert decide(index, message) == decide(whole, message)


def crowd(size: int) -> list[Rule]:
    """Rules on words and letters of the texts: what others could be filed under is taken."""
    dice = random.Random(size)
    texts = real_texts()

    def one(number: int) -> Matcher:
        words = dice.choice(texts).split()
        word = dice.choice(words)
        kinds = (HasKeyword, HasWord, TextContains)
        if number % 4 == 3:
            return TextMatches(pattern("".join(c for c in word if c.isalnum()) or "x"))
        return kinds[number % 4]((phrase(word),))

    return [rule(f"crowd {number}", one(number)) for number in range(size)]


@cache
def crowded() -> RuleIndex:
    return RuleIndex(rule_set(*crowd(3000)))


@WITH_EVERY_TEXT
@given(real_rules())
def test_in_a_crowd_each_rule_that_holds_for_a_real_text_comes_along(
    rules: tuple[Rule, ...],
) -> None:
    """Which key a rule stands under depends on how many others stand there."""
    index = RuleIndex(rule_set(*crowded().rule_set.rules, *rules), crowded())
    for message in MESSAGES[:: 1 + len(MESSAGES) // 700]:
        facts = Facts(message)
        found = {id(one) for one in index.rules_for(facts)}
        missed = [one for one in rules if one.match.test(facts) and id(one) not in found]
        assert not missed, message.text
