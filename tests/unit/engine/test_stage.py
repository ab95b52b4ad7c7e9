"""Stages: for whom a rule acts."""

from datetime import timedelta

from router.engine.stage import LIVE, OnlyFor, Shadow, is_live, shadow_words
from tests.unit.engine.samples import ANN, BOB, CAT, NOON, ON_CALL, message

ONLY_ANN = OnlyFor(frozenset({ANN}), "ann")


def test_a_live_rule_acts_for_everybody_and_one_in_shadow_for_nobody() -> None:
    assert is_live(LIVE, message("hi"))
    assert not is_live(Shadow(), message("hi"))


def test_a_rule_for_some_only_acts_for_them() -> None:
    assert is_live(ONLY_ANN, message("hi", ANN))
    assert not is_live(ONLY_ANN, message("hi", BOB))


def test_a_rule_may_act_for_whoever_is_on_duty() -> None:
    staff = OnlyFor(frozenset({CAT}), "cat or on-call", (ON_CALL,))
    assert is_live(staff, message("hi", CAT))
    assert is_live(staff, message("hi", ANN, at=NOON))
    assert not is_live(staff, message("hi", BOB, at=NOON))
    assert is_live(staff, message("hi", BOB, at=NOON + timedelta(days=1)))


def test_a_trace_tells_for_whom_the_rule_is_live() -> None:
    assert shadow_words(Shadow()) == "would have fired (stage: shadow)"
    assert shadow_words(ONLY_ANN) == "would have fired (stage: shadow), live only for ann"
