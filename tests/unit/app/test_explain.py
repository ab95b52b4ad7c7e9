from dataclasses import replace

from router.app.explain import Explainer
from router.app.history import AcceptedSet
from router.core.journal import JournalRow
from router.language.compile import CompileOptions
from router.language.source import SourceFile
from tests.fakes.journal import FakeJournal
from tests.fakes.recorded import report, row, sent
from tests.fakes.rule_history import FakeRuleHistory

RULES = b"""\
rules:
  - name: Hours
    match: {text: {keyword: hours}}
    actions: [{reply: We are open 9-17.}]
  - name: Long
    match: {text: {contains: hours, min-length: 20}}
    actions: nothing
"""


def journal(*rows: JournalRow) -> FakeJournal:
    kept = FakeJournal(*rows)
    kept.rule_sets["0123456789ab"] = (SourceFile("rules/a.yaml", RULES),)
    return kept


def test_each_rule_of_that_day_is_explained_with_the_reports() -> None:
    one = row("hours", sent(), fired=("Hours",))
    kept = journal(one)
    kept.reports = [report("delivered", 2), report("sent", 1)]
    explained = Explainer(kept, CompileOptions(), FakeRuleHistory())(one)
    assert explained.decision is not None
    assert [
        (entry.rule, entry.fired, entry.near_miss, entry.why) for entry in explained.decision.trace
    ] == [
        ("Hours", True, False, "the text starts with the word “hours”"),
        ("Long", False, True, "the text has 5 characters, not 20 or more"),
    ]
    assert [one.status for one in explained.reports] == ["sent", "delivered"]
    assert explained.doubts == ()


def test_it_says_so_when_the_rules_of_that_day_are_not_kept() -> None:
    one = row("hours", sent(), fired=("Hours",), rule_set="ffffffffffff")
    explained = Explainer(journal(one), CompileOptions(), FakeRuleHistory())(one)
    assert explained.decision is None
    assert explained.doubts == ("the files of rule set ffffffffffff are not kept: no reasons",)


def test_files_that_are_not_in_the_journal_yet_come_from_the_history() -> None:
    one = row("hours", sent(), fired=("Hours",))
    history = FakeRuleHistory()
    for id_ in ("0123456789ab", "ffffffffffff"):
        accepted = AcceptedSet(id_, one.received_at, files=1, rules=2)
        history.keep(accepted, (SourceFile("rules/a.yaml", RULES),))
    explained = Explainer(FakeJournal(one), CompileOptions(), history)(one)
    assert explained.decision is not None
    assert explained.doubts == ()
    history.damaged.add("0123456789ab")
    assert Explainer(FakeJournal(one), CompileOptions(), history)(one).decision is None


def test_it_says_so_when_they_are_not_taken_any_more() -> None:
    one = row("hours", sent(), fired=("Hours",))
    kept = journal(one)
    kept.rule_sets["0123456789ab"] = (SourceFile("rules/a.yaml", b"rulez: []"),)
    explained = Explainer(kept, CompileOptions(), FakeRuleHistory())(one)
    assert explained.decision is None
    assert "does not take rule set 0123456789ab any more" in explained.doubts[0]


def test_it_says_so_when_the_same_rules_decide_otherwise_today() -> None:
    for other in (row("hours"), row("hours", sent("Other words"), fired=("Hours",))):
        explained = Explainer(journal(other), CompileOptions(), FakeRuleHistory())(other)
        assert explained.decision is not None
        assert "decide otherwise" in explained.doubts[0]


def test_a_rule_set_is_read_once_however_many_rows_it_decided() -> None:
    one = row("hours", sent(), fired=("Hours",))
    kept = journal(one)
    explainer = Explainer(kept, CompileOptions(), FakeRuleHistory())
    explainer(one)
    kept.rule_sets.clear()
    assert explainer(replace(one, uuid="u-2")).decision is not None
