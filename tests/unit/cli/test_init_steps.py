from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from router.app.starters import Answers
from router.cli.init_steps import next_steps
from router.cli.invocation import Process
from router.core.address import Address
from router.language.numbers import grouped
from router.language.source import SourceFile

ANSWERS = Answers("on-call", ZoneInfo("Europe/London"), "GB", Address("+447700900123"))
FILES = (SourceFile("settings.yaml", b""), SourceFile("rules/10.yaml", b""))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the program in it, as somebody has downloaded it."""
    (tmp_path / "sms-router").write_text("#!/bin/sh\n")
    (tmp_path / "sms-router").chmod(0o755)
    return tmp_path


def commands(home: Path, script: str, folder: str, path: str = "/nowhere") -> list[str]:
    process = Process(script, "/nowhere/python", path, home, Path("/nowhere"))
    shown = next_steps(process, folder, ANSWERS, FILES)
    return [line.strip() for line in shown.splitlines() if line.startswith("     ")]


def test_an_installed_command_is_named_alone(home: Path) -> None:
    assert commands(home, str(home / "sms-router"), "my team", path=str(home)) == [
        "cd 'my team'",
        "sms-router check --strict",
        "sms-router try --text 'P2: slow'",
        "sms-router serve --dev",
        "PLIVO_AUTH_TOKEN=your-token sms-router serve --public-url https://sms.example.org",
    ]


def test_a_command_beside_us_is_found_from_within_the_new_folder_too(home: Path) -> None:
    assert commands(home, "./sms-router", "team")[:2] == [
        "cd team",
        f"{home}/sms-router check --strict",
    ]


def test_in_the_folder_itself_nobody_need_go_anywhere(home: Path) -> None:
    assert commands(home, "./sms-router", ".")[0] == "./sms-router check --strict"


def test_it_says_what_was_written_and_for_whom(home: Path) -> None:
    process = Process("./sms-router", "/nowhere/python", "/nowhere", home, Path("/nowhere"))
    shown = next_steps(process, "team", ANSWERS, FILES).splitlines()
    assert shown[:3] == [
        '"team" holds the starter "on-call" now: settings.yaml, and 1 file in rules/.',
        "Texts for a person go to +44 7700 900123.",
        "Hours go by the clock of Europe/London.",
    ]


@pytest.mark.parametrize("value", ["+15550001111", "+15551234567"])
def test_a_number_that_is_nobodys_is_called_that(home: Path, value: str) -> None:
    """The first stays where nobody names one; the second is what questions give for an example."""
    process = Process("./sms-router", "/nowhere/python", "/nowhere", home, Path("/nowhere"))
    shown = next_steps(process, "team", replace(ANSWERS, phone=Address(value)), FILES)
    assert f"go to {grouped(Address(value))}, which is nobody's: write your own\n" in shown
