"""What every Metrics takes: whatever there is to count, from many threads, without a raise."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from router.adapters.metrics import PrometheusMetrics
from router.app.ports import Metrics
from tests.fakes.metrics import FakeMetrics

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(params=[FakeMetrics, lambda: PrometheusMetrics("1.2.3")])
def metrics(request: pytest.FixtureRequest) -> Metrics:
    made: Metrics = request.param()
    return made


def counted(metrics: Metrics) -> tuple[int, int]:
    """Requests and fired rules so far."""
    if isinstance(metrics, FakeMetrics):
        return len(metrics.requests), sum(len(names) for names in metrics.fired)
    assert isinstance(metrics, PrometheusMetrics)
    found = {"requests": 0.0, "rules_fired": 0.0}
    for line in metrics.page().body.decode().splitlines():
        for name in found:
            if line.startswith(f"sms_router_{name}_total{{"):
                found[name] += float(line.rpartition(" ")[2])
    return int(found["requests"]), int(found["rules_fired"])


class TestMetrics:
    def test_it_loses_no_count_between_threads(self, metrics: Metrics) -> None:
        def one_request(number: int) -> None:
            metrics.request("receive_sms", "answered", "V3", str(number % 2), 0.001)
            metrics.rules_fired((f"rule {number % 7}", "every time"))

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(one_request, range(400)))
        assert counted(metrics) == (400, 800)

    def test_a_rule_may_have_any_name(self, metrics: Metrics) -> None:
        metrics.rules_fired(('quotes " and \\ and\nlines', "“öffnen” 🙂"))
        assert counted(metrics) == (0, 2)

    def test_rule_sets_and_reloads_may_come_again_and_again(self, metrics: Metrics) -> None:
        for rule_set in ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "aaaaaaaaaaaa"):
            metrics.rule_set(rule_set, 3, AT)
            metrics.reload(True, AT)
            metrics.reload(False, AT)
            metrics.folder_in_effect(False)
            metrics.folder_in_effect(True)
