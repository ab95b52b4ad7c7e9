"""Stages: for whom a rule acts."""

from router.engine.stage import LIVE, OnlyFor, Shadow, is_live, shadow_words
from tests.unit.engine.samples import ANN, STRANGER

ONLY_ANN = OnlyFor(frozenset({ANN}), "ann")


def test_a_live_rule_acts_for_everybody_and_one_in_shadow_for_nobody() -> None:
    assert is_live(LIVE, STRANGER)
    assert not is_live(Shadow(), STRANGER)


def test_a_rule_for_some_only_acts_for_them() -> None:
    assert is_live(ONLY_ANN, ANN)
    assert not is_live(ONLY_ANN, STRANGER)


def test_a_trace_tells_for_whom_the_rule_is_live() -> None:
    assert shadow_words(Shadow()) == "would have fired (stage: shadow)"
    assert shadow_words(ONLY_ANN) == "would have fired (stage: shadow), live only for ann"
