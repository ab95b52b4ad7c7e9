"""Rules that depend on the time, on duty, on a stage or on dates, read aloud."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from router.core.actions import WHOLE_TEXT, Forward, MultiForward, NumberTarget, RotaTarget
from router.core.address import Address
from router.core.position import Span
from router.engine.matchers import (
    All,
    AnyOf,
    During,
    HasKeyword,
    Matcher,
    Not,
    OnDuty,
    Otherwise,
    Outside,
    Side,
    TextIs,
    phrase,
)
from router.engine.rota import Rota
from router.engine.ruleset import Rule
from router.engine.schedule import Schedule
from router.engine.stage import OnlyFor, Shadow
from router.render.describe import sentence

ANN = NumberTarget(Address("+15550001111"), "ann")
OFFICE = Schedule("office-hours", UTC, ())
LUNCH = Schedule("lunch", UTC, ())
ON_CALL = Rota("on-call", UTC, datetime(2026, 11, 2, 9), 7, (ANN,))
HOURS = HasKeyword((phrase("hours"),))


def told(match: Matcher, *actions: Forward | MultiForward, **more: Any) -> str:
    return sentence(Rule("r", Span("a.yaml", 1, 1, 1, 2), match, actions, **more))


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (During((OFFICE,)), "When a text comes during office-hours"),
        (During((OFFICE, LUNCH)), "When a text comes during office-hours or lunch"),
        (Outside((OFFICE,)), "When a text comes outside office-hours"),
        (Not(During((OFFICE,))), "When a text does not come during office-hours"),
        (
            All((During((OFFICE,)), HOURS)),
            "When a text comes during office-hours and starts with the word “hours”",
        ),
        (
            All((Otherwise(), Outside((OFFICE,)))),
            "When no earlier rule has fired for a text that comes outside office-hours",
        ),
        (
            OnDuty(Side.FROM, ON_CALL),
            "For every text from whoever is on duty in on-call",
        ),
        (
            AnyOf((HOURS, OnDuty(Side.FROM, ON_CALL))),
            "When a text either starts with the word “hours” or "
            "comes from whoever is on duty in on-call",
        ),
    ],
)
def test_times_and_duty_have_their_words(match: Matcher, words: str) -> None:
    assert told(match) == f"{words}, do nothing."


def test_whoever_is_on_duty_can_be_sent_to() -> None:
    duty = RotaTarget("on-call")
    assert told(HOURS, Forward(duty)).endswith("forward it to whoever is on duty in on-call.")
    assert told(HOURS, MultiForward((ANN, duty), WHOLE_TEXT)).endswith(
        "forward it to ann (+1 555 000 1111) and whoever is on duty in on-call."
    )


WHEN = "when a text is “hi”, do nothing."


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"stage": Shadow()}, f"In shadow: {WHEN}"),
        (
            {"stage": OnlyFor(frozenset({ANN.address}), "ann")},
            f"Live only for ann, in shadow for the rest: {WHEN}",
        ),
        (
            {"since": date(2026, 12, 7), "until": date(2026, 12, 7)},
            f"On 2026-12-07, {WHEN}",
        ),
        ({"since": date(2026, 12, 1)}, f"From 2026-12-01, {WHEN}"),
        ({"until": date(2026, 12, 24)}, f"Until 2026-12-24, {WHEN}"),
        (
            {"since": date(2026, 12, 1), "until": date(2026, 12, 24)},
            f"From 2026-12-01 to 2026-12-24, {WHEN}",
        ),
        (
            {"enabled": False, "stage": Shadow(), "until": date(2026, 12, 24)},
            f"Switched off: in shadow: until 2026-12-24, {WHEN}",
        ),
    ],
)
def test_a_stage_and_dates_stand_before_the_rest(more: dict[str, Any], words: str) -> None:
    assert told(TextIs((phrase("hi"),)), **more) == words
