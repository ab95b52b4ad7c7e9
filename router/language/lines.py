"""One line of a rule file taken apart by eye, and put together again as it should be written."""

import re
from dataclasses import dataclass

KEYS_OF: dict[str, tuple[str, ...]] = {
    "file": (
        *("description", "country", "match", "people", "lists", "schedules", "rotas"),
        *("rules", "tests"),
    ),
    "rule": (
        *("name", "match", "actions", "stop", "enabled", "stage", "since", "until"),
        *("examples",),
    ),
    "match": (
        *("from", "to", "text", "regex", "during", "outside", "otherwise"),
        *("all", "any", "not"),
    ),
    "text": (
        *("keyword", "starts-with", "ends-with", "contains", "has-word"),
        *("min-length", "max-length"),
    ),
    "regex": ("pattern", "case-sensitive"),
    "address": ("sender-id", "regex"),
    "action": ("reply", "forward", "multi-forward"),
    "reply": ("text", "from", "delivery-reports"),
    "forward": ("to", "text", "from", "delivery-reports"),
    "multi-forward": ("to", "text", "from", "include-sender", "delivery-reports"),
    "schedule": ("timezone", "open", "closed"),
    "rota": ("timezone", "starts", "every", "turns", "swaps"),
    "csv-list": ("csv", "column"),
    "stage": ("only",),
    "example": ("text", "from", "to", "at", "fires", "reply", "forward", "multi-forward"),
    "test": ("name", "message", "messages", "at", "sends"),
    "message": ("from", "to", "text", "at"),
    "sent": ("to", "text", "from"),
    "sender": ("sender-id",),
}
"""The keys that stand beside each other, by the name of their place. The schema has the same."""

KNOWN_KEYS = frozenset(key for keys in KEYS_OF.values() for key in keys)
EVERYDAY_KEYS = frozenset(
    (*KEYS_OF["schedule"], *KEYS_OF["rota"], *KEYS_OF["csv-list"], *KEYS_OF["stage"])
) | {"stage", "since", "until", "during", "outside"}
"""Keys that a text, too, may well hold before a colon: `reply: open: 9-17`."""

FIRST_KEYS = {
    "rules": ("rule", "name"),
    "tests": ("test", "name"),
    "examples": ("example", "text"),
    "messages": ("message", "text"),
}
"""By the key of a list, what its items are and what they usually begin with."""

TEXT_KEYS = frozenset(
    ("reply", "text", "keyword", "starts-with", "ends-with", "contains", "has-word", "regex")
) | {"pattern"}
"""The keys whose values are texts for people or from people: every character of them counts."""

NOTE_KEYS = frozenset(("name", "description"))
"""Free text in which a remark behind it is more likely than a `#` that is meant."""

CURLY = "“”„‟‘’‚‛"
"""Quotes that word processors make of straight ones; to YAML they are letters."""
_OTHER_DASH = re.compile(r"[–—−‐‑‒―•·‣◦▪●○][ \t]*|\*[ \t]+")
"""What word processors make of the dash before an item, or put there instead of it."""
_SPECIAL = "{}[]#,&*!|>%@`\"'"
_REMARK = re.compile(r"[ \t]{2,}#(?:[ \t]|$)")
_PLAIN_DANGER = re.compile(r": |:$| #")


@dataclass(frozen=True, slots=True)
class Line:
    """`indent`, dashes, `key`, colon and `value` of one line; columns from 0.

    `key` is "" when the line has none; then the value is all that follows the dashes.
    `value` has no blanks around it and may end in a remark.
    """

    text: str
    indent: int
    dashes: tuple[int, ...]
    key: str
    key_column: int
    value: str
    value_column: int


def read_line(text: str) -> Line:
    """Take a line apart, whether or not it is YAML."""
    body = text.rstrip()
    at = indent = len(body) - len(body.lstrip(" "))
    dashes = []
    while body.startswith("- ", at) or body[at:] == "-":
        dashes.append(at)
        at = _skip_blanks(body, at + 1)
    end = _key_end(body, at)
    if end < 0:
        return Line(body, indent, tuple(dashes), "", at, body[at:], at)
    value_at = _skip_blanks(body, body.index(":", end) + 1)
    return Line(body, indent, tuple(dashes), body[at:end], at, body[value_at:], value_at)


def _skip_blanks(body: str, at: int) -> int:
    while at < len(body) and body[at] == " ":
        at += 1
    return at


def _key_end(body: str, at: int) -> int:
    """Where the key that starts here ends; -1 when no key does."""
    if body[at : at + 1] in ('"', "'"):
        closing = body.find(body[at], at + 1)
        after = body[closing + 1 :].lstrip(" ") if closing > 0 else ""
        return closing + 1 if after == ":" or after.startswith(": ") else -1
    if at >= len(body) or body[at] in _SPECIAL:
        return -1
    colon = body.find(": ", at)
    if colon < 0:
        colon = len(body) - 1 if body.endswith(":") else -1
    remark = body.find(" #", at)
    if colon <= at or 0 <= remark < colon:
        return -1
    return len(body[:colon].rstrip())


def split_remark(value: str) -> tuple[str, str]:
    """A value and the remark behind it (with the blanks before it).

    A remark meant as such keeps two blanks before its `#` and one behind it; any other ` #` is
    taken for a part of the text.
    """
    if found := _REMARK.search(value):
        return value[: found.start()].rstrip(), value[found.start() :]
    return value.rstrip(), ""


def is_remark_behind(rest: str) -> bool:
    """Whether what follows a value is a remark that was meant as one."""
    return _REMARK.match(rest) is not None


def in_quotes(text: str) -> str:
    """The text as a quoted value that means exactly these characters."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def within_curly(text: str) -> str:
    """What stands between curly quotes, of which the second may have become a straight one.

    A backslash before a straight quote was to keep that a part of the text, and is none itself.
    """
    inner = text.strip(CURLY)
    lone = inner[-1:] in ('"', "'") and inner == text.lstrip(CURLY)
    inner = inner[:-1] if lone and inner.count(inner[-1]) == 1 else inner
    return inner.replace('\\"', '"')


def as_value(text: str) -> str:
    """The text as a value, in quotes only where it needs them."""
    # A curly quote would be a letter, but a text that begins with one is taken for a mistake.
    dangerous = not text or text[0] in _SPECIAL + "-?:" + CURLY or _PLAIN_DANGER.search(text)
    return in_quotes(text) if dangerous else text


def as_flow_value(text: str) -> str:
    """The text as a value inside braces or brackets, in quotes only where it needs them."""
    return in_quotes(text) if any(char in ",[]{}" for char in text) else as_value(text)


def quote_from(line: str, column: int) -> str:
    """The line with everything from this column (from 0) in quotes, but for a remark behind it."""
    value, remark = split_remark(line[column:])
    return line[:column] + in_quotes(value) + remark


def with_dash(text: str) -> str:
    """An item behind another sign than a dash, as it should be written; anything else as it is."""
    found = _OTHER_DASH.match(text)
    return f"-{found[0][1:] or ' '}{text[found.end() :]}" if found else text


def is_item(key: str) -> bool:
    """Whether what was read as a key is one behind another sign than a dash: `– reply`."""
    found = _OTHER_DASH.match(key)
    return found is not None and key[found.end() :] in KNOWN_KEYS


def with_hash(text: str) -> str:
    """A remark behind two slashes, as it should be written."""
    return f"# {text.lstrip('/').lstrip()}".rstrip()


def moved(line: str, column: int) -> str:
    """The line with its first visible character in this column (from 0)."""
    return " " * column + line.lstrip()
