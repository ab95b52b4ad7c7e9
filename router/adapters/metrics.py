"""Counts and times for the operator's monitoring, in Prometheus' format."""

from datetime import datetime
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics import disable_created_metrics

from router.app.readiness import MetricsPage
from router.render.covering import covered_digits

MAX_RULE_LABELS = 200
OTHER_RULES = "other"
# Plivo waits 8 s; the answers are expected within a few milliseconds.
ANSWER_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8)


class PrometheusMetrics:
    """Implements the Metrics port on a registry of its own. Safe from many threads.

    No telephone number and no text ever becomes a label: one in the name of a rule is covered, and
    rules that are then of one name are counted together. The first 200 rules that fire have a
    label of their own; the rest share "other", so that no rules folder can fill the monitoring.
    """

    def __init__(self, version: str) -> None:
        # The extra "_created" series double the page and say nothing that Prometheus uses.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        # What requests add to, and what is set of this process: where several processes answer,
        # the first is added up over all of them.
        self.traffic = registry = CollectorRegistry()
        self.own = CollectorRegistry()
        self._requests = Counter(
            "sms_router_requests",
            "Requests answered, by route, outcome, signature family and index of the token.",
            ("route", "outcome", "family", "token"),
            registry=registry,
        )
        self._fired = Counter(
            "sms_router_rules_fired",
            f'Messages a rule fired for, by rule; "{OTHER_RULES}" beyond {MAX_RULE_LABELS} rules.',
            ("rule",),
            registry=registry,
        )
        self._seconds = Histogram(
            "sms_router_answer_seconds",
            "Time from the request to its answer.",
            ("route",),
            buckets=ANSWER_BUCKETS,
            registry=registry,
        )
        self._served = _ServedGauges(self.own)
        self._journal = _JournalGauges(registry)
        _info(self.own, version)
        self._lock = Lock()
        # `labels()` costs more than the count itself, so what it gave is kept.
        self._counted: dict[tuple[str, str, str, str], Counter] = {}
        self._timed: dict[str, Histogram] = {}
        self._rule_counters: dict[str, Counter] = {}
        self._other_rules: Counter | None = None

    def request(self, route: str, outcome: str, family: str, token: str, seconds: float) -> None:
        """Count one answered request and its time in seconds."""
        labels = (route, outcome, family, token)
        counter = self._counted.get(labels)
        if counter is None:
            counter = self._counted[labels] = self._requests.labels(*labels)
        counter.inc()
        histogram = self._timed.get(route)
        if histogram is None:
            histogram = self._timed[route] = self._seconds.labels(route)
        histogram.observe(seconds)

    def rules_fired(self, names: tuple[str, ...]) -> None:
        """Count each of these rules once."""
        for name in names:
            counter = self._rule_counters.get(name) or self._other_rules or self._new(name)
            counter.inc()

    def rule_set(self, rule_set_id: str, rules: int, at: datetime) -> None:
        """Show this rule set, and no other, as the one being served."""
        with self._lock:
            self._served.show(rule_set_id, rules, at)

    def reload(self, ok: bool, at: datetime) -> None:
        """Show how the latest reload went."""
        self._served.reload_ok.set(1 if ok else 0)
        self._served.reload_time.set(at.timestamp())

    def folder_in_effect(self, yes: bool) -> None:
        """Show whether what is served is what the rules folder holds."""
        self._served.in_effect.set(1 if yes else 0)

    def journal(self, degraded: bool, waiting: int, lost: int) -> None:
        """Show how the journal does."""
        self._journal.degraded.set(1 if degraded else 0)
        self._journal.waiting.set(waiting)
        self._journal.lost.set(lost)

    def page(self) -> MetricsPage:
        """Everything counted, as Prometheus reads it."""
        page = generate_latest(self.own) + generate_latest(self.traffic)
        return MetricsPage(page, CONTENT_TYPE_LATEST)

    def _new(self, name: str) -> Counter:
        with self._lock:
            if name in self._rule_counters:
                return self._rule_counters[name]
            if len(self._rule_counters) >= MAX_RULE_LABELS:
                # Not kept under its name: the table stays as small as the labels.
                self._other_rules = self._fired.labels(OTHER_RULES)
                return self._other_rules
            counter = self._rule_counters[name] = self._fired.labels(covered_digits(name))
            return counter


class _ServedGauges:
    """What is served now, and how the latest reload went."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._id = ""
        self._info = Gauge(
            "sms_router_rule_set_info", "The rule set being served.", ("id",), registry=registry
        )
        self._rules = Gauge("sms_router_rules", "Rules being served.", registry=registry)
        self._since = Gauge(
            "sms_router_rule_set_since_seconds",
            "When the rule set being served was taken, as Unix time.",
            registry=registry,
        )
        self.reload_ok = Gauge(
            "sms_router_last_reload_ok",
            "1 when the rules folder was taken as it last was, 0 when it was refused.",
            registry=registry,
        )
        self.in_effect = Gauge(
            "sms_router_folder_in_effect",
            "1 while the rules folder is what is served; 0 after a refused edit or a rollback.",
            registry=registry,
        )
        self.reload_time = Gauge(
            "sms_router_last_reload_seconds",
            "When the rules folder was last taken or refused, as Unix time.",
            registry=registry,
        )

    def show(self, rule_set_id: str, rules: int, at: datetime) -> None:
        self._info.labels(rule_set_id).set(1)
        if self._id not in ("", rule_set_id):
            self._info.remove(self._id)
        self._id = rule_set_id
        self._rules.set(rules)
        self._since.set(at.timestamp())


class _JournalGauges:
    """How the journal does."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.degraded = Gauge(
            "sms_router_journal_degraded",
            "1 while the journal does not take what it is given, else 0.",
            registry=registry,
        )
        self.waiting = Gauge(
            "sms_router_journal_waiting",
            "Messages and reports that wait in memory and in the spill file.",
            registry=registry,
        )
        self.lost = Gauge(
            "sms_router_journal_lost",
            "Messages and reports that neither the journal nor the spill file took.",
            registry=registry,
        )


def _info(registry: CollectorRegistry, version: str) -> None:
    gauge = Gauge("sms_router_build_info", "The version running.", ("version",), registry=registry)
    gauge.labels(version).set(1)
    # Not Prometheus' usual process metrics: they need /proc/stat, which a service may not see.
    Gauge(
        "sms_router_start_time_seconds", "When this process began, as Unix time.", registry=registry
    ).set_to_current_time()
