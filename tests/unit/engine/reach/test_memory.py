import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.engine.matchers import HasKeyword, TextContains
from router.engine.reach.memory import ReachMemory
from router.engine.reach.rules import out_of_reach
from tests.laws import tries
from tests.unit.engine.conditions import Pool, pools, some_of
from tests.unit.engine.samples import phrases, rule, rule_set


@settings(max_examples=tries(300), deadline=None)
@given(pools, st.data())
def test_with_a_memory_of_other_sets_the_same_is_found(pool: Pool, data: st.DataObject) -> None:
    memory = ReachMemory()
    for _ in range(4):
        several = some_of(pool, data)
        assert out_of_reach(several, memory) == out_of_reach(several)


def test_of_more_strays_than_it_holds_all_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.engine.reach.memory.MAX_STRAYS", 3)
    memory = ReachMemory()
    for number in range(9):
        first = rule("A", TextContains(phrases(f"word {number}")), stop=True)
        second = rule("B", HasKeyword(phrases(f"a word {number}")))
        several = rule_set(first, second)
        assert out_of_reach(several, memory) == out_of_reach(several) != ()
