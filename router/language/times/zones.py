"""Time zones by their names in the IANA database."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from router.language.quoting import quoted
from router.language.suggest import distance, nearest
from router.language.times.misread import Misread
from router.language.times.towns import ZONE_OF

EXAMPLE = "America/New_York"
WITHOUT_SUMMER_TIME = {
    "EST": "America/New_York",
    "MST": "America/Denver",
    "GMT": "Europe/London",
}
"""Zones of one fixed time, and those for which they are often written by mistake."""

_OF_THE_MACHINE = frozenset(("localtime", "local", "factory", "posixrules"))
"""Names that stand beside the zones in a machine's database, and mean what it was set to."""
_COPIES = frozenset(("posix", "right"))
"""Folders of the database that hold its zones again, the second with leap seconds."""

_HOURS = re.compile(r"(?:GMT|UTC|Z)?\s*[+-]\s*[0-9:]+", re.ASCII | re.IGNORECASE)


def read_zone(written: str) -> ZoneInfo | Misread:
    """A zone by its name, such as America/New_York; capitals count, as in the database."""
    text = written.strip()
    if text.casefold() in _OF_THE_MACHINE:
        words = f"{quoted(text)} is no place's zone: it depends on the machine"
        return Misread(words, f"name the zone by a region and a city, such as {EXAMPLE}")
    folder, _, zone = text.partition("/")
    if folder in _COPIES and zone in _zones():
        words = f"{quoted(text)} is a copy of a zone, which not every machine has"
        return Misread(words, f"write {zone}", zone)
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        # No name is near a number of hours, least of all that of another one.
        near = "" if _HOURS.fullmatch(text) else _nearest(text)
    if near:
        return Misread(f"{quoted(text)} is not a time zone", f'did you mean "{near}"?', near)
    hint = f"write a region and a city as the time zone database has them, such as {EXAMPLE}"
    return Misread(f"{quoted(text)} is not a time zone", hint)


def _nearest(text: str) -> str:
    place = text.partition(",")[0]  # "London, UK"
    plain = "-".join(place.casefold().replace("_", " ").split())
    if plain in ZONE_OF:
        return ZONE_OF[plain]
    by_city = _zones_by_city()
    if city := by_city.get(plain.rpartition("/")[2]):
        return city
    if near := nearest(place, _zones(), synonyms={}):
        return near
    city = plain.rpartition("/")[2]
    near = nearest(city, by_city, synonyms={}) if len(city) > 3 else None
    # One slip in a city's name; more make some other city of it.
    return by_city[near] if near and distance(city, near) == 1 else ""


@cache
def _zones() -> tuple[str, ...]:
    """Every zone, those of the regions first."""
    names = (name for name in available_timezones() if name.casefold() not in _OF_THE_MACHINE)
    return tuple(sorted(names, key=lambda name: ("/" not in name, name)))


@cache
def _zones_by_city() -> dict[str, str]:
    """`new-york` and its zone."""
    found: dict[str, str] = {}
    for name in _zones():
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/", "posix/", "right/")):
            found.setdefault(name.rpartition("/")[2].casefold().replace("_", "-"), name)
    return found
