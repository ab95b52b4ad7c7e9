from datetime import UTC, datetime

from router.app.live_rules import LiveRules
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_what_is_served_changes_with_its_moment_at_once() -> None:
    first, second = RuleSet("aaa", ()), RuleSet("bbb", ())
    live = LiveRules(RuleIndex(first), MORNING)
    taken = live.current
    live.swap(second, NOON)
    assert (live.current.rule_set, live.current.since) == (second, NOON)
    assert live.index.rule_set is second
    assert live.rule_set is second
    assert (taken.rule_set, taken.since) == (first, MORNING)
