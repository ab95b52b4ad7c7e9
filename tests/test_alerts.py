"""The alerts in docs/alerts.yml: right for promtool, about what exists, each explained."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from router.adapters.metrics import PrometheusMetrics
from router.plivo.reports import KNOWN_STATUSES
from tests.docs_blocks import ROOT, blocks, headings

RULES = ROOT / "docs" / "alerts.yml"
CASES = ROOT / "tests" / "alerts_test.yml"
WATCHING = ROOT / "docs" / "operations-watching.md"
OF_PROMETHEUS = {"up"}
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def alerts() -> list[dict[str, Any]]:
    """Every alert, also the one that stands there with a # before each line."""
    text = RULES.read_text("utf-8")
    switched_on = re.sub(r"^      # (?=- alert|  )", "      ", text, flags=re.MULTILINE)
    (group,) = yaml.safe_load(switched_on)["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def cases() -> list[dict[str, Any]]:
    """What each alert is tried on: every `alert_rule_test`."""
    told = yaml.safe_load(CASES.read_text("utf-8"))["tests"]
    return [case for test in told for case in test["alert_rule_test"]]


def promtool(*arguments: str) -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed (Debian: prometheus)")
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_finds_nothing_wrong_with_the_rules() -> None:
    promtool("check", "rules", "--lint=all", "--lint-fatal", str(RULES))


def test_each_alert_fires_when_it_should_and_not_when_it_should_not() -> None:
    promtool("test", "rules", str(CASES))


def test_promtool_takes_the_configuration_that_the_page_shows(tmp_path: Path) -> None:
    (shown,) = [block.body for block in blocks(WATCHING) if block.language == "yml"]
    (tmp_path / "alerts.yml").write_text(RULES.read_text("utf-8"), "utf-8")
    (tmp_path / "prometheus.yml").write_text(shown, "utf-8")
    promtool("check", "config", str(tmp_path / "prometheus.yml"))


def test_each_alert_is_tried_both_ways() -> None:
    firing = {case["alertname"] for case in cases() if case["exp_alerts"]}
    quiet = {case["alertname"] for case in cases() if not case["exp_alerts"]}
    on = {rule["alert"] for rule in yaml.safe_load(RULES.read_text("utf-8"))["groups"][0]["rules"]}
    assert firing == on
    assert quiet == on


def metrics_page() -> str:
    metrics = PrometheusMetrics("1.2.3")
    metrics.request("receive_sms", "answered", "V3", "0", 0.1)
    return metrics.page().body.decode()


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: str(rule["alert"]))
def test_an_alert_asks_for_metrics_routes_and_outcomes_that_exist(rule: dict[str, Any]) -> None:
    expression: str = rule["expr"]
    samples = set(re.findall(r"^(\w+)", metrics_page(), re.MULTILINE))
    named = set(re.findall(r"\b(sms_router_\w+|process_\w+|up)\b", expression))
    assert named
    assert named <= samples | OF_PROMETHEUS
    source = "".join(path.read_text("utf-8") for path in (ROOT / "router" / "app").glob("*.py"))
    counted = {*re.findall(r'"([a-z_-]+)"', source), *KNOWN_STATUSES}
    for values in re.findall(r'\b(?:outcome|route)=~?"([^"]+)"', expression):
        assert set(values.split("|")) <= counted


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_what_is_wrong_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket"}
    told = rule["annotations"]
    assert told.keys() == {"summary", "description", "runbook"}
    assert all(told.values())
    assert told["runbook"] == f"docs/{WATCHING.name}#{rule['alert'].lower()}"
    assert rule["alert"] in headings(WATCHING)


def test_each_heading_of_an_alert_has_its_alert() -> None:
    explained = {heading for heading in headings(WATCHING) if heading.startswith("SmsRouter")}
    assert explained == {rule["alert"] for rule in alerts()}
