from dataclasses import replace

import pytest

from router.app.settings import Endpoint, Settings
from router.cli.serving.banner import Serving, banner, sample_text, send_command
from router.engine.ruleset import RuleSet
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile


def compiled(text: str) -> RuleSet:
    found = compile_rules((SourceFile("rules/a.yaml", text.encode()),), CompileOptions())
    assert found.rule_set is not None, found.findings
    return found.rule_set


def rule(match: str, actions: str = "[reply: hello]", more: str = "") -> str:
    return f"  - name: '{match}'\n    match: {match}\n    actions: {actions}\n{more}"


HOURS = "rules:\n" + rule("{text: {keyword: [opening hours, hours]}}")
SERVING = Serving(
    program=("sms-router",),
    settings=Settings(),
    plain=Settings(),
    settings_file=None,
    public_url="http://127.0.0.1:8080",
    admin_url="http://127.0.0.1:8081",
    rule_set=compiled(HOURS),
)


def test_with_defaults_the_line_is_short() -> None:
    assert send_command(SERVING) == "sms-router send --text 'opening hours'"


def test_what_a_new_terminal_cannot_know_is_said() -> None:
    serving = replace(
        SERVING,
        program=(".venv/bin/python", "-m", "router"),
        settings=Settings(data="/tmp/my data"),
        settings_file="conf/settings.yaml",
        public_url="http://127.0.0.1:40123",
    )
    assert send_command(serving) == (
        ".venv/bin/python -m router send --settings conf/settings.yaml --data '/tmp/my data'"
        " --url http://127.0.0.1:40123 --text 'opening hours'"
    )


def test_what_the_settings_file_says_need_not_be_said_again() -> None:
    settings = Settings(data="kept", listen=Endpoint("127.0.0.1", 9000))
    serving = replace(
        SERVING, settings=settings, plain=settings, public_url="http://127.0.0.1:9000"
    )
    assert send_command(serving) == "sms-router send --text 'opening hours'"


def test_a_public_url_of_the_settings_file_is_not_where_dev_mode_listens() -> None:
    plain = Settings(public_url="https://a.example.org")
    assert "--url http://127.0.0.1:8080" in send_command(replace(SERVING, plain=plain))


def test_the_banner_ends_with_the_line_to_try() -> None:
    lines = banner(SERVING).splitlines()
    assert lines[-1].strip() == send_command(SERVING)
    assert "1 rule from rules" in lines[0]


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (HOURS, "opening hours"),
        ("rules:\n" + rule("{text: hello there}"), "hello there"),
        ("rules:\n" + rule("{text: {has-word: [refill]}}"), "refill"),
        (
            "rules:\n" + rule("{any: [{text: {contains: medicin}}, {from: +15550001111}]}"),
            "medicin",
        ),
        ("rules:\n" + rule("everything"), "Hello"),
        ("rules:\n" + rule("{text: {keyword: hush}}", "nothing"), "Hello"),
        ("rules:\n" + rule("{text: {keyword: off}}", more="    enabled: no\n"), "Hello"),
        ("rules:\n" + rule("{text: {keyword: ann}, from: +15550001111}"), "Hello"),
        (
            "rules:\n"
            + rule("{text: {keyword: ann}, from: +15550001111}")
            + rule("{not: {text: {keyword: never}}, text: {starts-with: order}}"),
            "order",
        ),
    ],
)
def test_the_text_to_try_is_one_that_gets_an_answer(rules: str, text: str) -> None:
    assert sample_text(compiled(rules), Settings()) == text
