"""Moments as people and as programs read them."""

from datetime import UTC, datetime, tzinfo
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def instant(at: datetime) -> str:
    """`2026-11-22T22:05:03.123456Z`: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def clock(at: datetime, zone: tzinfo) -> str:
    """`2026-11-22 17:05:03`, by the clock of the zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def moment(at: datetime, zone: tzinfo) -> str:
    """`22 November 2026 at 10:05:31 (UTC)`, by the clock of the zone."""
    local = at.astimezone(zone)
    # Not `%B`: its words follow the machine's language.
    month = _MONTHS[local.month - 1]
    return f"{local.day} {month} {local.year} at {local:%H:%M:%S} ({zone})"
