"""What is done to an installation beside serving: begun, looked at, its journal read."""

import os
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from router.adapters.examination import open_doctor
from router.adapters.journal import open_reader
from router.adapters.machine_zone import country_of_zone, machine_zone
from router.adapters.new_folder import refuse_taken, write_new_folder
from router.adapters.starter_files import read_starter_files
from router.adapters.tokens import (
    look_at_tokens,
)
from router.app.doctor import Doctor, Installation
from router.app.gate import Gate
from router.app.journal import JournalReader
from router.app.settings import Settings
from router.app.starters import Answers, plan
from router.language.source import SourceFile
from router.wiring.rules import compile_options, rollback_orders, rule_history


def likely_zone() -> str:
    """The time zone that this machine is set to; "" where that says nothing."""
    return machine_zone(os.environ)


def zone_country(zone: ZoneInfo) -> str:
    """The two letters of the country a zone belongs to; "" where that is not known."""
    return country_of_zone(zone.key)


def refuse_taken_folder(path: str) -> None:
    """Raise RefusedError unless a new folder can be written there."""
    refuse_taken(path)


def begin_folder(path: str, answers: Answers) -> tuple[SourceFile, ...]:
    """Write the starter of these answers into a folder that is free; gives what was written.

    Raises RefusedError, and leaves nothing behind then.
    """
    files = plan(answers, read_starter_files(answers.starter))
    write_new_folder(path, files)
    return files


def journal_reader(settings: Settings) -> JournalReader:
    """The journal of the settings, to be read. Raises JournalUnavailableError."""
    return open_reader(settings)


def doctor(settings: Settings, sources: tuple[str, ...], environment: Mapping[str, str]) -> Doctor:
    """What looks at the installation of these settings; `sources` are what they were read from."""
    installation = Installation(settings, sources, look_at_tokens(settings.data, environment))
    gate = Gate(compile_options(settings), advise=True)
    return open_doctor(installation, gate, rule_history(settings), rollback_orders(settings))
