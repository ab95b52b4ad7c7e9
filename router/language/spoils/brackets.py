"""Lists in brackets and keys in braces that are not closed, or that were meant as text."""

import re

from router.language.lines import KNOWN_KEYS, in_quotes, read_line, split_remark
from router.language.quoting import quoted
from router.language.spoils.inside import CLOSE, closing_quote, parts_inside
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.spoils.quotes import colon_in_brackets, needs_quotes
from router.language.tree.events import ENDS_INSIDE, Trouble

_COMMAS = re.compile(
    r"""(?<![^\s\[{,:])(?:"(?:\\.|[^"\\])*"|'[^']*')"""
    r"|(?P<opens>[\[{]) *(?:, *)+|, *(?:, *)+(?=[\]}])|(?P<between>,)(?: *,)+"
)
"""Texts in quotes, to pass them over, and commas with nothing between or beside them."""
_LAST_WORD = re.compile(r"(?<=\S) +([\w-]+)$")
_NEVER_BRACKETS = frozenset(("reply", "name", "description"))
_NEVER_BRACES = _NEVER_BRACKETS | {"keyword", "starts-with", "ends-with", "contains", "has-word"}


def text_in_brackets(trouble: Trouble) -> Mended | None:
    """`reply: {name}, we are open`: a text that starts with a bracket or brace."""
    for number in dict.fromkeys((trouble.line, trouble.context[0])):
        line = read_line(trouble.lines[number])
        value, _ = split_remark(line.value)
        if not value.startswith(("[", "{")):
            continue
        end, _, _ = _balance(value)
        never = _NEVER_BRACES if value[0] == "{" else _NEVER_BRACKETS
        if read_line(value[1:]).key in KNOWN_KEYS:
            continue
        goes_on = end >= 0 and not _only_brackets(value[end + 1 :])
        if line.key in never or goes_on:
            return needs_quotes(trouble, number, line.value_column, f'starts with "{value[0]}"')
    return None


def comma_too_many(trouble: Trouble) -> Mended | None:
    """`[hours,, open]`: two commas with nothing between them, or one before the first entry."""
    text, column = trouble.lines[trouble.line], trouble.column
    before = text[:column].rstrip()
    if text[column : column + 1] != "," or not before.endswith((",", *CLOSE)):
        return None
    value, remark = split_remark(text[len(before) - 1 :])
    fix = text[: len(before) - 1] + _COMMAS.sub(_one_comma, value) + remark
    wrong = Wrong("brackets", "there is one comma too many", "one comma stands between two entries")
    return on_one_line(trouble, (trouble.line, column, 1), wrong, fix)


def _one_comma(found: re.Match[str]) -> str:
    if found[0][0] in "\"'":
        return found[0]
    return found["opens"] or found["between"] or ""


def unbalanced(trouble: Trouble) -> Mended | None:
    """A bracket without its other half, or entries without a comma between them."""
    number = trouble.context[0]
    line = read_line(trouble.lines[number])
    opens = trouble.lines[number][trouble.context[1] : trouble.context[1] + 1]
    ends_inside = trouble.problem == ENDS_INSIDE and opens in CLOSE
    if not trouble.problem.startswith("did not find expected ',' or") and not ends_inside:
        return _one_too_many(trouble)
    if cut := _cut_by_remark(trouble, number):
        return cut
    value, remark = split_remark(trouble.lines[number][trouble.context[1] :])
    end, wanted, _ = _balance(value)
    opening = value[:1]
    if end < 0 and _balance("\n".join(trouble.lines[number:])[trouble.context[1] :])[0] >= 0:
        return _not_between(trouble)
    place = (number, trouble.context[1], 1)
    if end >= 0 and number == trouble.line:
        return _not_between(trouble)
    message = f'this "{opening}" is never closed'
    hint = f'write "{CLOSE.get(opening, "]")}" at the end of the list'
    if opening == "{":
        hint = 'write "}" at the end; a text that starts with "{" needs quotes'
    if end < 0 and wanted and not value.endswith((",", ":", *CLOSE)):
        fix = line.text[: trouble.context[1]] + value + wanted + remark
        return on_one_line(trouble, place, Wrong("brackets", message, hint), fix)
    return Mended(mistake(trouble, place, Wrong("brackets", message, hint)), {})


def _balance(value: str) -> tuple[int, str, int]:
    """Where the first bracket is closed, what closes all that is open, what closes nothing.

    The places are columns of `value`, -1 for none.
    """
    wanted: list[str] = []
    at = 0
    while at < len(value):
        char = value[at]
        if char in "\"'" and (at == 0 or value[at - 1] in " [{,:"):
            closing = closing_quote(value, at)
            at = closing if closing > 0 else len(value)
        elif char in CLOSE:
            wanted.append(CLOSE[char])
        elif char in "]}":
            if not wanted or wanted[-1] != char:
                return -1, "", at
            wanted.pop()
            if not wanted:
                return at, "", -1
        at += 1
    return -1, "".join(reversed(wanted)), -1


def _only_brackets(rest: str) -> bool:
    return not rest.strip(" ]}")


def _not_between(trouble: Trouble) -> Mended:
    """Entries without a comma between them, or a colon where none can stand."""
    text, column = trouble.lines[trouble.line], trouble.column
    word = _LAST_WORD.search(text[:column]) if text[column : column + 1] == ":" else None
    within = (part for part in parts_inside(text) if part.column < column <= part.end)
    if word and word[1] in KNOWN_KEYS and not any(part.is_text() for part in within):
        return _comma(trouble, word.start(1))
    return colon_in_brackets(trouble) or _comma(trouble, column)


def _comma(trouble: Trouble, column: int) -> Mended:
    text = trouble.lines[trouble.line]
    what = text[column:].strip().rstrip("]}")
    fix = text[:column].rstrip() + ", " + text[column:]
    message = f"a comma is missing before {quoted(what)}"
    hint = "entries between brackets or braces have commas between them"
    place = (trouble.line, column, len(what))
    return on_one_line(trouble, place, Wrong("brackets", message, hint), fix)


def _one_too_many(trouble: Trouble) -> Mended | None:
    line = read_line(trouble.lines[trouble.line])
    if trouble.column < line.value_column or not line.value.startswith(("[", "{")):
        return None
    char = line.text[trouble.column : trouble.column + 1]
    if char not in ("]", "}"):
        return None
    fix = line.text[: trouble.column] + line.text[trouble.column + 1 :]
    message = f'this "{char}" closes nothing'
    place = (trouble.line, trouble.column, 1)
    return on_one_line(trouble, place, Wrong("brackets", message, "take it out"), fix)


def _cut_by_remark(trouble: Trouble, number: int) -> Mended | None:
    """`text: [hours, open #1]`: the remark swallows the closing bracket."""
    text = trouble.lines[number]
    at = text.find(" #", trouble.context[1])
    if at < 0 or split_remark(text)[1]:
        return None
    start = max(text.rfind(sign, 0, at) for sign in ("[", "{", ",", ": ")) + 1
    end = min(
        (found for found in (text.find(c, at) for c in ",]}") if found > 0), default=len(text)
    )
    entry = text[start:end].strip()
    begin = text.index(entry, start)
    fix = text[:begin] + in_quotes(entry) + text[begin + len(entry) :]
    message = f'{quoted(text[at + 1 :])} is cut off: " #" starts a remark'
    hint = "in quotes it is a part of the text"
    place = (number, at + 1, len(text.rstrip()) - at - 1)
    return on_one_line(trouble, place, Wrong("cut-text", message, hint), fix)
