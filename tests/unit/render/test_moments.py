from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from router.render.moments import clock, instant, moment

AT = datetime(2026, 11, 22, 22, 5, 31, 123456, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def test_a_moment_is_told_by_the_clock_of_the_zone() -> None:
    assert moment(AT, UTC) == "22 November 2026 at 22:05:31 (UTC)"
    assert moment(AT, NEW_YORK) == "22 November 2026 at 17:05:31 (America/New_York)"
    assert clock(AT, NEW_YORK) == "2026-11-22 17:05:31"


def test_programs_get_an_instant_in_utc_whatever_zone_it_came_in() -> None:
    assert instant(AT) == instant(AT.astimezone(NEW_YORK)) == "2026-11-22T22:05:31.123456Z"
