"""Schedules, rotas, stages and days, from the files to the rule set."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from router.core.actions import Forward, MultiForward, NumberTarget, RotaTarget
from router.core.address import Address
from router.core.message import InboundMessage
from router.core.position import Span
from router.engine.evaluate import decide, explain
from router.engine.facts import Facts
from router.engine.matchers import AddressIs, All, AnyOf, During, OnDuty, Outside, Side
from router.engine.rota import Rota
from router.engine.ruleset import RuleSet
from router.engine.schedule import Schedule, Window
from router.engine.stage import LIVE, OnlyFor, Shadow
from router.language.compile import CompileOptions, compile_rules
from router.language.lowering.match import lower_match
from router.language.lowering.times import lower_stage, schedule_zone
from router.language.names.addressbook import AddressBook
from router.language.source import SourceFile
from router.language.tree.nodes import Scalar
from router.language.written.times import WrittenStage
from tests.unit.language.rulefiles import rules, whole

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
ANN, BOB = Address("+15550001111"), Address("+15550002222")
PEOPLE = "people: {ann: +1 555 000 1111, bob: +1 555 000 2222}\n"
OFFICE = "office: {timezone: America/New_York, open: [mon-fri 09:00-17:00, sat 10:00-12:00]"
ROTA = (
    "rotas: {duty: {timezone: Europe/London, starts: 2026-11-02 09:00, every: 1 week, "
    "turns: [ann, bob], swaps: {2026-12-25: bob}}}\n"
)


def compiled(*texts: str) -> RuleSet:
    files = [SourceFile(f"{at}.yaml", text.encode()) for at, text in enumerate(texts)]
    made = compile_rules(files, CompileOptions(zone=LONDON))
    assert made.rule_set is not None, made.findings
    return made.rule_set


def message(text: str = "hi", sender: Address = ANN, at: datetime | None = None) -> InboundMessage:
    moment = at or datetime(2026, 11, 23, 15, tzinfo=UTC)
    return InboundMessage("u", sender, Address("+15557654321"), text, moment)


def test_a_schedule_has_its_windows_closed_days_and_zone() -> None:
    made = compiled(
        f"schedules: {{{OFFICE}, closed: [2026-12-25, 2026-12-31..2027-01-01]}}}}\n",
        rules("match: {during: office}"),
    )
    assert made.schedules == {
        "office": Schedule(
            "office",
            NEW_YORK,
            (Window(frozenset(range(5)), 540, 1020), Window(frozenset({5}), 600, 720)),
            (
                (date(2026, 12, 25), date(2026, 12, 25)),
                (date(2026, 12, 31), date(2027, 1, 1)),
            ),
        )
    }


def test_without_a_zone_of_their_own_the_settings_zone_counts() -> None:
    made = compiled(
        PEOPLE + "schedules: {day: {open: daily 09:00-17:00}}\n"
        "rotas: {duty: {starts: 2026-11-02, every: 2 days, turns: [ann]}}\n"
        + rules("match: {during: day}")
    )
    assert (made.schedules["day"].zone, made.rotas["duty"].zone) == (LONDON, LONDON)


def test_a_rota_has_its_turns_and_swaps() -> None:
    ann, bob = NumberTarget(ANN, "ann"), NumberTarget(BOB, "bob")
    assert compiled(PEOPLE + ROTA + rules("")).rotas == {
        "duty": Rota(
            "duty", LONDON, datetime(2026, 11, 2, 9), 7, (ann, bob), {date(2026, 12, 25): bob}
        )
    }


def test_turns_may_be_national_numbers_of_their_file() -> None:
    made = compiled(
        "country: US\nrotas: {duty: {starts: 2026-11-02, every: 1 day, turns: [(201) 555-0123]}}\n"
        + rules("")
    )
    assert made.rotas["duty"].turns == (NumberTarget(Address("+12015550123")),)


def test_during_and_outside_become_matchers() -> None:
    made = compiled(
        f"schedules: {{{OFFICE}}}, shop: {{open: daily 09:00-17:00}}}}\n",
        rules("match: {during: [office, shop]}", "match: {outside: shop}"),
    )
    office, shop = made.schedules["office"], made.schedules["shop"]
    assert [rule.match for rule in made.rules] == [During((office, shop)), Outside((shop,))]


def test_a_rota_stands_wherever_a_number_does() -> None:
    made = compiled(
        PEOPLE + ROTA + "lists: {team: [duty, ann, duty], lone: [duty]}\n",
        rules(
            "match: {from: [duty, bob]}\nactions: [{forward: duty}, {multi-forward: [duty, bob]}]",
            "match: {from: team, to: lone}\nactions: [{multi-forward: team}]",
        ),
    )
    on_duty = OnDuty(Side.FROM, made.rotas["duty"])
    target = RotaTarget("duty")
    first, second = made.rules
    assert first.match == AnyOf((on_duty, AddressIs(Side.FROM, frozenset({BOB}), "bob")))
    assert first.actions == (Forward(target), MultiForward((target, NumberTarget(BOB, "bob"))))
    assert second.actions == (MultiForward((target, NumberTarget(ANN, "ann")), list_name="team"),)
    assert "who is on duty in “duty”" in second.match.why(Facts(message()))


def test_the_one_on_duty_gets_the_text_and_swaps_hold_for_their_day() -> None:
    made = compiled(PEOPLE + ROTA + rules("actions: [{forward: duty}]"))
    days = (date(2026, 11, 2), date(2026, 11, 9), date(2026, 12, 24), date(2026, 12, 25))
    moments = [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in days]
    sent = [decide(made, message(sender=Address("+15559990000"), at=at)).messages for at in moments]
    assert [one.dst for (one,) in sent] == [(ANN,), (BOB,), (BOB,), (BOB,)]


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("", LIVE),
        ("stage: live", LIVE),
        ("stage: shadow", Shadow()),
        ("stage: {only: ann}", OnlyFor(frozenset({ANN}), "ann")),
        ("stage: {only: [team, +1 555 000 2222, ann]}",
         OnlyFor(frozenset({ANN, BOB}), "the list team, ann and +1 555 000 2222")),
    ],
)  # fmt: skip
def test_a_stage_is_live_shadow_or_live_for_some(written: str, stage: object) -> None:
    made = compiled(PEOPLE + "lists: {team: [bob]}\n" + rules(written))
    assert made.rules[0].stage == stage


def test_a_stage_may_be_live_for_whoever_is_on_duty() -> None:
    text = PEOPLE + ROTA + "lists: {team: [duty, ann]}\n" + rules("stage: {only: [duty, team]}")
    made = compiled(text)
    assert made.rules[0].stage == OnlyFor(
        frozenset({ANN}),
        "whoever is on duty in “duty” and the list team",
        (made.rotas["duty"],),
    )


def test_days_bound_a_rule() -> None:
    made = compiled(rules("since: 2026-12-01\nuntil: 2026-12-24", ""))
    assert [(rule.since, rule.until) for rule in made.rules] == [
        (date(2026, 12, 1), date(2026, 12, 24)), (None, None),
    ]  # fmt: skip


TWO = "a: {timezone: Asia/Tokyo, open: mon 01:00-02:00}, b: {timezone: UTC, open: mon 01:00-02:00}"


@pytest.mark.parametrize(
    ("file", "match", "zone"),
    [
        ("", "{during: [a, b]}", "Asia/Tokyo"),
        ("", "{outside: b, during: a}", "UTC"),
        ("", "{not: {during: b}}", "UTC"),
        ("match: {during: a}\n", "{text: hi}", "Asia/Tokyo"),
        ("match: {during: a}\n", "{outside: b}", "UTC"),
        ("match: {text: hi}\n", "everything", None),
    ],
)
def test_date_and_time_are_of_the_first_schedules_zone(
    file: str, match: str, zone: str | None
) -> None:
    made = compiled(f"schedules: {{{TWO}}}\n", file + rules(f"match: {match}"))
    assert made.rules[0].schedule_zone == (ZoneInfo(zone) if zone else None)


def test_the_time_is_told_in_the_schedules_zone() -> None:
    made = compiled(
        f"schedules: {{{OFFICE}}}}}\n",
        rules('match: {during: office}\nactions: [{reply: "{date} {time}"}]'),
    )
    (sent,) = decide(made, message(at=datetime(2026, 11, 23, 15, 5, tzinfo=UTC))).messages
    assert sent.text == "2026-11-23 10:05"


def test_closed_hours_let_the_next_rule_have_its_turn() -> None:
    made = compiled(
        PEOPLE + f"schedules: {{{OFFICE}}}}}\n",
        rules(
            "match: {during: office}\nactions: [{reply: open}]\nstop: true",
            "match: {otherwise: true}\nactions: [{forward: bob}]",
        ),
    )
    sunday = datetime(2026, 11, 22, 15, tzinfo=UTC)
    decision = explain(made, message(at=sunday))
    assert decision.fired == ("rule 2",)
    assert "outside “office”" in decision.trace[0].why


def test_names_hold_in_every_file() -> None:
    made = compiled(
        rules("match: {outside: office}\nactions: [{forward: duty}]"),
        f"schedules: {{{OFFICE}}}}}\n",
        PEOPLE + ROTA,
    )
    assert made.rules[0].match == Outside((made.schedules["office"],))


@pytest.mark.parametrize(
    "broken",
    [
        "schedules: {office: {timezone: Mars, open: mon 09:00-17:00}}",
        "schedules: {office: {open: mon 9-17}}",
        "schedules: {office: {open: mon 09:00-09:00}}",
        "schedules: {office: {open: mon 09:00-17:00, closed: soon}}",
        "schedules: {office: {open: mon 09:00-17:00, closed: 2027-01-01..2026-01-01}}",
        "schedules: {office: {timezone: UTC}}",
        "schedules: {office: mon 09:00-17:00}",
        "schedules: {office: }",
    ],
)
def test_a_broken_schedule_is_told_once_and_not_again_where_it_is_named(broken: str) -> None:
    text = broken + "\n" + rules("match: {during: office}", "match: {outside: [office]}")
    made = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions())
    assert [finding.span.line for finding in made.findings] == [1]


@pytest.mark.parametrize(
    "change",
    [
        ("timezone: Europe/London", "timezone: Mars"),
        ("2026-11-02 09:00", "soon"),
        ("1 week", "1 month"),
        ("[ann, bob]", "[ann, dave]"),
        ("[ann, bob]", "[]"),
        ("2026-12-25: bob", "2026-12-25: dave"),
        ("2026-12-25: bob", "Christmas: bob"),
        ("2026-12-25: bob", "2026-12-25: [bob]"),
        ("starts: 2026-11-02 09:00, ", ""),
        ("{timezone: Europe/London, ", "{timezone: [x], "),
    ],
)
def test_a_broken_rota_is_told_once_and_not_again_where_it_is_named(
    change: tuple[str, str],
) -> None:
    text = (
        PEOPLE
        + ROTA.replace(*change)
        + rules(
            "match: {from: duty}\nactions: [{forward: duty}, {multi-forward: [duty, ann]}]\n"
            "stage: {only: duty}"
        )
    )
    made = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions())
    assert [finding.span.line for finding in made.findings] == [2]


def test_a_rota_that_is_no_mapping_is_told_once() -> None:
    text = (
        PEOPLE
        + "rotas: {duty: ann}\nlists: {x: {csv: [a], column: b}}\n"
        + rules("match: {from: x}\nactions: [{forward: duty}]")
    )
    made = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions())
    assert [finding.span.line for finding in made.findings] == [2, 3]


# What has a finding is never lowered for the engine, but checks look at its matchers all the same.


def test_a_stage_passes_over_what_is_nobody() -> None:
    here = Span("a.yaml", 1, 1, 1, 2)
    written = WrittenStage("only", (Scalar("+1555*", here), Scalar("nobody", here)))
    assert lower_stage(written, AddressBook(), "") == OnlyFor(frozenset(), "")


def test_what_cannot_be_read_has_no_zone_and_matches_nothing() -> None:
    together = whole(
        "schedules: {bad: {open: x}}\nrotas: {duty: {starts: x, every: x, turns: [x]}}\n"
        + rules("match: {during: [bad, none], from: duty}")
    )
    (rule,) = together.rules
    assert schedule_zone(rule.rule, rule.file, together.book) is None
    assert lower_match(rule.rule.match, together.book, "") == All((During(()), AnyOf(())))
