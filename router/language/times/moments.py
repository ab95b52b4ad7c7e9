"""Moments at which a message comes: by the clock of a zone, or as an ISO 8601 instant."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from router.language.quoting import quoted
from router.language.times.clock_times import read_moment as read_clock
from router.language.times.misread import Misread

EXAMPLE = "2026-11-22 10:00"
_DAY_ALONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_EVERYDAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", re.ASCII)
_EXACT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
    r" ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII | re.IGNORECASE,
)
# The basic format of ISO 8601, as programs print it: 20261122T100000Z.
_TOGETHER = re.compile(
    r"([0-9]{8})T([0-9]{4}(?:[0-9]{2}(?:[.,][0-9]{1,9})?)?)(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII | re.IGNORECASE,
)


def read_instant(written: str, zone: tzinfo) -> datetime | Misread:
    """`2026-11-22 10:00` by the zone's clock, or an instant such as `2026-11-22T10:00+01:00`.

    The result is in UTC. An hour that the clocks show twice is the first of the two.
    """
    text = written.strip()
    if _DAY_ALONE.fullmatch(text):
        fix = f"{text} 10:00"
        return Misread(f"{quoted(text)} has no time of day", f"write {fix}", fix)
    found = None if _EVERYDAY.fullmatch(text) else _EXACT.fullmatch(text)
    found = found or _TOGETHER.fullmatch(text)
    if found is None:
        read = read_clock(text)
        return read if isinstance(read, Misread) else _by_clock(read, zone, text)
    day, time, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{(offset or '').upper()}")
        return _by_clock(moment, zone, text) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return _not_in_the_calendar(text)


def _by_clock(moment: datetime, zone: tzinfo, text: str) -> datetime | Misread:
    try:
        instant = moment.replace(tzinfo=zone).astimezone(UTC)
        shown = instant.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return _not_in_the_calendar(text)
    if shown == moment:
        return instant
    later = f"{moment + timedelta(hours=1):%Y-%m-%d %H:%M}"
    words = f"{quoted(text)} does not exist in {zone}: the clocks go forward over it"
    return Misread(words, f"write {later}", later)


def _not_in_the_calendar(text: str) -> Misread:
    return Misread(f"{quoted(text)} is not in the calendar", f"write a time such as {EXAMPLE}")
