"""Values that YAML reads without complaint, but not as they were meant."""

import re
from collections.abc import Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.lines import (
    CURLY,
    KNOWN_KEYS,
    NOTE_KEYS,
    TEXT_KEYS,
    in_quotes,
    is_item,
    is_remark_behind,
    quote_from,
    within_curly,
)
from router.language.quoting import quoted
from router.language.spoils.characters import ODD_BLANK
from router.language.spoils.colons import COLON_HINT
from router.language.spoils.escapes import with_single_quotes
from router.language.spoils.inside import closing_quote
from router.language.spoils.signs import not_a_dash, not_a_remark, signs_for_dashes
from router.language.tree.nodes import Node, Scalar, Sequence

_OPENING = "“„‟‘‚‛”’"
_CURLY_PAIR = re.compile('[“„]([^“”„"]*)[”“]')
_MARKS = re.compile("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
"""Joiners and direction marks: they belong in some texts, and never in a number or a name."""

_REGEXES = frozenset(("regex", "pattern"))
_CONTROL = re.compile("[\x00\x07\x08\x0b\x0c\x1b]")


def spoiled_values(root: Node, lines: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Findings about the values and keys of a tree, given the lines it was read from.

    The same mistake several times on one line is told once.
    """
    told: set[tuple[int, str]] = set()
    for finding in _Look(lines).all_of(root):
        if (finding.span.line, finding.code) not in told:
            told.add((finding.span.line, finding.code))
            yield finding


class _Look:
    """Walks a tree with its source at hand, and gathers the findings."""

    __slots__ = ("findings", "lines")

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        # Not yielded: generators within generators took longer than what they looked at.
        self.findings: list[Diagnostic] = []

    def all_of(self, root: Node) -> list[Diagnostic]:
        """The findings of a whole tree."""
        self._at(root, "")
        return self.findings

    def _at(self, node: Node, key: str) -> None:
        """Look at a node that stands under this key, lists aside."""
        if isinstance(node, Scalar):
            if (finding := self._value(node, key)) is not None:
                self.findings.append(finding)
        elif isinstance(node, Sequence):
            for item in node.items:
                self._at(item, key)
        else:
            # Nearly all keys are words, and are passed over here.
            signs = [one for one, _ in node.entries if not one.text[0].isalnum()]
            if signs:
                self.findings.extend(self._signs(signs, are_all=len(signs) == len(node.entries)))
            for above, value in node.entries:
                if above.plain and above.text[0] in CURLY:
                    self.findings.append(self._curly(above))
                self._at(value, above.text)

    def _signs(self, keys: list[Scalar], *, are_all: bool) -> Iterator[Diagnostic]:
        """Keys that are remarks; and those with what should be a dash, where all have it."""
        are_items = are_all and all(is_item(key.text) for key in keys)
        for key in keys:
            line = self.lines[key.span.line - 1]
            if not key.plain or line[: key.span.column - 1].strip():
                continue
            if key.text.startswith("//"):
                yield not_a_remark(key.span, line)
            elif are_items:
                yield not_a_dash(key.span, line)

    def _value(self, value: Scalar, key: str) -> Diagnostic | None:
        span = value.span
        if not value.plain:
            line = self.lines[span.line - 1]
            if not value.text.strip() and line[span.column - 1 : span.column] in ("|", ">"):
                return self._empty_block(span, key)
            return self._spoilt_regex(value) if key in _REGEXES else None
        if value.text and value.text[0] in _OPENING and self._only_quoted(value.text):
            return self._curly(value)
        if span.end_line > span.line and (finding := self._swallowed(value, key)):
            return finding
        if key not in TEXT_KEYS and not value.text.isascii():
            return self._odd_characters(value)
        return self._cut(value, key)

    def _spoilt_regex(self, value: Scalar) -> Diagnostic | None:
        r"""`"\b"`: a backspace is made of it, which nobody looks for in a text."""
        span = value.span
        line, begin = self.lines[span.line - 1], span.column - 1
        if not _CONTROL.search(value.text) or line[begin : begin + 1] != '"':
            return None
        end = closing_quote(line, begin)
        fix = with_single_quotes(line, begin, end) if end > 0 else ""
        message = "between double quotes this backslash becomes a control character"
        hints = ("between single quotes a backslash is just a backslash",)
        return Diagnostic("bad-escape", message, span, hints=hints, fix=fix)

    def _cut(self, value: Scalar, key: str) -> Diagnostic | None:
        """A text that stops at ` #`.

        Only where a text stands: behind numbers, flags and names of people a remark is what it
        looks like. Behind a text, a remark keeps two blanks before its `#` and one behind it,
        and a name or description may also have one blank on both sides.
        """
        line = self.lines[value.span.end_line - 1]
        at = line.find("#", value.span.end_column - 1)
        rest = line[value.span.end_column - 1 :]
        if at < 0 or not rest.lstrip().startswith("#"):
            return None
        spaced = line[at + 1 : at + 2] in ("", " ", "\t")
        if key in TEXT_KEYS:
            is_remark = spaced and (is_remark_behind(rest) or not value.text)
        else:
            is_remark = spaced or key not in NOTE_KEYS
        if is_remark:
            return None
        text = line[at:].rstrip()
        whole = value.span.line == value.span.end_line
        fix = quote_from(line, self._start(value, line)).rstrip() if whole else ""
        message = f'{quoted(text)} is cut off: " #" starts a remark'
        hints = ("in quotes it is a part of the text; a remark goes on a line of its own",)
        span = _on_line(value.span, value.span.end_line, at, len(text))
        return Diagnostic("cut-text", message, span, hints=hints, fix=fix)

    def _start(self, value: Scalar, line: str) -> int:
        """The column (from 0) of a value's first character, which for an empty one is its `#`."""
        at = value.span.column - 1
        return at if value.text else line.index("#", at)

    def _curly(self, value: Scalar) -> Diagnostic:
        line = self.lines[value.span.line - 1]
        inner = within_curly(value.text)
        fix = ""
        if value.span.line == value.span.end_line:
            end = value.span.end_column - 1
            is_key = line[end:].lstrip().startswith(":")
            straight = inner if is_key else in_quotes(inner)
            rest = (
                _CURLY_PAIR.sub(r'"\1"', line[end:]) if line[end:].startswith(",") else line[end:]
            )
            fix = (line[: value.span.column - 1] + straight + rest).rstrip()
        message = f"the quotes around {quoted(inner)} are curly, so they are read as letters"
        hints = ("a word processor made them: write straight quotes",)
        span = _on_line(value.span, value.span.line, value.span.column - 1, len(value.text))
        return Diagnostic("curly-quotes", message, span, hints=hints, fix=fix)

    def _swallowed(self, value: Scalar, key: str) -> Diagnostic | None:
        """What was not meant as a part of the text above it: a remark, or the items of a list."""
        span = value.span
        last = self.lines[span.end_line - 1]
        if last.lstrip().startswith("//"):
            return not_a_remark(_on_line(span, span.end_line, 0, 1), last)
        if listed := signs_for_dashes(span, self.lines[span.line - 1 : span.end_line], key):
            return listed
        return self._swallowed_item(value, key)

    def _swallowed_item(self, value: Scalar, key: str) -> Diagnostic | None:
        for number in range(value.span.line + 1, value.span.end_line + 1):
            line = self.lines[number - 1]
            if line.lstrip().startswith("- "):
                if lone := self._list_without_colon(value.span, number, key):
                    return lone
                text = line.strip()
                message = f"{quoted(text)} is read as a part of the text in line {number - 1}"
                hints = (
                    "for a list, write its first item on a line of its own with a dash too",
                    'for a text of several lines, write "|" behind the key, the text below it',
                )
                span = _on_line(value.span, number, line.index("-"), len(text))
                return Diagnostic("swallowed-item", message, span, hints=hints)
        return None

    def _list_without_colon(self, span: Span, item: int, key: str) -> Diagnostic | None:
        """`staff` below `lists`, alone on its line, with the items of a list right below it."""
        line = self.lines[span.line - 1].rstrip()
        name = line.strip()
        if item != span.line + 1 or line[: span.column - 1].strip():
            return None
        if key != "lists" and (key in TEXT_KEYS or name not in KNOWN_KEYS):
            return None
        message = f"{quoted(name)} has no colon behind the key"
        place = _on_line(span, span.line, span.column - 1, len(name))
        return Diagnostic("missing-colon", message, place, hints=(COLON_HINT,), fix=f"{line}:")

    def _odd_characters(self, value: Scalar) -> Diagnostic | None:
        found = _MARKS.search(value.text)
        text = value.text
        if found is None and text == ODD_BLANK.sub(" ", text).strip():
            return None
        if found is None and not (ODD_BLANK.match(text[0]) or ODD_BLANK.match(text[-1])):
            return None
        line = self.lines[value.span.line - 1]
        at, end = value.span.column - 1, value.span.end_column - 1
        mended = _MARKS.sub("", ODD_BLANK.sub(" ", line[at:end])).strip()
        fix = (line[:at] + mended + line[end:]).rstrip()
        message = f"{quoted(text)} holds characters that cannot be seen"
        hints = ("they were pasted with it from another program: type it again",)
        span = _on_line(value.span, value.span.line, at, end - at)
        return Diagnostic("invisible-character", message, span, hints=hints, fix=fix)

    def _empty_block(self, span: Span, key: str) -> Diagnostic:
        line = self.lines[span.line - 1]
        sign = line[span.column - 1]
        message = f'nothing stands under this "{sign}"'
        what = quoted(key) if key else "the dash"
        hints = (
            f"write the text below it, indented deeper than {what}",
            f'a text that itself starts with "{sign}" needs quotes',
        )
        at = span.column - 1
        return Diagnostic("empty-block", message, _on_line(span, span.line, at, 1), hints=hints)

    @staticmethod
    def _only_quoted(text: str) -> bool:
        """Whether curly quotes stand around the whole text, or open and are never closed."""
        inner = text[1:-1]
        if text[0] in "“„‟”":
            return (
                not any(char in "“„‟”" for char in inner)
                if text[-1] in '“”"'
                else not any(char in "”“" for char in text[1:])
            )
        # A text may well start with a curly apostrophe.
        return len(text) > 1 and text[-1] in "‘’'" and not any(c in "‘’‚‛" for c in inner)


def _on_line(near: Span, line: int, column: int, width: int) -> Span:
    """A place in the same file; the column counts from 0."""
    return Span(near.file, line, column + 1, line, column + 1 + width)
