"""Values that need quotes, and quotes gone wrong."""

from router.language.lines import (
    CURLY,
    EVERYDAY_KEYS,
    KNOWN_KEYS,
    TEXT_KEYS,
    Line,
    as_flow_value,
    in_quotes,
    read_line,
    split_remark,
    within_curly,
)
from router.language.quoting import quoted
from router.language.spoils.inside import closing_quote, part_at
from router.language.spoils.levels import key_around
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.tree.events import Trouble

_STARTS = {
    "found character that cannot start any token": "@`%",
    "did not find expected alphabetic or numeric character": "*&",
    "did not find expected comment or line break": "|>",
    "found an indentation indicator equal to 0": "|>",
    "did not find expected node content": ",]}",
    "mapping keys are not allowed in this context": "?",
    "mapping values are not allowed in this context": ":",
    "block sequence entries are not allowed in this context": "-",
}
"""What the library says of a value's first character, and the characters it says it of."""

_LISTS = frozenset(("rules", "actions", "examples", "tests", "messages", "sends", "all", "any"))
"""Keys whose value is a list of keys."""


def unclosed_quote(trouble: Trouble) -> Mended | None:
    """A quote that runs on to the end of the file, or to the next quote some lines below."""
    number, column = trouble.context
    if trouble.problem not in (
        "found unexpected end of stream",
        "found unexpected document indicator",
    ):
        number = trouble.value_line
        column = read_line(trouble.lines[number]).value_column
        if number >= trouble.line:
            return None
    line = trouble.lines[number]
    if line[column : column + 1] not in ('"', "'") or closing_quote(line, column) >= 0:
        return None
    value, _ = split_remark(line[column:])
    inside = value.rstrip("]}") if "[" in line[:column] or "{" in line[:column] else value
    return not_closed(trouble, number, column, column + len(inside))


def not_closed(trouble: Trouble, number: int, column: int, end: int) -> Mended:
    """The quote in this column lacks its other half where the text ends."""
    line = trouble.lines[number]
    is_curly = line[end - 1] in CURLY
    fix = line[: end - is_curly] + line[column] + line[end:]
    message = "the quote that starts here is not closed on its line"
    hint = f"write {line[column]} at its end too"
    if is_curly:
        hint += f": {line[end - 1]} is another sign, which a word processor made of it"
    return on_one_line(trouble, (number, column, 1), Wrong("unclosed-quote", message, hint), fix)


def text_after_quote(trouble: Trouble) -> Mended | None:
    """`reply: "Hello" she said`: quotes around a part of the value only."""
    text = trouble.lines[trouble.line]
    line = read_line(text)
    if not line.value.startswith(('"', "'")) or trouble.column < line.value_column:
        return None
    end = closing_quote(text, line.value_column)
    value, _ = split_remark(line.value)
    rest = value[end + 1 - line.value_column :].strip() if end >= 0 else ""
    if not rest or rest.startswith((":", "#")):
        return None
    return behind_quote(trouble, trouble.line, line.value_column, value)


def behind_quote(trouble: Trouble, number: int, column: int, value: str) -> Mended:
    """The value in this column goes on behind its closing quote."""
    text = trouble.lines[number]
    end = closing_quote(value, 0)
    rest = value[end + 1 :].strip()
    fix = text[:column] + _requoted(value, end) + text[column + len(value) :]
    message = f"{quoted(rest)} stands behind the closing quote"
    hint = "quotes go around the whole value"
    if rest.startswith(","):
        hint = "several values stand in brackets, with commas between them"
    place = (number, text.index(rest, column + end + 1), len(rest))
    return on_one_line(trouble, place, Wrong("text-after-quote", message, hint), fix)


def _requoted(value: str, end: int) -> str:
    """A value that goes on behind its closing quote at `end`, as it was meant."""
    rest = value[end + 1 :]
    if rest.lstrip().startswith(","):
        return f"[{value}]"
    if value.startswith(value[0] * 2) or rest == value[0]:
        # One quote too many, at the start or the end.
        return in_quotes(value.strip(value[0]).replace("''", "'"))
    if value[0] == "'" and rest[0].isalnum():
        # The quote that closes it is an apostrophe.
        return in_quotes(value[1:].removesuffix("'"))
    if value[0] == value[-1] and rest[0].isalnum() and value.count(value[0]) % 2 == 0:
        # `"Say "hi" now"`: the outer quotes are around the value, the inner ones are part of it.
        return in_quotes(value[1:-1])
    return in_quotes(value)


def special_start(trouble: Trouble) -> Mended | None:
    """A text whose first character has a meaning of its own: `@ * & ! | > % , ?` or a back-tick."""
    chars = _STARTS.get(trouble.problem, "!")
    number, column = trouble.line, trouble.column
    if chars in ("*&", "!", "|>"):
        number, column = trouble.context
    text = trouble.lines[number]
    first = text[column : column + 1]
    line = read_line(text)
    if not first or first not in chars or column < line.value_column:
        return None
    if first == "-" and line.key and line.key not in TEXT_KEYS:
        return _dash_behind_key(trouble, line)
    if first == ":" and column != line.value_column:
        return None
    return needs_quotes(trouble, number, column, f'starts with "{first}"')


def needs_quotes(trouble: Trouble, number: int, column: int, why: str) -> Mended:
    """The value that starts here means something else without quotes."""
    text = trouble.lines[number]
    before = text[:column].rstrip()
    value, _ = split_remark(text[column:])
    if before.endswith(("[", "{", ",")) or _inside_brackets(text, column):
        end = min((at for at in (text.find(c, column + 1) for c in ",]}") if at > 0), default=-1)
        part = part_at(text, column)
        end = part.end if part else end
        value = text[column:end].rstrip() if end > 0 else value
    if value[0] in CURLY:
        return curly_value(trouble, number, column, value)
    # A lone quote at the end is what is left of a pair.
    inner = value[:-1] if value.endswith('"') and value.count('"') == 1 else value
    fix = text[:column] + in_quotes(inner) + text[column + len(value) :]
    message = f"{quoted(value)} {why}: it needs quotes"
    hint = "between quotes every character is read as it stands"
    return on_one_line(
        trouble, (number, column, len(value)), Wrong("needs-quotes", message, hint), fix
    )


def _inside_brackets(text: str, column: int) -> bool:
    """Whether the line's value is a list or braces that begin before this column."""
    line = read_line(text)
    return line.value.startswith(("[", "{")) and line.value_column < column


def _dash_behind_key(trouble: Trouble, line: Line) -> Mended:
    """`actions: - reply: hi`: the list has to start on the next line."""
    deeper = " " * (line.key_column + 2)
    fix = f"{line.text[: line.value_column].rstrip()}\n{deeper}{line.value}"
    message = f"a list under {quoted(line.key)} starts on the next line"
    hint = "each item has a line of its own that starts with a dash"
    place = (trouble.line, line.value_column, 1)
    return Mended(mistake(trouble, place, Wrong("misplaced-dash", message, hint), fix), {})


def colon_in_brackets(trouble: Trouble) -> Mended | None:
    """`{text: Hours: 9-5}`: a second colon inside brackets or braces."""
    text = trouble.lines[trouble.line]
    is_colon = text[trouble.column : trouble.column + 1] == ":"
    if not is_colon or not trouble.problem.startswith("did not find expected ',' or"):
        return None
    before = text[: trouble.column]
    start = max(before.rfind(sign) for sign in ("{", "[", ",", ": ")) + 1
    return needs_quotes(trouble, trouble.line, _word_at(text, start), "holds a colon")


def colon_in_text(trouble: Trouble) -> Mended | None:
    """`reply: Hours: 9-5`: the second colon makes a key of what was meant as text."""
    if trouble.problem != "mapping values are not allowed in this context":
        return None
    line = read_line(trouble.lines[trouble.line])
    if trouble.value_line < trouble.line:
        return _colon_in_second_line(trouble, line)
    if not line.key or trouble.column < line.value_column:
        return None
    if line.value[0] in CURLY:
        return curly_value(trouble, trouble.line, line.value_column, split_remark(line.value)[0])
    inner = read_line(line.value)
    text = line.key in TEXT_KEYS and inner.key in EVERYDAY_KEYS
    if inner.key in KNOWN_KEYS and line.key in KNOWN_KEYS and not text:
        return _two_keys(trouble, line, inner)
    return needs_quotes(trouble, trouble.line, line.value_column, "holds a colon and a blank")


def _two_keys(trouble: Trouble, line: Line, inner: Line) -> Mended:
    """`match: text: hours`."""
    value, remark = split_remark(line.value)
    fix = line.text[: line.value_column] + _in_braces(line.key, value) + remark
    message = f"two keys stand on one line: {quoted(line.key)} and {quoted(inner.key)}"
    hint = "write the second one below the first, two blanks deeper, or in braces"
    if line.key in _LISTS:
        hint = "write its items below it, each behind a dash, or in brackets"
    place = (trouble.line, line.value_column, len(inner.key))
    return on_one_line(trouble, place, Wrong("two-keys", message, hint), fix)


def _word_at(text: str, start: int) -> int:
    return start + len(text[start:]) - len(text[start:].lstrip())


def _in_braces(key: str, value: str) -> str:
    """The value of a key, in braces when it begins with a key of its own; in a list's brackets."""
    inner = read_line(value)
    is_text = key in TEXT_KEYS and inner.key in EVERYDAY_KEYS
    if inner.key in KNOWN_KEYS and inner.value and not is_text:
        one = f"{inner.key}: {_in_braces(inner.key, inner.value)}"
        return f"[{one}]" if key in _LISTS else f"{{{one}}}"
    return value if value.startswith(("[", "{", '"', "'")) else as_flow_value(value)


def _colon_in_second_line(trouble: Trouble, line: Line) -> Mended | None:
    """A text that goes on in the next line, and there holds a colon and a blank."""
    if line.dashes or line.key in KNOWN_KEYS:
        return None
    if key_around(trouble.lines, trouble.value_line) == "people":
        return None
    numbers = range(trouble.value_line, trouble.line + 1)
    first = trouble.lines[trouble.value_line]
    start = read_line(first)
    if not start.key:
        return None
    whole = " ".join([start.value, *(trouble.lines[at].strip() for at in numbers[1:])])
    fix = first[: start.value_column] + in_quotes(whole.strip())
    message = f"{quoted(line.text.strip())} goes on with the text above, but holds a colon"
    hint = "write the text on one line, in quotes"
    place = (trouble.line, line.indent, len(line.text.strip()))
    finding = mistake(trouble, place, Wrong("needs-quotes", message, hint), fix)
    return Mended(finding, dict.fromkeys(numbers, "") | {trouble.value_line: fix})


def curly_value(trouble: Trouble, number: int, column: int, value: str) -> Mended:
    """A value between curly quotes that holds what only straight ones protect, such as a colon."""
    text = trouble.lines[number]
    inner = within_curly(value)
    fix = text[:column] + in_quotes(inner) + text[column + len(value) :]
    message = f"the quotes around {quoted(inner)} are curly"
    hint = "a word processor made them: write straight quotes"
    return on_one_line(trouble, (number, column, 1), Wrong("curly-quotes", message, hint), fix)
