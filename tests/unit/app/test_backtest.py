from dataclasses import replace
from datetime import timedelta

from router.app.backtest import Backtest
from router.core.address import Address
from router.core.journal import ReplaySums, ShadowSums
from router.engine.ruleset import RuleSet
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile
from tests.fakes.recorded import ANN, NOON, STRANGER, row, sent

OPEN = "{name: Hours, match: {text: {keyword: hours}}, actions: [{reply: We are open 9-17.}]}"


def rules(*each: str, more: str = "") -> RuleSet:
    lines = "".join(f"  - {one}\n" for one in each)
    file = SourceFile("rules/a.yaml", f"{more}rules:\n{lines}".encode())
    compiled = compile_rules((file,), CompileOptions())
    assert compiled.rule_set is not None, compiled.findings
    return compiled.rule_set


def test_the_same_rules_change_nothing() -> None:
    replay = Backtest(rules(OPEN))
    assert replay.replay(row("hours", sent(), fired=("Hours",))) is None
    assert replay.replay(row("other")) is None
    assert replay.sums() == ReplaySums(messages=2, changed=0, sends=0, before=1, after=1)


def test_another_text_is_a_change_in_what_is_sent() -> None:
    replay = Backtest(rules(OPEN.replace("9-17", "9-18")))
    one = row("hours", sent(), fired=("Hours",))
    change = replay.replay(one)
    assert change is not None
    assert (change.row, change.sends) == (one, True)
    assert [message.text for message in change.after.messages] == ["We are open 9-18."]


def test_another_name_is_a_change_in_the_rules_alone() -> None:
    replay = Backtest(rules(OPEN.replace("name: Hours", "name: Opening hours")))
    change = replay.replay(row("hours", sent(), fired=("Hours",)))
    assert change is not None
    assert not change.sends
    assert replay.sums().changed == 1
    assert replay.sums().sends == 0


def test_the_order_of_destinations_changes_nothing() -> None:
    everybody = (
        "{name: All, match: everything, actions: [{multi-forward: [+15550001111, +15550002222]}]}"
    )
    backwards = sent("hi", Address("+15550002222"), Address("+15550001111"), rule="All")
    assert Backtest(rules(everybody)).replay(row("hi", backwards, fired=("All",))) is None


def test_segments_count_each_destination() -> None:
    everybody = (
        "{name: All, match: everything, actions: [{multi-forward: [+15550001111, +15550002222]}]}"
    )
    replay = Backtest(rules(everybody))
    replay.replay(row("x" * 200, sent(), fired=("Hours",)))
    assert (replay.sums().before, replay.sums().after) == (1, 4)


def test_rules_in_shadow_are_no_change_but_are_counted_the_busiest_first() -> None:
    shadow = "stage: shadow"
    replay = Backtest(
        rules(
            f"{{name: Rare, match: {{text: b}}, actions: [{{reply: rare}}], {shadow}}}",
            f"{{name: Busy, match: everything, actions: [{{reply: hi}}, {{reply: ho}}], {shadow}}}",
        )
    )
    assert [replay.replay(row(text)) for text in "ab"] == [None, None]
    assert replay.sums().shadows == (ShadowSums("Busy", 2, 4), ShadowSums("Rare", 1, 1))


def test_schedules_dates_and_otherwise_are_as_at_the_time_it_came() -> None:
    sunday = "schedules: {sundays: {timezone: UTC, open: [sun 09:00-17:00]}}\n"
    candidate = rules(
        "{name: Sunday, match: {during: sundays}, actions: [{reply: 'It is {date} {time}'}]}",
        "{name: Rest, match: {otherwise: true}, actions: [{reply: Come again}]}",
        more=sunday,
    )
    on_sunday = Backtest(candidate).replay(row("x", at=NOON))
    on_monday = Backtest(candidate).replay(row("x", at=NOON + timedelta(days=1)))
    assert on_sunday is not None
    assert on_monday is not None
    assert [m.text for m in on_sunday.after.messages] == ["It is 2026-11-22 12:00"]
    assert on_monday.after.fired == ("Rest",)


def test_who_gets_it_counts() -> None:
    replay = Backtest(rules(OPEN))
    to_ann = row("hours", sent("We are open 9-17.", ANN), fired=("Hours",))
    change = replay.replay(to_ann)
    assert change is not None
    assert change.sends
    assert change.after.messages[0].dst == (STRANGER,)
    from_ann = replace(to_ann, sender=ANN)
    assert replay.replay(from_ann) is None
