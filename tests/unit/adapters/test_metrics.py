import time
from datetime import UTC, datetime

from router.adapters.metrics import MAX_RULE_LABELS, PrometheusMetrics

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def samples(metrics: PrometheusMetrics) -> dict[str, float]:
    """The page's samples by name and labels."""
    lines = metrics.page().body.decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_requests_are_counted_by_route_outcome_family_and_token() -> None:
    metrics = PrometheusMetrics("1.2.3")
    for _ in range(2):
        metrics.request("receive_sms", "answered", "Ma-V3", "0", 0.003)
    metrics.request("receive_sms", "bad-signature", "", "", 0.001)
    page = samples(metrics)
    counted = "sms_router_requests_total"
    key = 'family="Ma-V3",outcome="answered",route="receive_sms",token="0"'
    assert page[f"{counted}{{{key}}}"] == 2
    key = 'family="",outcome="bad-signature",route="receive_sms",token=""'
    assert page[f"{counted}{{{key}}}"] == 1


def test_answer_times_fall_into_buckets() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.request("receive_sms", "answered", "V2", "0", 0.003)
    metrics.request("receive_sms", "answered", "V2", "0", 4.0)
    page = samples(metrics)
    name = "sms_router_answer_seconds"
    assert page[f'{name}_bucket{{le="0.005",route="receive_sms"}}'] == 1
    assert page[f'{name}_bucket{{le="8.0",route="receive_sms"}}'] == 2
    assert page[f'{name}_sum{{route="receive_sms"}}'] == 4.003


def test_rules_are_counted_by_name() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.rules_fired(("Opening hours", "Thanks"))
    metrics.rules_fired(("Thanks",))
    page = samples(metrics)
    assert page['sms_router_rules_fired_total{rule="Opening hours"}'] == 1
    assert page['sms_router_rules_fired_total{rule="Thanks"}'] == 2


def test_a_number_in_the_name_of_a_rule_is_covered() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.rules_fired(("Call 15551234567", "Call +1 555 999 9967", "Hours 9-17"))
    page = samples(metrics)
    assert page['sms_router_rules_fired_total{rule="Call ***67"}'] == 2
    assert page['sms_router_rules_fired_total{rule="Hours 9-17"}'] == 1


def test_rules_beyond_two_hundred_share_one_label() -> None:
    metrics = PrometheusMetrics("1.2.3")
    names = [f"rule {number}" for number in range(MAX_RULE_LABELS + 50)]
    for _ in range(2):
        metrics.rules_fired(tuple(names))
    page = samples(metrics)
    fired = {name: n for name, n in page.items() if name.startswith("sms_router_rules_fired")}
    assert len(fired) == MAX_RULE_LABELS + 1
    assert fired['sms_router_rules_fired_total{rule="rule 199"}'] == 2
    assert fired['sms_router_rules_fired_total{rule="other"}'] == 100


def test_one_rule_set_is_shown_at_a_time() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.rule_set("aaaaaaaaaaaa", 3, AT)
    metrics.rule_set("bbbbbbbbbbbb", 4, AT)
    metrics.rule_set("bbbbbbbbbbbb", 4, AT)
    page = samples(metrics)
    assert page['sms_router_rule_set_info{id="bbbbbbbbbbbb"}'] == 1
    assert 'sms_router_rule_set_info{id="aaaaaaaaaaaa"}' not in page
    assert page["sms_router_rules"] == 4
    assert page["sms_router_rule_set_since_seconds"] == AT.timestamp()


def test_the_latest_reload_shows_how_it_went_and_when() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.reload(True, AT)
    assert samples(metrics)["sms_router_last_reload_ok"] == 1
    metrics.reload(False, AT)
    page = samples(metrics)
    assert page["sms_router_last_reload_ok"] == 0
    assert page["sms_router_last_reload_seconds"] == AT.timestamp()


def test_it_shows_whether_the_folder_is_what_is_served() -> None:
    metrics = PrometheusMetrics("1.2.3")
    for yes in (True, False):
        metrics.folder_in_effect(yes)
        assert samples(metrics)["sms_router_folder_in_effect"] == yes


def test_the_page_names_the_version_and_its_own_type() -> None:
    metrics = PrometheusMetrics("1.2.3")
    assert samples(metrics)['sms_router_build_info{version="1.2.3"}'] == 1
    assert metrics.page().content_type.startswith("text/plain; version=")


def test_every_name_has_the_products_prefix_and_no_series_is_empty_noise() -> None:
    metrics = PrometheusMetrics("1.2.3")
    metrics.request("receive_sms", "answered", "V2", "0", 0.003)
    assert all(name.startswith("sms_router_") for name in samples(metrics))
    assert not any("_created" in name for name in samples(metrics))


def test_two_applications_count_apart() -> None:
    one, other = PrometheusMetrics("1.2.3"), PrometheusMetrics("1.2.3")
    one.rules_fired(("Thanks",))
    assert 'sms_router_rules_fired_total{rule="Thanks"}' not in samples(other)


def test_the_page_says_when_the_process_began() -> None:
    before = time.time()
    page = samples(PrometheusMetrics("1.2.3"))
    assert before <= page["sms_router_start_time_seconds"] <= time.time()
