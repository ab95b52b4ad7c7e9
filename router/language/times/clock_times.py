"""Times of the day as rule files write them, `09:00` to `24:00`."""

import re
from datetime import datetime, time

from router.engine.schedule import MINUTES_OF_A_DAY
from router.language.quoting import quoted
from router.language.times.dates import read_date
from router.language.times.misread import Misread

EXAMPLE_MOMENT = "2026-11-02 09:00"
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)
_SECONDS = re.compile(r"([0-9]{1,2}:[0-9]{2}):[0-9]{2}", re.ASCII)
_HALF = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*([ap])\.?\s*m\.?", re.ASCII | re.IGNORECASE)
_HOUR = re.compile(r"([0-9]{1,2})\s*(?:h|uhr|o'clock)?", re.ASCII | re.IGNORECASE)
_OTHER_SIGN = re.compile(r"([0-9]{1,2})\s*[.h,]\s*([0-9]{2})h?", re.ASCII | re.IGNORECASE)
_TOGETHER = re.compile(r"([0-9]{1,2})([0-9]{2})", re.ASCII)
_ONE_DIGIT = re.compile(r"([0-9]{1,2}):([0-9])", re.ASCII)
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+(.+))?", re.ASCII)
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(?::[0-9]{2})?Z?", re.ASCII)
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}


def read_time(written: str) -> int | Misread:  # noqa: PLR0911  (one return for each way to write it)
    """Minutes after midnight, up to 1440 for 24:00."""
    text = written.strip()
    if found := _TIME.fullmatch(text):
        return _minutes(text, int(found[1]), int(found[2]))
    words = f"{quoted(text)} is not written as a time"
    if found := _HALF.fullmatch(text):
        return _half_day(text, int(found[1]), int(found[2] or 0), found[3].casefold() == "p")
    if found := _SECONDS.fullmatch(text):
        return Misread(f"{quoted(text)} has seconds, and minutes are enough", *_write(found[1]))
    if found := _HOUR.fullmatch(text):
        return _if_time(f"{quoted(text)} has no minutes", int(found[1]), 0)
    if found := _OTHER_SIGN.fullmatch(text) or _TOGETHER.fullmatch(text):
        return _if_time(words, int(found[1]), int(found[2]))
    if found := _ONE_DIGIT.fullmatch(text):
        hint = f"write two digits, such as {int(found[1]):02}:{found[2]}0"
        return Misread(f"{quoted(text)} has one digit for the minutes", hint)
    if named := _NAMED.get(text.casefold()):
        return Misread(words, *_write(named))
    return Misread(words, "write hours and minutes, such as 09:00 or 17:30")


def read_moment(written: str) -> datetime | Misread:
    """A day and a time on the wall's clock, `2026-11-02 09:00`; without a time midnight."""
    text = written.strip()
    if found := _ISO.fullmatch(text):
        mended = f"{found[1]} {found[2]}"
        return Misread(f"{quoted(text)} is not written as a day and a time", *_write(mended))
    found = _MOMENT.fullmatch(text)
    day = read_date(found[1] if found else text)
    if isinstance(day, Misread):
        return _no_day(day, found[2] if found else None)
    minutes = read_time(found[2]) if found and found[2] else 0
    if isinstance(minutes, Misread):
        return Misread(minutes.words, minutes.hint, minutes.fix and f"{day} {minutes.fix}")
    if minutes == MINUTES_OF_A_DAY:
        hint = "write 00:00 and the day after"
        return Misread(f"{quoted(text)} is at the very end of its day", hint)
    return datetime.combine(day, time(*divmod(minutes, 60)))


def _no_day(day: Misread, behind: str | None) -> Misread:
    """What is wrong with the day of a moment, with what stands behind it."""
    if behind is None:
        return day if day.fix else Misread(day.words, f"write a day and a time: {EXAMPLE_MOMENT}")
    if not day.fix:
        return day
    fix = f"{day.fix} {behind}"
    return Misread(day.words, day.hint.replace(day.fix, fix), fix)


def clock(minutes: int) -> str:
    """Minutes after midnight as `09:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _write(time_or_moment: str) -> tuple[str, str]:
    return f"write {time_or_moment}", time_or_moment


def _minutes(text: str, hour: int, minute: int) -> int | Misread:
    if minute > 59:
        words = f"{quoted(text)} is not a time: an hour has minutes from 00 to 59"
        return Misread(words, "write hours and minutes, such as 09:00 or 17:30")
    if hour > 24 or (hour == 24 and minute):
        words = f"{quoted(text)} is not a time: there is no hour {hour}"
        if hour == 24:
            words = f"{quoted(text)} is not a time: the day is over at 24:00"
        return Misread(words, "a day goes from 00:00 to 24:00")
    return hour * 60 + minute


def _half_day(text: str, hour: int, minute: int, afternoon: bool) -> Misread:
    words = f"{quoted(text)} is not written as a time of 24 hours"
    if not 1 <= hour <= 12:
        return _if_time(words, hour, minute)
    return _if_time(words, hour % 12 + 12 * afternoon, minute)


def _if_time(words: str, hour: int, minute: int) -> Misread:
    shown = f"{hour:02}:{minute:02}"
    meant = _minutes(shown, hour, minute)
    return meant if isinstance(meant, Misread) else Misread(words, *_write(shown))
