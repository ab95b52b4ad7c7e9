"""Values put into the clauses that `why` gives: quoted, shortened and listed for people."""

from collections.abc import Sequence
from typing import Final

MAX_QUOTED = 40
"""Characters of a text that a clause quotes before it shortens."""
MAX_LISTED = 4
"""Values that a clause lists before it says how many more there are."""
_JOINERS = "\u200c\u200d"
"""What holds an emoji or an Indic word together: not printable by itself, and harmless."""


def visible(text: str) -> str:
    """The text with `·` for each character that a terminal would act on, or not show.

    Whatever a stranger texts ends up on somebody's terminal: no escape sequence may pass.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in _JOINERS else "·" for one in text)


def quoted(text: str, limit: int = MAX_QUOTED) -> str:
    """The text on one line between curly quotes, shortened with `…`; only what is visible."""
    line = _on_one_line(text)
    return f"“{line}”" if len(line) <= limit else f"“{line[: limit - 1].rstrip()}…”"


def quoted_whole(text: str) -> str:
    """The same, however long the text is."""
    return f"“{_on_one_line(text)}”"


def _on_one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def listed(words: Sequence[str], conjunction: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`; of many the first few and how many more."""
    if len(words) > MAX_LISTED:
        shown = words[: MAX_LISTED - 1]
        return f"{', '.join(shown)} {conjunction} {len(words) - len(shown)} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def denied(predicate: str) -> str:
    """`starts with …` → `does not start with …`; `is …` → `is not …`."""
    verb, _, rest = predicate.partition(" ")
    return f"is not {rest}" if verb == "is" else f"does not {_BASE_FORMS[verb]} {rest}"


_BASE_FORMS: Final = {
    "comes": "come",
    "starts": "start",
    "ends": "end",
    "contains": "contain",
    "has": "have",
    "matches": "match",
}
"""Every verb that says of a text whether it meets a condition, but for `is`."""


def counted(number: int, noun: str) -> str:
    """`1 character`, `2 characters`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def counted_many(number: int, noun: str) -> str:
    """`1 message`, `2,412 messages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
