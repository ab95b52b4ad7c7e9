"""Lines that lack the colon of their key, or the blank behind it."""

import re
from collections.abc import Collection

from router.language.lines import FIRST_KEYS, KEYS_OF, KNOWN_KEYS, Line, as_value, moved, read_line
from router.language.quoting import quoted
from router.language.spoils.dashes import missing_dash
from router.language.spoils.indent import SHOWN_LINES
from router.language.spoils.levels import key_around, open_levels
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.tree.events import Trouble

COLON_HINT = "a key is followed by a colon and a blank, then comes its value"
_NO_COLON = "could not find expected ':'"
_KEY_BELOW_TEXT = (
    "mapping values are not allowed in this context", "did not find expected '-' indicator",
)  # fmt: skip
_NO_BLANK = re.compile(r"(\w[\w-]*):(?!//)(\S.*)")
_OTHER_SIGN = re.compile(r"(\w[\w-]*) *(?:=|:=|=>|：|﹕|︓)[ =]*(.*)")
_NUMBERED = re.compile(r"(\w[^:=]*?)(?: *[=;.,] *| +)(\+[0-9(][0-9 ().-]{5,})")
_BLOCK = re.compile(r"[|>][-+1-9]*(?: +#.*)?")


def missing_colon(trouble: Trouble) -> Mended | None:
    """A line that is neither a key, nor an item, nor a part of the text above it."""
    if trouble.problem != _NO_COLON:
        return None
    number = trouble.context[0]
    line = read_line(trouble.lines[number])
    if line.key:
        return None
    if re.match(r"-[^\s\d-]", line.value):
        return _dash_without_blank(trouble, number, line)
    levels = open_levels(trouble.lines, number)
    beside = next((level for level in levels if level.column == line.value_column), None)
    if beside and beside.is_list and not any(beside.keys):
        return missing_dash(trouble, number, line.indent)
    fitting = [key for key in KNOWN_KEYS if beside is None or beside.takes(key)]
    fixed = with_colon(line.value, fitting) or _person(trouble, number, line)
    if fixed:
        return _without_colon(trouble, number, line, fixed)
    return _stray_text(trouble, number, line)


def missing_colon_above(trouble: Trouble) -> Mended | None:
    """`- name Hello` with the next key below `name`, or `rules` with `- name: Hello` below it.

    The library takes both lines for one text, unless the first is in quotes.
    """
    line = read_line(trouble.lines[trouble.line])
    number = next((n for n in range(trouble.line - 1, -1, -1) if trouble.lines[n].strip()), -1)
    if trouble.problem not in _KEY_BELOW_TEXT or not line.key or number < 0:
        return None
    above = read_line(trouble.lines[number])
    if above.key or not above.value:
        return None
    word, _, rest = above.value.partition(" ")
    fixed = with_colon(above.value) or with_colon(f"{word.lower()} {rest}".strip())
    if above.dashes and not line.dashes and above.value_column == line.key_column:
        if fixed:
            return _without_colon(trouble, number, above, fixed)
        return _without_key(trouble, number, above, line.key)
    if person := _person(trouble, number, above):
        return _without_colon(trouble, number, above, person)
    deeper = line.indent > above.value_column
    return _without_colon(trouble, number, above, fixed) if deeper and fixed and not rest else None


def _person(trouble: Trouble, number: int, line: Line) -> tuple[str, str, str] | None:
    return with_number(line.value) if key_around(trouble.lines, number) == "people" else None


def _without_key(trouble: Trouble, number: int, line: Line, beside: str) -> Mended | None:
    """`- Opening hours`, and the other keys of a rule below it, of which `beside` is one."""
    above = (read_line(text) for text in reversed(trouble.lines[:number]))
    outer = (one for one in above if one.key and not one.dashes)
    listed = next((one.key for one in outer if one.key_column <= line.dashes[-1]), "")
    kind, key = FIRST_KEYS.get(listed, ("", ""))
    if beside not in KEYS_OF.get(kind, ()):
        return None
    said = line.value.strip("\"'")
    message = f"{quoted(said)} stands here without a key"
    hint = f"{'an' if kind == 'example' else 'a'} {kind} begins with the key {key}"
    value = line.value if line.value[0] in "\"'" else as_value(line.value)
    fix = f"{line.text[: line.value_column]}{key}: {value}"
    place = (number, line.value_column, len(line.value))
    return on_one_line(trouble, place, Wrong("no-key", message, hint), fix)


def _dash_without_blank(trouble: Trouble, number: int, line: Line) -> Mended:
    fix = line.text[: line.value_column + 1] + " " + line.text[line.value_column + 1 :]
    message = f"{quoted(line.value)} has no blank behind its dash"
    hint = "each item of a list starts with a dash and a blank"
    place = (number, line.value_column, len(line.value))
    return on_one_line(trouble, place, Wrong("missing-space", message, hint), fix)


def _without_colon(
    trouble: Trouble, number: int, line: Line, fixed: tuple[str, str, str]
) -> Mended:
    code, lack, value = fixed
    fix = line.text[: line.value_column] + value
    message = f"{quoted(line.value)} has no {lack}"
    place = (number, line.value_column, len(line.value))
    return on_one_line(trouble, place, Wrong(code, message, COLON_HINT), fix)


def heading(trouble: Trouble) -> Mended | None:
    """Words above the first key of a file, which the library takes for the beginning of a text."""
    line = read_line(trouble.lines[trouble.line])
    if line.indent or line.key not in KEYS_OF["file"]:
        return None
    above = [at for at, text in enumerate(trouble.lines[: trouble.line]) if _says(text)]
    words = [read_line(trouble.lines[at]) for at in above[: SHOWN_LINES + 1]]
    if len(words) > SHOWN_LINES or any(one.key or one.dashes for one in words):
        return None
    return _as_remarks(trouble, above) if above else None


def _says(line: str) -> bool:
    """Whether more than a remark stands on a line."""
    return line.strip()[:1] not in ("", "#")


def _as_remarks(trouble: Trouble, numbers: list[int]) -> Mended:
    remarks = {at: f"# {trouble.lines[at].strip()}" for at in numbers}
    line = read_line(trouble.lines[numbers[0]])
    message = f"{quoted(line.value)} is neither a key nor a remark"
    hint = 'a line for people to read, such as a heading, starts with "#"'
    place = (numbers[0], line.indent, len(line.value))
    fix = "\n".join(remarks.values())
    return Mended(mistake(trouble, place, Wrong("stray-text", message, hint), fix), remarks)


def _stray_text(trouble: Trouble, number: int, line: Line) -> Mended:
    below = next(filter(_says, trouble.lines[number + 1 :]), "")
    if not line.indent and below[0:1].strip() and read_line(below).key in KEYS_OF["file"]:
        return _as_remarks(trouble, [number])
    above = read_line(trouble.lines[number - 1]) if number else line
    message = f"{quoted(line.value)} is neither a key nor a part of the text above"
    hint = "write a long text on one line, or indent all its lines deeper than the key"
    place = (number, line.value_column, len(line.value))
    fix = moved(line.text, above.key_column + 2) if above.key and above.value else ""
    finding = mistake(trouble, place, Wrong("stray-text", message, hint), fix)
    return Mended(finding, {number: ""})


def with_colon(text: str, keys: Collection[str] = KNOWN_KEYS) -> tuple[str, str, str] | None:
    """What a key without a proper colon lacks: the finding's code, the words, the text mended."""
    if found := _NO_BLANK.fullmatch(text):
        return "missing-space", "blank behind the colon", f"{found[1]}: {found[2]}"
    if found := _OTHER_SIGN.fullmatch(text):
        return "missing-colon", "colon behind the key", f"{found[1]}: {found[2]}".rstrip()
    word, _, rest = text.partition(" ")
    if word in keys:
        return "missing-colon", "colon behind the key", f"{word}: {rest.strip()}".rstrip()
    return None


def with_number(text: str) -> tuple[str, str, str] | None:
    """What `ann +1 555 123 4567`, below `people`, lacks; as with_colon."""
    if found := _NUMBERED.fullmatch(text):
        return "missing-colon", "colon behind the name", f"{found[1]}: {found[2]}"
    return None


def under_block(trouble: Trouble) -> Mended | None:
    """A line that should belong to the text under a `|` or `>` but is not indented enough."""
    number = trouble.context[0] if trouble.problem == _NO_COLON else trouble.line
    line = read_line(trouble.lines[number])
    column = -1
    for at in range(number - 1, -1, -1):
        above = read_line(trouble.lines[at])
        if not above.text:
            continue
        if above.key and _BLOCK.fullmatch(above.value):
            break
        if above.indent <= line.indent:
            return None
        column = above.indent
    else:
        return None
    fits = open_levels(trouble.lines[:number], number)
    if line.dashes or (line.key and any(level.column == line.key_column for level in fits)):
        return None
    column = column if column >= 0 else above.key_column + 2
    message = f"{quoted(line.text.strip())} is not indented like the text it belongs to"
    hint = 'every line of a text under "|" or ">" stands deeper than its key'
    place = (number, line.indent, len(line.text.strip()))
    fix = moved(line.text, column)
    return on_one_line(trouble, place, Wrong("wrong-indent", message, hint), fix)
