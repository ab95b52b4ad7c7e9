"""The journal day by day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from router.app.journal import EVERYTHING, JournalFilter, JournalReader
from router.core.journal import DaySums


def by_day(
    reader: JournalReader, zone: tzinfo, wanted: JournalFilter = EVERYTHING
) -> Iterator[DaySums]:
    """The days that have messages, in order; a day begins at midnight in the zone.

    Raises JournalUnavailableError.
    """
    wanted = replace(wanted, newest_first=False, limit=1)
    # From one row to the next day that has one: a lone row of 1970 does not cost 20,000 questions.
    while (first := next(reader.rows(wanted), None)) is not None:
        day = first.received_at.astimezone(zone).date()
        end = midnight(day + timedelta(days=1), zone)
        until = end if wanted.until is None else min(end, wanted.until)
        stats = reader.stats(replace(wanted, until=until))
        yield DaySums(day, stats.messages, stats.unmatched, stats.segments)
        wanted = replace(wanted, since=until)


def midnight(day: date, zone: tzinfo) -> datetime:
    """When the day begins there, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
