"""How long a turn of a rota is: `1 week`, `2 days`."""

import re

from router.language.quoting import quoted
from router.language.times.misread import Misread

EXAMPLE = "1 week"
LONGEST = 3650
_LENGTH = re.compile(r"([0-9]+)\s+(day|week)s?", re.ASCII | re.IGNORECASE)
_LOOSE = re.compile(
    r"([0-9]+)?\s*-?\s*(d|day|days|w|wk|wks|week|weeks)\.?", re.ASCII | re.IGNORECASE
)
_NAMED = {
    **dict.fromkeys(("daily", "every day", "each day"), "1 day"),
    **dict.fromkeys(("weekly", "every week", "each week"), "1 week"),
    **dict.fromkeys(("fortnight", "fortnightly", "biweekly", "bi-weekly"), "2 weeks"),
}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HOURS = re.compile(r".*\b(?:hours?|hourly|minutes?|mins?|[0-9]+h)\b.*", re.IGNORECASE)
_MONTHS = re.compile(r".*\b(?:months?|monthly|quarter(?:ly)?|years?|yearly)\b.*", re.IGNORECASE)


def read_length(written: str) -> int | Misread:
    """A number of days, a week being 7, from 1 day to ten years."""
    text = " ".join(written.split())
    if found := _LENGTH.fullmatch(text):
        return _days(text, found[1], 7 if found[2].casefold() == "week" else 1)
    words = f"{quoted(text)} is not the length of a turn"
    hint = f"a turn is a number of days or weeks, such as {EXAMPLE} or 2 days"
    if fix := _meant(text.casefold()):
        return Misread(words, f"write {fix}: {hint}", fix)
    if text.isascii() and text.isdigit():
        return Misread(
            f"{quoted(text)} does not say days or weeks", f"write {text} days or {text} weeks"
        )
    if _MONTHS.fullmatch(text):
        words = f"{quoted(text)} is not the length of a turn: months are not equally long"
        return Misread(words, "write days or weeks, such as 4 weeks")
    if _HOURS.fullmatch(text):
        words = f"{quoted(text)} is not the length of a turn: it lasts whole days"
        return Misread(words, "write days or weeks; for hours of the day, use a schedule")
    return Misread(words, hint)


def _days(text: str, count: str, unit: int) -> int | Misread:
    plain = count.lstrip("0")
    if not plain:
        return Misread(
            f"{quoted(text)} is no time at all", f"write at least 1 day, such as {EXAMPLE}"
        )
    days = int(plain) * unit if len(plain) <= 5 else LONGEST + 1
    if days > LONGEST:
        return Misread(
            f"{quoted(text)} is longer than ten years", f"write a turn such as {EXAMPLE}"
        )
    return days


def _meant(text: str) -> str:
    if text in _NAMED:
        return _NAMED[text]
    word, _, rest = text.partition(" ")
    if word in _COUNTS:
        text = f"{_COUNTS.index(word) + 1} {rest}"
    found = _LOOSE.fullmatch(text)
    if not found or (found[1] and not 1 <= int(found[1][:6]) <= LONGEST // 7):
        return ""
    count = int(found[1] or 1)
    unit = "day" if found[2].startswith("d") else "week"
    return f"{count} {unit}{'s' if count > 1 else ''}"
