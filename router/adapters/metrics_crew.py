"""Metrics of several processes as one page: each tells its numbers, and they are added up."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from router.adapters.metrics import PrometheusMetrics
from router.app.crew import SampleKey, Samples
from router.app.readiness import MetricsPage

_COUNTED = frozenset({"counter", "histogram"})
_YES_OR_NO = frozenset({"sms_router_journal_degraded"})


def traffic_of(metrics: PrometheusMetrics, counted: bool) -> dict[SampleKey, float]:
    """What requests have added to the counters and histograms, or else the gauges as they stand."""
    return {
        (metric.name, sample.name, tuple(sample.labels.items())): sample.value
        for metric in metrics.traffic.collect()
        if (metric.type in _COUNTED) is counted
        for sample in metric.samples
    }


class CrewMetrics(PrometheusMetrics):
    """The metrics of a process that answers no message itself: `traffic` gives its workers'."""

    def __init__(self, version: str, samples: Callable[[], Samples]) -> None:
        super().__init__(version)
        self._added_up = CollectorRegistry()
        self._added_up.register(_AddedUp(self.traffic, samples))

    def page(self) -> MetricsPage:
        """Everything counted in all processes, as Prometheus reads it."""
        page = generate_latest(self.own) + generate_latest(self._added_up)
        return MetricsPage(page, CONTENT_TYPE_LATEST)


class _AddedUp(Collector):
    """Shows numbers under the names and words that a registry has for them."""

    def __init__(self, described: CollectorRegistry, samples: Callable[[], Samples]) -> None:
        self._described = described
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        """Each metric of the registry, with the numbers given in place of its own."""
        samples = self._samples()
        for described in self._described.collect():
            shown = Metric(described.name, described.documentation, described.type)
            for (family, name, labels), value in samples.items():
                if family == described.name:
                    told = min(value, 1.0) if name in _YES_OR_NO else value
                    shown.add_sample(name, dict(labels), told)
            yield shown
