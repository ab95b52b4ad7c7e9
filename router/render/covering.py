"""Numbers and texts covered, for lists that are shown to others."""

import re

from router.core.address import Address
from router.engine.wording import counted

_END = re.compile(r"[0-9]{2}\Z", re.ASCII)
# Digits of every script, and what stands between them on keyboards of every kind.
_MANY_DIGITS = re.compile(
    r"[+\uff0b]?\d(?:(?:[\s./()\-_\u00b7\u200b-\u200f\u2010-\u2015\u2060]{0,2}|,)\d){5,}"
)
_NO_DIGIT = re.compile(r"\D")
# With the first digits of a time behind it, since a blank stands within numbers, too.
_DATE = re.compile(
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?: [012]\d)?", re.ASCII
)


def covered_number(address: Address) -> str:
    """`***67`: its last two digits, as in the log; nothing of a sender id."""
    end = _END.search(address.value)
    return f"***{end[0]}" if end else "***"


def covered_text(text: str) -> str:
    """`12 characters`."""
    return counted(len(text), "character")


def covered_digits(text: str) -> str:
    """The text with `***67` for what may be somebody's number: six digits or more in a row.

    A date as findings write it (2026-03-08) is none.
    """
    return _MANY_DIGITS.sub(_covered, text)


def _covered(found: re.Match[str]) -> str:
    digits = found[0]
    return digits if _DATE.fullmatch(digits) else f"***{_NO_DIGIT.sub('', digits)[-2:]}"
