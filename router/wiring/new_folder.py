"""What `init` needs: a new folder of rules, and what this machine says of where it stands."""

import os
from zoneinfo import ZoneInfo

from router.adapters.machine_zone import country_of_zone, machine_zone
from router.adapters.new_folder import refuse_taken, write_new_folder
from router.adapters.starter_files import read_starter_files
from router.app.starters import Answers, plan
from router.language.source import SourceFile


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
