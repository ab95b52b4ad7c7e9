"""What every Clock does."""

from datetime import timedelta

import pytest

from router.adapters.clock import SystemClock
from router.app.ports import Clock
from tests.fakes.clock import FakeClock


@pytest.fixture(params=[FakeClock, SystemClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


class TestClock:
    def test_the_time_is_aware_and_in_utc(self, clock: Clock) -> None:
        assert clock.now().utcoffset() == timedelta(0)

    def test_no_time_goes_back(self, clock: Clock) -> None:
        assert clock.now() <= clock.now()
        assert clock.monotonic() <= clock.monotonic()
