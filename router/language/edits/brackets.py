"""A bracket or brace too many or too few in a line, undone: what a search for one edit tries."""

from collections.abc import Iterator
from dataclasses import dataclass

from router.language.lines import read_line, split_remark
from router.language.quoting import quoted
from router.language.spoils.inside import CLOSE, closing_quote

_OPEN = {close: sign for sign, close in CLOSE.items()}
_LONGEST_LINE = 500
"""Longer lines are not looked at: nobody is shown one to paste."""
_MOST = 30
"""Edits of one line that are tried."""
_PAIRS = "each bracket and each brace that opens is closed again"


@dataclass(frozen=True, slots=True)
class BracketSlip:
    """The line as it would be, and what to say: a message, a hint, a column (from 0), a width."""

    line: str
    message: str
    hint: str
    column: int
    width: int


def bracket_slips(text: str) -> Iterator[BracketSlip]:
    """The edits of a single sign of a line whose brackets and braces do not go together."""
    whole, _ = split_remark(text)
    signs = _signs(whole)
    open_, wrong = _odd(whole, signs)
    if len(text) > _LONGEST_LINE or not (open_ or wrong >= 0):
        return
    doubled = [at for at in signs if whole[at : at + 1] == whole[at + 1 : at + 2]]
    line = read_line(whole)
    starts = dict.fromkeys((line.value_column, line.key_column, *_behind_signs(whole, signs)))
    edits = [_without(text, at) for at in doubled]
    if wrong >= 0:
        sign = _OPEN[whole[wrong]]
        edits.extend(_opened(text, at, sign, wrong) for at in starts if at < wrong)
    if open_:
        end = wrong if wrong >= 0 else len(whole)
        stops = [
            at for at in range(end, open_[-1] + 1, -1) if whole[at : at + 1] in ("", ",", *_OPEN)
        ]
        edits.extend(_closed(text, at, CLOSE[whole[open_[-1]]]) for at in stops)
    edits.extend(_without(text, at) for at in signs if at not in doubled)
    yield from edits[:_MOST]


def ends_unopened(text: str) -> bool:
    """Whether the line ends in a bracket or brace that nothing on it has opened."""
    whole, _ = split_remark(text)
    open_, wrong = _odd(whole, _signs(whole))
    return not open_ and 0 <= wrong == len(whole) - 1


def _signs(text: str) -> dict[int, str]:
    """The brackets and braces of a line that stand outside of quotes."""
    found: dict[int, str] = {}
    at = 0
    while at < len(text):
        if text[at] in "\"'" and (at == 0 or text[at - 1] in " [{,:"):
            closing = closing_quote(text, at)
            at = closing if closing > 0 else len(text)
        elif text[at] in "[]{}":
            found[at] = text[at]
        at += 1
    return found


def _odd(text: str, signs: dict[int, str]) -> tuple[list[int], int]:
    """What is open where a sign closes something else, or nothing; and that one's place, or -1."""
    open_: list[int] = []
    for at, sign in signs.items():
        if sign in CLOSE:
            open_.append(at)
        elif open_ and CLOSE[text[open_[-1]]] == sign:
            open_.pop()
        else:
            return open_, at
    return open_, -1


def _behind_signs(text: str, signs: dict[int, str]) -> Iterator[int]:
    """Where an entry begins: behind a colon or comma with its blank, or behind a sign."""
    for at in range(1, len(text)):
        if text[at - 2 : at] in (": ", ", ") or (at - 1 in signs and signs[at - 1] in CLOSE):
            yield at


def _without(text: str, at: int) -> BracketSlip:
    message = f'there is one "{text[at]}" too many'
    return BracketSlip(text[:at] + text[at + 1 :], message, "take it out", at, 1)


def _opened(text: str, at: int, sign: str, wrong: int) -> BracketSlip:
    entry = text[at:wrong].rstrip()
    message = f'a "{sign}" is missing before {quoted(entry)}'
    return BracketSlip(text[:at] + sign + text[at:], message, _PAIRS, at, len(entry))


def _closed(text: str, at: int, sign: str) -> BracketSlip:
    start = max(text.rfind(before, 0, at) for before in (" ", "[", "{")) + 1
    message = f'a "{sign}" is missing behind {quoted(text[start:at])}'
    return BracketSlip(text[:at] + sign + text[at:], message, _PAIRS, start, at - start)
