"""Checkups of the machine: clock, time zone, user, open files, versions."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from router.app.checkups.ports import FolderState, HttpAnswer, NoAnswer
from router.core.checkup import Checkup, fail, ok, warn
from router.render.moments import moment

SANE_YEARS = range(2026, 2100)
"""A clock before the first release of this program, or long behind it, has lost its time."""
OFF = timedelta(minutes=1)
FAR_OFF = timedelta(minutes=10)

CONNECTIONS, SPARE_FILES = 1000, 200
"""What the public listener takes at most, and the file handles it leaves for everything else."""

OLDEST_SQLITE = (3, 37)
"""The journal's tables are STRICT (SQLite's release notes of 3.37.0)."""
OLDEST_PYTHON = (3, 11)


def clock_checkup(now: datetime, answer: HttpAnswer | NoAnswer | None) -> Checkup:
    """Whether the clock can be right, and agrees with what the public URL answered."""
    told = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    advice = "set it, and have it kept right: timedatectl set-ntp true"
    if now.year not in SANE_YEARS:
        return fail("clock", f"{told}: that cannot be", advice)
    theirs = _date(answer) if isinstance(answer, HttpAnswer) else None
    if theirs is None or not isinstance(answer, HttpAnswer):
        return ok("clock", told)
    off = _distance(theirs, answer)
    if off <= OFF:
        return ok("clock", f"{told}, which agrees with what the public URL answers")
    words = f"{told}; what answers at the public URL is {_length(off)} away from that"
    if off > FAR_OFF:
        return fail("clock", words, f"rules with hours go by the clock: {advice}")
    return warn("clock", words, f"one of both is wrong; if it is this one: {advice}")


def _date(answer: HttpAnswer) -> datetime | None:
    """The header Date (RFC 9110 §6.6.1), when there is one that can be read."""
    try:
        found = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _distance(theirs: datetime, answer: HttpAnswer) -> timedelta:
    """How far a moment is from the time in which the answer was made; it tells whole seconds."""
    early, late = answer.asked - timedelta(seconds=1), answer.answered
    return max(early - theirs, theirs - late, timedelta(0))


def _length(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def zone_checkup(zone: tzinfo, machine: str, now: datetime) -> Checkup:
    """By which zone times are read that name none; nobody may have thought of it."""
    told = f"times that name no zone are by {zone}, where it is {moment(now, zone)}"
    # The default is datetime's own UTC, which no reader of settings gives.
    if zone is UTC and machine not in ("UTC", "GMT", ""):
        advice = "set timezone to yours, such as America/New_York, or to UTC if that is meant"
        return warn("timezone", f"{told}; this machine is in {machine}", advice)
    return ok("timezone", told)


def user_checkup(user: str, data: FolderState) -> Checkup:
    """Whether this runs as the user whose rights count."""
    if not data.exists or data.owner == user:
        return ok("user", f"this runs as {user}")
    return warn(
        "user",
        f"this runs as {user}, but the data folder is {data.owner}'s: what one may, the other may"
        " not",
        f"if the router runs as {data.owner}, ask again with: sudo -u {data.owner} sms-router"
        " doctor",
    )


def files_checkup(most: int | None) -> Checkup:
    """Whether a process may open as many files as the listener takes connections."""
    advice = "raise it: LimitNOFILE=4096 in the systemd unit, or ulimit -n 4096"
    if most is None or most >= CONNECTIONS + SPARE_FILES:
        return ok("open files", f"{'any number' if most is None else most} for one process")
    left = most - SPARE_FILES
    if left < 1:
        return fail("open files", f"{most} for one process: too few to listen at all", advice)
    words = f"{most} for one process: enough for {left} connections in place of {CONNECTIONS}"
    return warn("open files", words, advice)


def versions_checkup(versions: Mapping[str, str]) -> Checkup:
    """What runs here, and whether the parts that are the system's are new enough."""
    told = ", ".join(f"{name} {version or '(no package)'}" for name, version in versions.items())
    if _numbers(versions.get("Python", "")) < OLDEST_PYTHON:
        return fail("versions", told, "install Python 3.11 or newer")
    if _numbers(versions.get("SQLite", "")) < OLDEST_SQLITE:
        return fail(
            "versions", told, "use a Python with SQLite 3.37 or newer: the journal needs it"
        )
    return ok("versions", told)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
