"""Which messages of the journal are meant: options that several verbs take, and how they read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import click

from router.app.journal import JournalFilter
from router.app.journal_stats import midnight
from router.app.settings import Settings
from router.cli.complaints import complain
from router.cli.message import no_number
from router.cli.options import Body, SettingsOptions
from router.core.address import Address, AddressKind, from_wire
from router.core.errors import UsageError
from router.language.numbers import NumberProblem, read_number
from router.language.quoting import quoted
from router.language.times.dates import read_date
from router.language.times.misread import Misread
from router.language.times.moments import read_instant

_AGO = re.compile(r"([0-9]{1,6}) ?(m|h|d|w|minutes?|hours?|days?|weeks?)", re.ASCII | re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Digits alone, or a sender id, which has a letter: what else there is, was meant as a number.
_AS_RECEIVED = re.compile(r"\s*(?:[0-9]{7,15}|(?!\+).*[A-Za-z].*)\s*", re.ASCII)
# Digits that may well have the country's among them. Ten and fewer are a number of the country.
_LONG = re.compile(r"\s*[1-9][0-9]{10,14}\s*", re.ASCII)
REVEAL = click.option(
    "--reveal", is_flag=True, help="Show numbers and texts in full; they are covered otherwise."
)
REVEALED = click.option(
    "--reveal", is_flag=True, expose_value=False, help="Changes nothing: nothing is covered here."
)
SINCE = click.option(
    "--since", metavar="TIME", help="From then on: 7d (also m, h, w), 2026-11-01, or a time."
)
_OPTIONS = {
    "number": click.option(
        "--number", metavar="NUMBER", help="Those that this number sent, got or was sent."
    ),
    "rule": click.option(
        "--rule", metavar="NAME", help="Those that fired this rule, also in shadow."
    ),
    "since": SINCE,
    "until": click.option(
        "--until", metavar="TIME", help="Up to then; a date means to the end of that day."
    ),
    "unmatched": click.option("--unmatched", is_flag=True, help="Those that fired no rule."),
    "failed": click.option(
        "--failed", is_flag=True, help="Those with a message that did not arrive."
    ),
    "limit": click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions(SettingsOptions):
    """The options of a filter as typed, None where left out."""

    number: str | None
    rule: str | None
    since: str | None
    until: str | None
    unmatched: bool = False
    failed: bool = False
    limit: int | None = None


def filter_options(*left_out: str) -> Callable[[Body], Body]:
    """Add the filter's options but those; the verb gets them by the names in FilterOptions."""

    def decorate(body: Body) -> Body:
        for name, option in reversed(_OPTIONS.items()):
            body = body if name in left_out else option(body)
        return body

    return decorate


def read_filter(
    options: FilterOptions, settings: Settings, now: datetime, limit: int | None = None
) -> JournalFilter:
    """The filter; `limit` is how many rows are meant when nobody says. Raises UsageError."""
    return JournalFilter(
        number=None if options.number is None else read_party(options.number, settings),
        rule=options.rule,
        since=read_since(options.since, settings.timezone, now),
        until=_read_until(options.until, settings.timezone, now),
        unmatched=options.unmatched,
        failed=options.failed,
        limit=options.limit or limit,
    )


def read_party(text: str, settings: Settings) -> Address:
    """`--number`: a number, a short code or a sender id. Raises UsageError.

    Digits without `+` that are no number of the setting country are one as Plivo writes it. Where
    digits may be meant in another way, stderr says how they were read: somebody who asks to be
    forgotten must not be told that nothing was found because another number was looked for.
    """
    address = read_number(text, settings.country)
    received = from_wire(text) if _AS_RECEIVED.fullmatch(text) else None
    if isinstance(address, NumberProblem):
        if received is None:
            raise no_number("--number", address)
        if received.value.strip("+").isdecimal():
            complain(f"Note: {_as_received(text.strip(), received, settings.country)}")
        return received
    if _LONG.fullmatch(text) and received not in {None, address}:
        complain(
            f"Note: {quoted(text.strip())} was read as {address}, as people of {settings.country} "
            f"write it; where it is copied from Plivo, write {received}"
        )
    return address


def _as_received(typed: str, received: Address, country: str) -> str:
    read = f"read as {received}" if received.kind is AddressKind.NUMBER else "looked for as it is"
    why = f"is no number of {country}" if country else "has no + and no country is set"
    advice = "" if country else ", or set country in the settings"
    return (
        f"{quoted(typed)} {why}, so it was {read}: for a number of your own country write + and "
        f"the country code in front{advice}"
    )


def read_since(text: str | None, zone: tzinfo, now: datetime) -> datetime | None:
    """`--since`: that long ago, the beginning of a day, or a time. Raises UsageError."""
    return None if text is None else _moment("--since", text, zone, now, timedelta())


def _read_until(text: str | None, zone: tzinfo, now: datetime) -> datetime | None:
    return None if text is None else _moment("--until", text, zone, now, timedelta(days=1))


def _moment(option: str, text: str, zone: tzinfo, now: datetime, into_day: timedelta) -> datetime:
    """The moment; a day alone means its midnight, so long after it by the calendar."""
    written = text.strip()
    try:
        if found := _AGO.fullmatch(written):
            return now - timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])})
        if _DAY.fullmatch(written):
            day = read_date(written)
            if isinstance(day, Misread):
                raise UsageError(f"{option}: {day.words}: {day.hint}")
            return midnight(day + into_day, zone)
        read = read_instant(written, zone)
    except OverflowError:
        raise UsageError(f"{option}: {quoted(written)} is out of reach") from None
    if isinstance(read, Misread):
        if read.fix or _DAY.match(written):
            raise UsageError(f"{option}: {read.words}: {read.hint}")
        raise UsageError(
            f"{option}: {quoted(written)} is not a time: write 7d, 2026-11-01 or 2026-11-01 17:05"
        )
    return read


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
