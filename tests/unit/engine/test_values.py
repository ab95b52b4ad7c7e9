"""What placeholders stand for."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from router.engine.facts import Facts
from router.engine.matchers import All, Everything, HasKeyword, Matcher, TextMatches
from router.engine.placeholders import KEYWORD_PLACEHOLDERS, MESSAGE_PLACEHOLDERS
from router.engine.values import values_for
from tests.unit.engine.samples import ANN, NOON, facts, message, pattern, phrases, rule, rule_set


def values(names: tuple[str, ...], match: Matcher, about: Facts) -> dict[str, str]:
    made = rule("r", match)
    return values_for(names, made, rule_set(made), about)


def test_every_message_fills_these() -> None:
    assert values(MESSAGE_PLACEHOLDERS, Everything(), facts("Hi {x}", ANN)) == {
        "text": "Hi {x}",
        "from": "+15550001111",
        "to": "+15557654321",
        "sender": "Ann",
        "date": "2026-11-22",
        "time": "12:05",
    }


def test_a_sender_without_a_name_is_a_number() -> None:
    assert values(("sender",), Everything(), facts("hi")) == {"sender": "+15551230000"}


def test_date_and_time_are_those_of_the_rule_sets_zone() -> None:
    made = rule("r", Everything())
    far_east = replace(rule_set(made), zone=ZoneInfo("Pacific/Auckland"))
    late = Facts(message("hi", at=NOON))
    assert values_for(("date", "time"), made, far_east, late) == {
        "date": "2026-11-23",
        "time": "01:05",
    }


def test_a_rule_with_a_schedule_tells_the_time_of_its_zone() -> None:
    made = replace(rule("r", Everything()), schedule_zone=ZoneInfo("America/New_York"))
    far_east = replace(rule_set(made), zone=ZoneInfo("Pacific/Auckland"))
    assert values_for(("date", "time"), made, far_east, Facts(message("hi", at=NOON))) == {
        "date": "2026-11-22",
        "time": "07:05",
    }


def test_keywords_and_groups_come_from_the_match() -> None:
    match = All((HasKeyword(phrases("Order")), TextMatches(pattern(r"(?P<n>\d+)"))))
    names = (*KEYWORD_PLACEHOLDERS, "1", "n", "text")
    assert values(names, match, facts("order: 12 cakes")) == {
        "keyword": "Order",
        "rest": "12 cakes",
        "1": "12",
        "n": "12",
        "text": "order: 12 cakes",
    }


def test_what_the_match_did_not_fill_is_empty() -> None:
    assert values(("2", "rest", "name"), Everything(), facts("hi")) == {
        "2": "",
        "rest": "",
        "name": "",
    }


def test_without_a_keyword_a_group_may_bear_its_name() -> None:
    match = TextMatches(pattern(r"order (?P<rest>.+)"))
    assert values(("rest", "keyword"), match, facts("order 7")) == {"rest": "7", "keyword": ""}


def test_what_is_not_wanted_is_not_worked_out() -> None:
    assert values((), Everything(), facts("hi")) == {}
