from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from router.app.checkups.machine import (
    CONNECTIONS,
    SPARE_FILES,
    clock_checkup,
    files_checkup,
    user_checkup,
    versions_checkup,
    zone_checkup,
)
from router.cli.listeners import pair as listeners
from router.core.checkup import Health
from tests.fakes.doctor import MOMENT, NOBODY, SOUND, FakeMachine, answer


def test_a_clock_with_nothing_to_compare_it_to_is_told() -> None:
    for other in (None, NOBODY, answer(400), answer(400, date="yesterday")):
        checkup = clock_checkup(MOMENT, other)
        assert (checkup.verdict, checkup.words) == (Health.OK, "2026-11-22 10:00:00 UTC")


@pytest.mark.parametrize(
    ("date", "verdict", "words"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", Health.OK, "agrees"),
        ("Sun, 22 Nov 2026 09:59:01 GMT", Health.OK, "agrees"),
        ("Sun, 22 Nov 2026 10:00:00 -0000", Health.OK, "agrees"),
        ("Sun, 22 Nov 2026 10:03:00 GMT", Health.WARN, "3 minutes away"),
        ("Sun, 22 Nov 2026 09:00:00 GMT", Health.FAIL, "60 minutes away"),
        ("Sun, 22 Nov 2026 15:00:00 GMT", Health.FAIL, "5 hours away"),
    ],
)
def test_a_clock_is_compared_with_the_answers_date(date: str, verdict: Health, words: str) -> None:
    checkup = clock_checkup(MOMENT, answer(400, date=date))
    assert checkup.verdict is verdict
    assert words in checkup.words


def test_the_time_that_an_answer_took_is_no_difference() -> None:
    slow = replace(
        answer(400, date="Sun, 22 Nov 2026 09:55:00 GMT"), asked=MOMENT - timedelta(minutes=6)
    )
    assert clock_checkup(MOMENT, slow).verdict is Health.OK


def test_a_clock_that_lost_its_time_fails() -> None:
    checkup = clock_checkup(datetime(1970, 1, 1, tzinfo=UTC), None)
    assert (checkup.verdict, checkup.words) == (
        Health.FAIL,
        "1970-01-01 00:00:00 UTC: that cannot be",
    )


def test_the_zone_is_told_with_its_time() -> None:
    checkup = zone_checkup(ZoneInfo("America/New_York"), "CET", MOMENT)
    assert checkup.verdict is Health.OK
    assert "22 November 2026 at 05:00:00 (America/New_York)" in checkup.words


def test_a_zone_that_nobody_set_is_doubted_where_the_machine_has_another() -> None:
    assert zone_checkup(UTC, "CET", MOMENT).verdict is Health.WARN
    assert zone_checkup(UTC, "UTC", MOMENT).verdict is Health.OK
    assert zone_checkup(ZoneInfo("UTC"), "CET", MOMENT).verdict is Health.OK


def test_another_user_than_the_data_folders_is_doubted() -> None:
    assert user_checkup("sms", SOUND).verdict is Health.OK
    assert user_checkup("root", replace(SOUND, exists=False)).verdict is Health.OK
    checkup = user_checkup("root", SOUND)
    assert checkup.verdict is Health.WARN
    assert "sudo -u sms sms-router doctor" in checkup.advice


@pytest.mark.parametrize(
    ("most", "verdict"),
    [
        (None, Health.OK),
        (1200, Health.OK),
        (1199, Health.WARN),
        (201, Health.WARN),
        (200, Health.FAIL),
    ],
)
def test_a_limit_of_open_files_must_leave_room_for_connections(
    most: int | None, verdict: Health
) -> None:
    assert files_checkup(most).verdict is verdict


def test_the_limits_are_those_of_the_listener() -> None:
    assert (CONNECTIONS, SPARE_FILES) == (listeners.PUBLIC_CONNECTIONS, listeners._SPARE_FILES)


@pytest.mark.parametrize(
    ("machine", "verdict"),
    [
        (FakeMachine(), Health.OK),
        (FakeMachine(python="3.13.0"), Health.OK),
        (FakeMachine(python="3.10.9"), Health.FAIL),
        (FakeMachine(sqlite="3.36.0"), Health.FAIL),
    ],
)
def test_versions_are_told_and_old_ones_refused(machine: FakeMachine, verdict: Health) -> None:
    checkup = versions_checkup(machine.versions())
    assert checkup.verdict is verdict
    assert f"Python {machine.python}" in checkup.words


def test_a_library_that_is_no_package_is_said_to_be_none() -> None:
    versions = FakeMachine().versions() | {"falcon": ""}
    assert "falcon (no package)" in versions_checkup(versions).words
