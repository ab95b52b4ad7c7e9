"""Time zones by their names in the IANA database."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from router.language.quoting import quoted
from router.language.suggest import distance, nearest
from router.language.times.misread import Misread

EXAMPLE = "America/New_York"
_CITIES = {
    **dict.fromkeys(("et", "edt", "eastern", "eastern-time", "us-eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "cdt", "cst", "central", "central-time"), "America/Chicago"),
    **dict.fromkeys(("mt", "mdt", "mountain", "mountain-time"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific", "pacific-time"), "America/Los_Angeles"),
    **dict.fromkeys(("akst", "akdt", "alaska"), "America/Anchorage"),
    **dict.fromkeys(("hawaii",), "Pacific/Honolulu"),
    **dict.fromkeys(("bst", "uk", "england", "britain", "united-kingdom"), "Europe/London"),
    **dict.fromkeys(("ireland",), "Europe/Dublin"),
    **dict.fromkeys(("cest", "mez", "mesz", "germany"), "Europe/Berlin"),
    **dict.fromkeys(("france",), "Europe/Paris"),
    **dict.fromkeys(("ist", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
}
"""What people write for a zone, and the zone they are likely to mean."""

WITHOUT_SUMMER_TIME = {
    "EST": "America/New_York",
    "MST": "America/Denver",
    "GMT": "Europe/London",
}
"""Zones of one fixed time, and those for which they are often written by mistake."""

_HOURS = re.compile(r"(?:GMT|UTC|Z)?\s*[+-]\s*[0-9:]+", re.ASCII | re.IGNORECASE)


def read_zone(written: str) -> ZoneInfo | Misread:
    """A zone by its name, such as America/New_York; capitals count, as in the database."""
    text = written.strip()
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
    plain = "-".join(text.casefold().replace("_", " ").split())
    if plain in _CITIES:
        return _CITIES[plain]
    by_city = _zones_by_city()
    if city := by_city.get(plain.rpartition("/")[2]):
        return city
    if near := nearest(text, _zones(), synonyms={}):
        return near
    city = plain.rpartition("/")[2]
    near = nearest(city, by_city, synonyms={}) if len(city) > 3 else None
    # One slip in a city's name; more make some other city of it.
    return by_city[near] if near and distance(city, near) == 1 else ""


@cache
def _zones() -> tuple[str, ...]:
    """Every zone, those of the regions first."""
    return tuple(sorted(available_timezones(), key=lambda name: ("/" not in name, name)))


@cache
def _zones_by_city() -> dict[str, str]:
    """`new-york` and its zone."""
    found: dict[str, str] = {}
    for name in _zones():
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/", "posix/", "right/")):
            found.setdefault(name.rpartition("/")[2].casefold().replace("_", "-"), name)
    return found
