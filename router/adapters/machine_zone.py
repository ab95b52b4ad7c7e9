"""What this machine knows of time zones: its own, and the country each belongs to."""

import os
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path

_LOCAL_TIME = "/etc/localtime"
_TABLE = "zone.tab"
_SAYS_NOTHING = frozenset(
    ("", "UTC", "UCT", "GMT", "Zulu", "Universal", "localtime", "Factory", "posixrules")
)
_COPIES = ("posix/", "right/")
"""Folders of the database that hold its zones again."""


def machine_zone(environment: Mapping[str, str], local_time: str = _LOCAL_TIME) -> str:
    """The name of this machine's time zone, from `TZ` or the link /etc/localtime; "" for unknown.

    A machine on UTC says nothing about where its people are, so that is "" too.
    """
    name = environment.get("TZ", "").removeprefix(":")
    if not name:
        _, found, name = os.path.realpath(local_time).partition("/zoneinfo/")
        name = name if found else ""
    for copy in _COPIES:
        name = name.removeprefix(copy)
    if name in _SAYS_NOTHING or name.startswith("Etc/"):
        return ""
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ""
    return name


def country_of_zone(name: str) -> str:
    """The two letters of the country a zone belongs to; "" for none, or where no table tells.

    The table is `zone.tab` of the time zone database: country, coordinates, zone, remarks.
    """
    for table in _tables():
        for line in table.splitlines():
            cells = line.split("\t")
            if len(cells) >= 3 and cells[2] == name and not line.startswith("#"):
                return cells[0]
    return ""


def _tables() -> Iterator[str]:
    for folder in zoneinfo.TZPATH:
        with suppress(OSError):
            yield Path(folder, _TABLE).read_text("utf-8")
    with suppress(OSError, ModuleNotFoundError):
        yield resources.files("tzdata").joinpath("zoneinfo", _TABLE).read_text("utf-8")
