"""The values between brackets and braces on one line, as a person sees where they begin and end.

Reading by eye goes on where YAML stops: over a quote that is never closed, over `{placeholders}`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from router.language.lines import KEYS_OF, KNOWN_KEYS, NOTE_KEYS, TEXT_KEYS, read_line, split_remark

CLOSE = {"[": "]", "{": "}"}
_KEY = re.compile(r"""(["']?)([\w][\w-]*)\1 *:(?: +|$)""")
_KEYS_OPEN = re.compile(r"""[{ ]*(?:\}|$|(["']?)[\w][\w-]*\1 *:|(?P<bare>[\w][\w-]*) *[\[{"'])""")
"""Braces with keys in them, also where a key lacks its colon or the blank behind it."""
_ASIDE = re.compile(r"""\[[^][",']*\] *([^\s,\]}].*)""")
"""A word in brackets with a text behind it."""
_TEXTS = TEXT_KEYS | NOTE_KEYS


@dataclass(frozen=True, slots=True)
class Part:
    """A value inside brackets or braces: its columns (from 0), its key ("" for none).

    `opened` is the bracket or brace right around it.
    """

    column: int
    end: int
    key: str
    opened: str

    def is_text(self) -> bool:
        """Whether a text stands here: behind such a key, or as an item of a list."""
        return self.key in _TEXTS or (not self.key and self.opened == "[")


def parts_inside(text: str) -> Iterator[Part]:
    """The values in the brackets or braces that a line's value begins with, from the left."""
    line = read_line(text)
    if line.value.startswith(tuple(CLOSE)):
        body, _ = split_remark(text)
        yield from _Walk(body).parts(line.value_column)


def part_at(text: str, column: int) -> Part | None:
    """The value that begins in this column (from 0), if one does."""
    return next((part for part in parts_inside(text) if part.column == column), None)


def closing_quote(line: str, at: int) -> int:
    """Where the quote that opens at `at` is closed on its line, -1 when it is not."""
    quote = line[at]
    now = at + 1
    while now < len(line):
        if quote == '"' and line[now] == "\\":
            now += 2
        elif line[now] != quote:
            now += 1
        elif quote == "'" and line[now + 1 : now + 2] == "'":
            now += 2
        else:
            return now
    return -1


def begins_key(text: str) -> bool:
    """Whether a key that rules know stands here, with its colon."""
    found = _KEY.match(text)
    return found is not None and found[2] in KNOWN_KEYS


@dataclass(slots=True)
class _Walk:
    """Walks over the brackets and braces of one line without its remark."""

    body: str
    opened: list[str] = field(default_factory=list)
    keys: list[list[str]] = field(default_factory=list)

    def parts(self, at: int) -> Iterator[Part]:
        """The values from this column on, to the end of what opens there."""
        while at < len(self.body):
            char = self.body[at]
            if char in "]}":
                self.opened.pop()
                self.keys.pop()
                if not self.opened:
                    return
                at += 1
            elif char in ", ":
                at += 1
            elif not self.opened or self._goes_deeper(at):
                self.opened.append(char)
                self.keys.append([])
                at += 1
            else:
                at, key = self._key(at)
                if not self._goes_deeper(at):
                    end = self._end(at, key)
                    yield Part(at, end, key, self.opened[-1])
                    at = end

    def _key(self, at: int) -> tuple[int, str]:
        """Where the value of the entry that begins here begins, and its key."""
        found = _KEY.match(self.body, at)
        if not found or (self.opened[-1] == "[" and found[2] not in KNOWN_KEYS):
            return at, ""
        self.keys[-1].append(found[2])
        return found.end(), found[2]

    def _goes_deeper(self, at: int) -> bool:
        """Whether brackets or braces open here that hold values, and are no part of a text."""
        rest = self.body[at:]
        if rest.startswith("{"):
            keys = _KEYS_OPEN.match(rest)
            return keys is not None and (keys["bare"] or "text") in KNOWN_KEYS
        aside = _ASIDE.match(rest)
        return rest.startswith("[") and not (aside and not begins_key(aside[1]))

    def _end(self, at: int, key: str) -> int:
        """Where the value that begins here ends; the braces of placeholders are a part of it."""
        if self.body[at : at + 1] in ('"', "'"):
            closing = closing_quote(self.body, at)
            # A quote that was typed twice closes the text, too.
            rest = self.body[closing + 1 :].removeprefix(self.body[at]).lstrip()
            if closing > 0 and rest[:1] in ("", ",", "]", "}"):
                return len(self.body) - len(rest)
        signs = "{}" if self.opened[-1] == "{" else "[]{}"
        depth = 0
        for now in range(at, len(self.body)):
            char = self.body[now]
            if char in signs:
                depth += 1 if char in CLOSE else -1
            ends = char == "," and depth == 0 and self._is_next(now + 1, key)
            if depth < 0 or ends:
                return now
        return len(self.body.rstrip("]}")) if depth else len(self.body)

    def _is_next(self, at: int, key: str) -> bool:
        """Whether what stands behind a comma is the next entry, and no part of a text."""
        if self.opened[-1] == "[" or key not in _TEXTS:
            return True
        found = _KEY.match(self.body[at:].lstrip())
        beside = [keys for keys in KEYS_OF.values() if key in keys]
        known = found is not None and any(found[2] in keys for keys in beside)
        return known and found is not None and found[2] not in self.keys[-1]
