"""A starter as it becomes for somebody, edited as they edit it, and what the gate says to that."""

import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from router.adapters.starter_files import read_starter_files
from router.app.gate import Gate
from router.app.settings import Settings
from router.app.settings_reading import read_settings
from router.app.starters import Answers, plan
from router.core.address import Address
from router.language.compile import Compiled, CompileOptions
from router.language.source import SourceFile
from router.render.findings import as_text

PHONE = Address("+15552223333")
PLIVO = Address("+15557654321")
NEW_YORK = ZoneInfo("America/New_York")
HERE = Answers("", NEW_YORK, "US", PHONE, (PLIVO, Address("+15557654322")))

Files = tuple[SourceFile, ...]
Put = str | Callable[[re.Match[str]], str]


def planned(answers: Answers) -> Files:
    """`settings.yaml`, and the files of the rules folder."""
    return plan(answers, read_starter_files(answers.starter))


def settings_of(files: Files) -> Settings:
    """The settings among these files; they are without a mistake."""
    settings = read_settings(files[0], {}, {})
    assert isinstance(settings, Settings), settings
    return settings


def passed(files: Files) -> Compiled:
    """What `check` makes of them."""
    settings = settings_of(files)
    options = CompileOptions(
        zone=settings.timezone, country=settings.country, numbers=settings.numbers, folder="rules"
    )
    return Gate(options, advise=True)(files[1:])


def findings(compiled: Compiled) -> str:
    """All that `check --strict` would print of findings, warnings among them."""
    return as_text(compiled.findings, compiled.sources)


def rewritten(files: Files, change: Callable[[str], str]) -> Files:
    """The same change made to the text of every file."""
    return tuple(replace(file, content=change(file.content.decode()).encode()) for file in files)


def edited(files: Files, name: str, pattern: str, put: Put) -> Files:
    """One file with what the pattern finds, once or more, replaced; lines are lines to it."""

    def change(file: SourceFile) -> SourceFile:
        text, count = re.subn(pattern, put, file.content.decode(), flags=re.MULTILINE)
        assert count, f"{name} has no {pattern}"
        return replace(file, content=text.encode())

    assert any(file.name == f"rules/{name}" for file in files), name
    return tuple(change(file) if file.name == f"rules/{name}" else file for file in files)
