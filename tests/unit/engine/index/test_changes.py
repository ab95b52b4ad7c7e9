from hypothesis import given, settings
from hypothesis import strategies as st

from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.facts import Facts
from router.engine.index.changes import ChangedRules
from router.engine.index.rule_index import RuleIndex
from router.engine.matchers import Everything, Otherwise
from tests.laws import tries
from tests.unit.engine.conditions import Pool, messages, pools, some_of
from tests.unit.engine.samples import message, rule, rule_set


@settings(max_examples=tries(300), deadline=None)
@given(pools, st.data(), messages)
def test_an_index_made_from_another_decides_the_same(
    pool: Pool, data: st.DataObject, sent: InboundMessage
) -> None:
    index: RuleIndex | None = None
    for _ in range(4):
        several = some_of(pool, data)
        before, shown = index, index and index.rules_for(Facts(sent))
        index = RuleIndex(several, index)
        assert decide(index, sent) == decide(several, sent)
        assert (before and before.rules_for(Facts(sent))) == shown


@settings(max_examples=tries(300), deadline=None)
@given(pools, st.data(), messages)
def test_a_message_that_no_changed_rule_may_match_is_decided_alike(
    pool: Pool, data: st.DataObject, sent: InboundMessage
) -> None:
    places = st.sets(st.sampled_from(range(len(pool))))
    in_one, in_other = data.draw(places), data.draw(places)
    one = rule_set(*(rule for place, rule in enumerate(pool) if place in in_one))
    other = rule_set(*(rule for place, rule in enumerate(pool) if place in in_other))
    changed = ChangedRules(one, other)
    if not changed.may_match(Facts(sent)):
        assert decide(one, sent) == decide(other, sent)


def test_a_changed_rule_for_the_rest_may_match_whatever_fired_before_it() -> None:
    all_of_them, rest = rule("A", Everything()), rule("B", Otherwise())
    one, other = rule_set(all_of_them), rule_set(all_of_them, rest)
    changed = ChangedRules(one, other)
    facts = Facts(message("hm"))
    assert changed.may_match(facts)
    assert facts.fired is None
