"""The checks of zones, hours, dates, rotas, stages and days."""

from collections.abc import Callable, Iterator

import pytest

from router.language.checks import (
    broadcasts,
    clock_changes,
    closed_days,
    known_names,
    lifetimes,
    name_twins,
    rota_people,
    rotas,
    schedule_names,
    unnamed_hours,
    zones,
)
from router.language.checks import windows as hours
from router.language.diagnostics import Diagnostic
from router.language.whole import Unread, WholeSet
from tests.unit.language.rulefiles import found, rules, whole

PEOPLE = "people: {ann: +1 555 000 1111, bob: +1 555 000 2222}\n"
ROTA = "rotas: {duty: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]%s}}\n"
SENDS = rules("match: {text: hi}\nactions: [{forward: duty}]")


def office(hours: str, more: str = "") -> WholeSet:
    return whole(f"schedules: {{office: {{open: [{hours}]{more}}}}}\n")


@pytest.mark.parametrize(
    ("hours_written", "expected"),
    [
        ("mon-fri 09:00-17:00", []),
        ("mon 09:00-12:00, mon 12:00-17:00", []),
        ("sun 22:00-06:00, mon 06:00-08:00", []),
        ("sun 22:00-06:00, mon 05:00-08:00", ['"mon 05:00-08:00" overlaps "sun 22:00-06:00"']),
        ("mon 05:00-08:00, sun 22:00-06:00", ['"sun 22:00-06:00" overlaps "mon 05:00-08:00"']),
        ("mon 09:00-17:00, mon 09:00-17:00", ['"mon 09:00-17:00" overlaps "mon 09:00-17:00"']),
        ("daily 09:00-17:00, mon 10:00-11:00, tue 10:00-11:00",
         ['"mon 10:00-11:00" overlaps "daily 09:00-17:00"',
          '"tue 10:00-11:00" overlaps "daily 09:00-17:00"']),
        ("mon 10:00-11:00, daily 09:00-17:00",
         ['"daily 09:00-17:00" overlaps "mon 10:00-11:00"']),
        ("daily 00:00-24:00", []),
        ("mon 09:00-09:00", ['"09:00-09:00" has no length: it ends when it begins']),
        ("mon 9:00-5:00", ['"9:00-5:00" goes on through the night, until the next morning']),
        ("mon 17:00-09:00", []),
        ("mon 12:30-01:00", []),
        ("mon 9-5", ['"9-5" has no minutes']),
    ],
)  # fmt: skip
def test_hours_are_read_have_a_length_and_leave_each_other_alone(
    hours_written: str, expected: list[str]
) -> None:
    assert [finding.message for finding in hours.check(office(hours_written))] == expected


def test_a_thousand_windows_are_compared_quickly_and_each_told_once() -> None:
    many = ", ".join("daily 09:00-17:00" for _ in range(1000))
    assert len(list(hours.check(office(many)))) == 999


def test_closed_days_are_dates_in_order() -> None:
    together = office(
        "mon 09:00-17:00", ", closed: [2026-12-25, 2026-02-30, 2027-01-01..2026-12-31]"
    )
    assert found(closed_days.check, together) == [
        'a.yaml:1:68: error: "2026-02-30" is not a date: February 2026 has 28 days [bad-date]',
        'a.yaml:1:80: error: "2027-01-01..2026-12-31" ends before it begins [reversed-dates]',
    ]


def test_zones_are_known_and_change_their_clocks() -> None:
    together = whole(
        PEOPLE + "schedules: {a: {timezone: EST, open: x}, b: {timezone: UTC, open: x}}\n"
        "rotas: {c: {timezone: Mars, starts: x, every: x, turns: [x]}}\n"
    )
    assert found(zones.check, together) == [
        'a.yaml:2:27: warning: "EST" has no summer time: its clocks never change [fixed-zone]',
        'a.yaml:3:23: error: "Mars" is not a time zone [unknown-zone]',
    ]


@pytest.mark.parametrize(
    ("zone", "hours_written", "expected"),
    [
        ("America/New_York", "sun 02:00-03:00",
         '"sun 02:00-03:00" never opens on 2026-03-08: the clock skips 02:00-03:00'),
        ("America/New_York", "sun 02:15-02:45",
         '"sun 02:15-02:45" never opens on 2026-03-08: the clock skips 02:00-03:00'),
        ("America/New_York", "sun 02:30-05:00",
         "02:30 does not exist on 2026-03-08: the clock skips 02:00-03:00"),
        ("America/New_York", "sun 01:00-02:30",
         "02:30 does not exist on 2026-03-08: the clock skips 02:00-03:00"),
        ("America/New_York", "sat 22:00-02:30",
         "02:30 does not exist on 2026-03-08: the clock skips 02:00-03:00"),
        ("America/New_York", "sat 22:00-02:00", ""),
        ("America/New_York", "sun 02:00-05:00", ""),
        ("America/New_York", "sun 22:00-02:30", ""),
        ("America/New_York", "sat 02:30-05:00", ""),
        ("America/New_York", "sun 09:00-09:00, xyz", ""),
        ("America/Santiago", "sat 18:00-00:30",
         "00:30 does not exist on 2026-09-06: the clock skips 00:00-01:00"),
        ("UTC", "sun 02:30-05:00", ""),
        ("Mars", "sun 02:30-05:00", ""),
    ],
)  # fmt: skip
def test_hours_that_a_clock_change_skips_are_told(
    zone: str, hours_written: str, expected: str
) -> None:
    together = office(hours_written, f", timezone: {zone}")
    told = [finding.message for finding in clock_changes.check(together)]
    assert told == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("starts", "told"),
    [("2027-03-28 01:30", 1), ("2027-03-28 02:00", 0), ("2027-03-28 00:59", 0), ("someday", 0)],
)
def test_a_rota_that_starts_in_a_clock_change_is_told(starts: str, told: int) -> None:
    rota = ROTA.replace("2026-11-02 09:00", starts) % ", timezone: Europe/London"
    assert len(list(clock_changes.check(whole(PEOPLE + rota)))) == told


def test_a_rota_in_a_zone_that_nobody_knows_is_left_to_that_finding() -> None:
    assert list(clock_changes.check(whole(PEOPLE + ROTA % ", timezone: Mars"))) == []


def test_turns_have_a_start_and_a_length_and_swaps_come_later() -> None:
    together = whole(
        "rotas:\n"
        "  a: {starts: soon, every: 1 month, turns: [x], swaps: {2026-12-25: x}}\n"
        "  b: {starts: 2026-11-02 25:00, every: 1 day, turns: [x], swaps: {soon: x}}\n"
        "  c: {starts: 2026-11-02, every: 1 day, turns: [x], "
        "swaps: {2026-11-01: x, 2026-11-02: x}}\n"
        "  d: {starts: '', every: 1 day, turns: [x]}\n"
    )
    assert found(rotas.check, together) == [
        'a.yaml:2:15: error: "soon" is not written as a date [bad-date]',
        'a.yaml:2:28: error: "1 month" is not the length of a turn: months are not equally long'
        " [bad-turn-length]",
        'a.yaml:3:15: error: "25:00" is not a time: there is no hour 25 [bad-time]',
        "a.yaml:4:61: warning: on 2026-11-01 the rota has not started yet [early-swap]",
        'a.yaml:5:15: error: "" is not written as a date [bad-date]',
    ]
    assert found(closed_days.check, together) == [
        'a.yaml:3:67: error: "soon" is not written as a date [bad-date]'
    ]


def test_a_turn_is_one_persons_and_a_message_goes_out_from_one_of_our_numbers() -> None:
    together = whole(
        PEOPLE + "lists: {staff: [ann, bob]}\n"
        "rotas: {duty: {starts: 2026-11-02, every: 1 day, turns: [staff, duty], swaps: "
        "{2026-11-05: staff, 2026-11-06: ann}}}\n"
        + rules("actions: [{reply: {text: Hi, from: duty}}, {forward: duty}]")
    )
    assert [finding.message for finding in rota_people.check(together)] == [
        '"staff" is a list, and a turn is one person\'s',
        '"duty" is a rota, and a turn is one person\'s',
        '"staff" is a list, and one person takes that day',
        '"duty" is a rota, and a message goes out from one of your own numbers',
    ]


def test_each_name_means_one_thing() -> None:
    together = whole(
        "people: {ann: +1 555 000 1111}\nschedules: {ann: {open: x}, 24-7: {open: x}}\n"
        "rotas: {24-7: {starts: x, every: x, turns: [x]}}\n"
    )
    assert found(name_twins.check, together) == [
        'a.yaml:2:13: error: a person and a schedule are both called "ann" [duplicate-name]',
        'a.yaml:3:9: error: a schedule and a rota are both called "24-7" [duplicate-name]',
        'a.yaml:3:9: error: "24-7" cannot name a rota: it has no letter [bad-name]',
    ]


HOURS = "schedules: {office: {open: mon 09:00-17:00}, shop: {open: tue 09:00-17:00}}\n"


def test_during_and_outside_take_schedules() -> None:
    together = whole(
        PEOPLE + HOURS + "lists: {staff: [ann]}\n" + ROTA % ""
        + rules("match: {during: [office, ofice, ann], outside: [staff, duty, xyzzy]}")
    )  # fmt: skip
    assert [(f.code, f.message, f.hints) for f in schedule_names.check(together)] == [
        ("unknown-schedule", 'no schedule is called "ofice"', ('did you mean "office"?',)),
        ("needs-schedule", '"ann" is a person, and "during" takes a schedule',
         ('the schedules are "office" and "shop"',)),
        ("needs-schedule", '"staff" is a list, and "outside" takes a schedule',
         ('the schedules are "office" and "shop"',)),
        ("needs-schedule", '"duty" is a rota, and "outside" takes a schedule',
         ('the schedules are "office" and "shop"',)),
        ("unknown-schedule", 'no schedule is called "xyzzy"',
         ('the schedules are "office" and "shop"',)),
    ]  # fmt: skip


def test_of_many_schedules_only_some_are_listed() -> None:
    many = ", ".join(f"s{at}: {{open: mon 09:00-17:00}}" for at in range(8))
    (finding,) = schedule_names.check(
        whole(f"schedules: {{{many}}}\n" + rules("match: {during: xyzzy}"))
    )
    assert finding.hints == ('the schedules are "s0", "s1", "s2", "s3", "s4", "s5" and 2 more',)


def test_a_schedule_that_may_stand_in_an_unread_part_is_not_missed() -> None:
    text = rules("match: {during: office, outside: shop}")
    unread = Unread(words=frozenset({"office"}), names=frozenset({"shop"}))
    assert list(schedule_names.check(whole(text, unread=unread))) == []


HERE = "hours stand under schedules: at the top of a file, with a name; here write during: "


@pytest.mark.parametrize(
    ("written", "kind", "lines"),
    [
        ("mon-fri 09:00-17:00", "hours", "office-hours: {open: [mon-fri 09:00-17:00]}"),
        ("9am-5pm", "hours", "office-hours: {open: [daily 09:00-17:00]}"),
        ("24/7", "hours", "office-hours: {open: [daily 00:00-24:00]}"),
        ("weekends", "days", "office-hours: {open: [sat-sun 00:00-24:00]}"),
        ("[mon, tue 9-17]", "days", "office-hours: {open: [mon 00:00-24:00, tue 09:00-17:00]}"),
    ],
)
def test_hours_in_a_match_are_given_a_name(written: str, kind: str, lines: str) -> None:
    text = rules(f"match: {{during: {written}}}")
    (finding,) = unnamed_hours.check(whole(text))
    first = written.strip("[]").split(",")[0]
    assert finding.message == f'"{first}" are {kind}, and "during" takes the name of a schedule'
    assert finding.hints == (HERE + "office-hours",)
    assert finding.fix == f"schedules:\n  {lines}"
    assert list(schedule_names.check(whole(text))) == []


def test_hours_that_cannot_be_read_get_an_example() -> None:
    (finding,) = unnamed_hours.check(whole(rules("match: {during: after 17:00}")))
    assert finding.hints[1] == "days and hours are written as mon-fri 09:00-17:00"
    assert finding.fix.endswith("{open: [mon-fri 09:00-17:00]}")


def test_hours_that_a_schedule_has_get_its_name() -> None:
    together = whole(HOURS + rules("match: {outside: mon 9-17}"))
    (finding,) = unnamed_hours.check(together)
    assert finding.hints == ('"office" has these hours',)
    assert finding.fix == "    match: {outside: office}"


def test_the_name_given_to_hours_is_a_new_one() -> None:
    names = "office-hours", "our-hours", "these-hours"
    book = "".join(f"  {name}: {{open: sun 01:00-02:00}}\n" for name in names)
    text = f"schedules:\n{book}" + rules("match: {during: mon 9-17}")
    (finding,) = unnamed_hours.check(whole(text))
    assert finding.hints == (HERE + "more-hours",)


MANY = '["' + ", ".join(["mon 9-17"] * 9) + '"]'


@pytest.mark.parametrize("name", ["ann", "hours-2", "shop", "mon 9-17", "sunday", MANY])
def test_names_are_no_hours(name: str) -> None:
    book = "schedules: {mon 9-17: {open: mon 09:00-17:00}, sundays: {open: sun 09:00-17:00}}\n"
    together = whole(PEOPLE + book + rules(f"match: {{during: {name}}}"))
    assert list(unnamed_hours.check(together)) == []


def test_a_schedule_is_no_number() -> None:
    together = whole(HOURS + rules("match: {from: office}\nactions: [{forward: shop}]"))
    assert [finding.message for finding in schedule_names.check(together)] == [
        '"office" is a schedule, and a number or a name belongs here',
        '"shop" is a schedule, and a number or a name belongs here',
    ]
    assert list(known_names.check(together)) == []


def test_names_of_rotas_are_known_and_suggested() -> None:
    together = whole(PEOPLE + ROTA % "" + SENDS + "")
    assert list(known_names.check(together)) == []
    (finding,) = known_names.check(whole(PEOPLE + ROTA % "" + SENDS.replace(": duty", ": dutty")))
    assert finding.message == 'no person, list or rota is called "dutty"'
    assert finding.hints == ('did you mean "duty"?',)


def test_turns_swaps_and_senders_of_a_stage_are_names_too() -> None:
    together = whole(
        ROTA.replace("bob", "+1555") % ", swaps: {2026-12-25: carla}"
        + rules("stage: {only: [dave, +1 555 000 1111]}")
    )
    assert [finding.span.line for finding in known_names.check(together)] == [1, 1, 5]


LIFE = "match: {%s}\nsince: %s\nuntil: %s"
CLOSED = (
    "schedules: {office: {open: mon-fri 09:00-17:00, closed: 2026-12-20..2027-01-06}, "
    "bad: {open: x}, night: {open: daily 22:00-02:00, closed: [2026-12-24..2026-12-26]}}\n"
)


@pytest.mark.parametrize(
    ("match", "since", "until", "expected"),
    [
        ("text: hi", "2026-12-24", "2026-12-24", []),
        ("text: hi", "2026-12-24", "2026-12-23",
         ["this rule ends on 2026-12-23, before it begins on 2026-12-24"]),
        ("text: hi", "24.12.2026", "2026-02-30",
         ['"24.12.2026" is not written as a date',
          '"2026-02-30" is not a date: February 2026 has 28 days']),
        ("during: office", "2026-12-24", "2026-12-26",
         ['this rule never fires: "office" has no hours from 2026-12-24 to 2026-12-26']),
        ("during: office", "2026-12-24", "2027-01-07", []),
        ("during: [office, night]", "2026-12-24", "2026-12-26", []),
        ("during: [office, bad]", "2026-12-24", "2026-12-26", []),
        ("outside: office", "2026-12-24", "2026-12-26", []),
        ("not: {during: office}", "2026-12-24", "2026-12-26", []),
        ("text: hi, during: night", "2026-12-25", "2026-12-25", []),
        ("during: office", "2026-12-20", "2036-12-20", []),
    ],
)  # fmt: skip
def test_a_rule_lives_on_days_in_order_on_which_it_can_fire(
    match: str, since: str, until: str, expected: list[str]
) -> None:
    together = whole(CLOSED + rules(LIFE % (match, since, until)))
    assert [finding.message for finding in lifetimes.check(together)] == expected


def test_one_day_alone_bounds_nothing() -> None:
    together = whole(rules("since: 2026-12-24", "until: 2026-12-24"))
    assert list(lifetimes.check(together)) == []


def test_a_broadcast_to_a_rota_reaches_somebody() -> None:
    text = PEOPLE + ROTA % "" + rules("match: {from: ann}\nactions: [{multi-forward: [ann, duty]}]")
    assert list(broadcasts.check(whole(text))) == []


CHECKS: list[Callable[[WholeSet], Iterator[Diagnostic]]] = [
    hours.check, closed_days.check, zones.check, clock_changes.check, rotas.check,
    rota_people.check, schedule_names.check, lifetimes.check,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_a_set_with_everything_right_is_left_alone(
    check: Callable[[WholeSet], Iterator[Diagnostic]],
) -> None:
    text = (
        PEOPLE
        + HOURS
        + ROTA % ", swaps: {2026-12-25: bob}"
        + rules("match: {during: office}\nstage: {only: ann}\nsince: 2026-12-01\nuntil: 2026-12-31")
    )
    assert list(check(whole(text))) == []
