"""No colon and blank behind a key, and two lines that became one: what a search tries.

`match; everything` is read as a text, and so is `stop: yesexamples:`; what stands around them is
then found wrong.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from router.language.diagnostics import Diagnostic
from router.language.edits.brackets import BracketSlip
from router.language.edits.headings import HeadingSlip
from router.language.edits.slips import Slip
from router.language.key_places import NAMED_KEYS
from router.language.lines import KNOWN_KEYS, NOTE_KEYS, TEXT_KEYS, Line, read_line
from router.language.quoting import quoted
from router.language.source import SourceText
from router.language.spoils.colons import COLON_HINT
from router.language.spoils.levels import key_around, open_levels

_KEY = re.compile(
    r"(?:^ *(?:- +)*|(?P<inside>[{,] *))(?P<key>[\w-]+)"
    r"(?P<sign> *[;.,=](?= |$)|:(?=[^\s:/])|(?= |$))"
)
"""A key with something else than a colon and a blank behind it."""
_ANY_KEY = "|".join(sorted(KNOWN_KEYS, key=len, reverse=True))
_SECOND = re.compile(
    rf"(?<=[^\s{{-])(?:(?:- +)?(?:{_ANY_KEY}):(?= |$)"  # a key that is known
    r"|(?<=[\d\]:])[^\W\d][\w-]*:(?= |$)"  # a name behind a number, a list or a heading
    r"|- +(?=\S))"  # an item
)
_BEGINS_A_VALUE = ("+", "[", "{")
_FREE = TEXT_KEYS | NOTE_KEYS
_SHORT = {"at": re.compile(r"\d"), "to": re.compile(r"[+\d\[{]"), "from": re.compile(r"[+\d\[{]")}
"""Keys that many words end in, and what begins a value of theirs."""
_LONGEST_LINE = 500
_MOST = 40
"""Edits that are tried."""
_MOST_COLUMNS = 6


def line_slips(source: SourceText, findings: Iterable[Diagnostic]) -> Iterator[Slip]:
    """The edits of that kind in the lines of the findings, and in those beside them."""
    told = dict.fromkeys(finding.span.line - 1 for finding in findings)
    near = dict.fromkeys((*told, *(at + step for at in told for step in (-1, 1))))
    lines = [at for at in near if 0 <= at < len(source.lines)]
    short = [at for at in lines if len(source.lines[at]) <= _LONGEST_LINE]
    every = (slip for at in short for slip in (*_signs(source, at), *_joined(source, at)))
    yield from islice(every, _MOST)


def _signs(source: SourceText, at: int) -> Iterator[Slip]:
    text = source.lines[at].rstrip()
    for found in _KEY.finditer(text):
        key, sign, end = found["key"], found["sign"].strip(), found.end("key")
        rest = text[found.end() :].lstrip()
        may_be_name = not found["inside"] and (sign or rest[:1] in _BEGINS_A_VALUE)
        is_name = may_be_name and key_around(source.lines, at) in NAMED_KEYS
        if (key in KNOWN_KEYS or is_name) and not (sign == "," and found["inside"]):
            line = f"{text[:end]}: {rest}".rstrip()
            said = text[found.start("key") : found.end()]
            code = "missing-space" if sign == ":" else "missing-colon"
            lack = "blank behind the colon" if sign == ":" else "colon behind the key"
            message = f"{quoted(said)} has no {lack}"
            one = BracketSlip(line, message, COLON_HINT, found.start("key"), len(said))
            yield Slip(code, {at: line}, of_bracket=one)


def _joined(source: SourceText, at: int) -> Iterator[Slip]:
    text = source.lines[at].rstrip()
    for found in _SECOND.finditer(text, read_line(text).key_column + 1):
        start, first = found.start(), read_line(text[: found.start()])
        second = read_line(text[start:])
        if _may_begin(first, second):
            for column in _columns(source.lines, at, first, second):
                yield _two_lines(at, text, start, column)


def _may_begin(first: Line, second: Line) -> bool:
    """Whether what looks like a key behind a text is more than the end of a word."""
    needs = _SHORT.get(second.key)
    is_closed = first.text[-1:] in "\"'.?!]}:"
    return first.key not in _FREE or is_closed or not needs or bool(needs.match(second.value))


def _columns(lines: Sequence[str], at: int, first: Line, second: Line) -> list[int]:
    """Where the second line may begin: beside the first, below it, or where others do."""
    every = [first.key_column + 2] if first.key and not first.value else []
    every.append(first.indent if second.dashes else first.key_column)
    levels = open_levels((*lines[:at], first.text), at + 1)
    fitting = [one for one in levels if one.is_list == bool(second.dashes)]
    every.extend(one.column for one in fitting if one.takes(second.key))
    every.extend(one.column for one in fitting)
    return [*dict.fromkeys(every)][:_MOST_COLUMNS]


def _two_lines(at: int, text: str, start: int, column: int) -> Slip:
    second = text[start:]
    what = read_line(second).key or second
    message = f"two lines are one here: {quoted(what)} begins a line of its own"
    hint = f"start a new line before it, and write it in column {column + 1}"
    first = text[:start].rstrip()
    added = HeadingSlip(first, message, hint, len(second), start)
    return Slip("two-keys", {at: f"{' ' * column}{second}"}, heading=added)
