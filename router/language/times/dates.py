"""Dates as rule files write them, `2026-12-25`, and ranges of them, `2026-12-31..2027-01-01`."""

import calendar
import re
from dataclasses import replace
from datetime import MAXYEAR, date

from router.language.quoting import quoted
from router.language.times.misread import Misread

EXAMPLE = "2026-12-25"
FIRST_YEAR = 1970
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.\s]([0-9]{1,2})[-/.\s]([0-9]{1,2})\.?", re.ASCII)
_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{4})", re.ASCII)
_NO_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})\.?", re.ASCII)
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]\s*[0-9].*", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
_RANGE = re.compile(r"\s*(?:\.{2,}|…|\b(?:to|till|until|through|bis)\b|\s[-–—]\s|[–—])\s*")
_DASHED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s*-\s*([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)
# Not `calendar.month_name`: its words follow the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def read_date(written: str) -> date | Misread:
    """One day, `2026-12-25`."""
    text = written.strip()
    if found := _DATE.fullmatch(text):
        return _day(text, *map(int, found.groups()))
    if found := _WITH_TIME.fullmatch(text):
        return Misread(f"{quoted(text)} has a time, and a whole day is meant", *_write(found[1]))
    return _otherwise_written(text)


def read_days(written: str) -> tuple[date, date] | Misread:
    """One day, or a range `2026-12-31..2027-01-01` with both its ends."""
    text = written.strip()
    dashed = _DASHED.fullmatch(text)
    ends = dashed.groups() if dashed else _RANGE.split(text, maxsplit=1)
    if len(ends) == 1:
        day = read_date(text)
        return day if isinstance(day, Misread) else (day, day)
    if not all(ends):
        hint = f"write its first and its last day, such as {EXAMPLE}..2027-01-01"
        return Misread(f"{quoted(text)} lacks one end of the range", hint)
    first, last = read_date(ends[0]), read_date(ends[1])
    mended = _mended(ends[0], first) + ".." + _mended(ends[1], last)
    match first, last:
        case (Misread() as wrong, _) | (_, Misread() as wrong):
            both = _mended(ends[0], first) and _mended(ends[1], last)
            return (
                replace(wrong, hint=f"write {mended}", fix=mended)
                if both
                else replace(wrong, fix="")
            )
        case (date() as begin, date() as end) if "".join(text.split()) == mended:
            return begin, end
        case _:
            return Misread(f"{quoted(text)} is not written as a range of dates", *_write(mended))


def _mended(text: str, read: date | Misread) -> str:
    return read.fix if isinstance(read, Misread) else text.strip()


def _write(date_or_range: str) -> tuple[str, str]:
    return f"write {date_or_range}", date_or_range


def _day(text: str, year: int, month: int, day: int) -> date | Misread:
    """A date from its numbers, or what keeps them from being one."""
    hint = f"a date is written year-month-day, such as {EXAMPLE}"
    if not FIRST_YEAR <= year <= MAXYEAR:
        return Misread(f"{quoted(text)} is not a date that can come: its year is {year}", hint)
    if not 1 <= month <= 12:
        swapped = 1 <= day <= 12 and 1 <= month <= calendar.monthrange(year, day)[1]
        words = f"{quoted(text)} is not a date: there is no month {month}"
        return Misread(words, hint, f"{year:04}-{day:02}-{month:02}" if swapped else "")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        named = f"{_MONTHS[month - 1]} {year} has {last} days"
        return Misread(f"{quoted(text)} is not a date: {named}", f"write a day from 1 to {last}")
    return date(year, month, day)


def _otherwise_written(  # noqa: PLR0911  (one return for each way to write it)
    text: str,
) -> Misread:
    """A date as people write it elsewhere, with the same in the rule files' way if that is sure."""
    words = f"{quoted(text)} is not written as a date"
    if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return _if_date(words, *map(int, found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        one, two, year = map(int, found.groups())
        if "." in text or one > 12:
            return _if_date(words, year, two, one)
        if two > 12:
            return _if_date(words, year, one, two)
        both = f"{year:04}-{one:02}-{two:02} or {year:04}-{two:02}-{one:02}"
        return Misread(words, f"write the year first, then the month, then the day: {both}")
    if _NO_YEAR.fullmatch(text):
        words = f"{quoted(text)} is a date without its year"
        return Misread(words, f"write the year first, such as {EXAMPLE}")
    if meant := _with_month_name(text):
        return _if_date(words, *meant)
    return Misread(words, f"write year-month-day, such as {EXAMPLE}")


def _if_date(words: str, year: int, month: int, day: int) -> Misread:
    shown = f"{year:04}-{month:02}-{day:02}"
    meant = _day(shown, year, month, day)
    return meant if isinstance(meant, Misread) else Misread(words, *_write(shown))


def _with_month_name(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of `25 December 2026` or `Dec 25th 2026`."""
    found = [word for word in _WORDS.findall(text.casefold()) if word not in _ORDINALS]
    named = [word for word in found if not word.isdigit()]
    numbers = [int(word) for word in found if word.isdigit()]
    if len(named) != 1 or len(named[0]) < 3 or len(numbers) != 2 or numbers[1] < 1000:
        return None
    months = [at for at, name in enumerate(_MONTHS, 1) if name.casefold().startswith(named[0])]
    return (numbers[1], months[0], numbers[0]) if months else None


_ORDINALS = frozenset(("st", "nd", "rd", "th", "of"))
