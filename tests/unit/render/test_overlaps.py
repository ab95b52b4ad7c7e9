"""Texts that two rules are for, as `describe --overlaps` tells them."""

from datetime import UTC

from router.engine.matchers import AddressIs, All, During, HasKeyword, HasWord, Side
from router.engine.witness.overlaps import Overlaps, overlaps
from router.render.overlaps import as_text
from tests.unit.engine.samples import ANN, DESK, OFFICE, phrases, rule, rule_set

PARK = HasWord(phrases("park"))


def test_each_text_is_told_with_what_becomes_of_it() -> None:
    stopping = rule("Hours", HasKeyword(phrases("hours")), stop=True)
    going_on = rule("Open", HasKeyword(phrases("open")))
    made = rule_set(stopping, going_on, rule("Parking", PARK))
    assert as_text(overlaps(made), UTC) == (
        "Texts that are for two rules:\n"
        "“hours park”: “Hours” fires and stops, so “Parking” does not.\n"
        "“open park”: “Open” fires, then “Parking”.\n"
    )


def test_who_sends_it_to_whom_and_when_is_told_where_it_matters() -> None:
    by_ann = AddressIs(Side.FROM, frozenset({ANN}), "ann")
    to_us = AddressIs(Side.TO, frozenset({DESK}), "us")
    made = rule_set(
        rule("A", All((by_ann, PARK))), rule("B", All((to_us, PARK, During((OFFICE,)))))
    )
    assert as_text(overlaps(made), UTC).splitlines()[1] == (
        "“park” from +1 555 000 1111 to +1 555 765 4321 at 2026-11-23 15:00: “A” fires, then “B”."
    )


def test_nothing_found_is_told_too() -> None:
    assert as_text(overlaps(rule_set(rule("A", PARK))), UTC) == "No text is for two rules.\n"
    left_out = "There are too many rules to hold each against each: some were left out.\n"
    assert as_text(Overlaps((), complete=False), UTC) == left_out
