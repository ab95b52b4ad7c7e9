"""Lines that lack the colon of their key, or the blank behind it."""

import re

from router.language.quoting import quoted
from router.language.spoils_lines import KNOWN_KEYS, Line, moved, read_line
from router.language.spoils_mended import Mended, Wrong, mistake, on_one_line
from router.language.yamlevents import Trouble

_NO_BLANK = re.compile(r"(\w[\w-]*):(?!//)(\S.*)")
_OTHER_SIGN = re.compile(r"(\w[\w-]*) *(?:=|:=|=>|：|﹕|︓)[ =]*(.*)")
_BLOCK = re.compile(r"[|>][-+1-9]*(?: +#.*)?")


def missing_colon(trouble: Trouble) -> Mended | None:
    """A line that is neither a key, nor an item, nor a part of the text above it."""
    if trouble.problem != "could not find expected ':'":
        return None
    number = trouble.context[0]
    line = read_line(trouble.lines[number])
    if line.key:
        return None
    if (under := _under_block(trouble, number, line)) is not None:
        return under
    if re.match(r"-[^\s\d-]", line.value):
        fix = line.text[: line.value_column + 1] + " " + line.text[line.value_column + 1 :]
        message = f"{quoted(line.value)} has no blank behind its dash"
        hint = "each item of a list starts with a dash and a blank"
        place = (number, line.value_column, len(line.value))
        return on_one_line(trouble, place, Wrong("missing-space", message, hint), fix)
    if fixed := with_colon(line.value):
        code, why, value = fixed
        fix = line.text[: line.value_column] + value
        message = f"{quoted(line.value)} has no {why}"
        hint = "a key is followed by a colon and a blank, then comes its value"
        place = (number, line.value_column, len(line.value))
        return on_one_line(trouble, place, Wrong(code, message, hint), fix)
    message = f"{quoted(line.value)} is neither a key nor a part of the text above"
    hint = "write a long text on one line, or indent all its lines deeper than the key"
    place = (number, line.value_column, len(line.value))
    return Mended(mistake(trouble, place, Wrong("stray-text", message, hint)), {number: ""})


def with_colon(text: str) -> tuple[str, str, str] | None:
    """What a key without a proper colon lacks: the finding's code, the words, the text mended."""
    if found := _NO_BLANK.fullmatch(text):
        return "missing-space", "blank behind the colon", f"{found[1]}: {found[2]}"
    if found := _OTHER_SIGN.fullmatch(text):
        return "missing-colon", "colon behind the key", f"{found[1]}: {found[2]}".rstrip()
    word, _, rest = text.partition(" ")
    if word in KNOWN_KEYS:
        return "missing-colon", "colon behind the key", f"{word}: {rest.strip()}".rstrip()
    return None


def _under_block(trouble: Trouble, number: int, line: Line) -> Mended | None:
    """A line that should belong to the text under a `|` or `>` but is not indented enough."""
    column = -1
    for at in range(number - 1, -1, -1):
        above = read_line(trouble.lines[at])
        if not above.text:
            continue
        if above.key and _BLOCK.fullmatch(above.value):
            column = above.key_column + 2 if column < 0 else column
            break
        if above.indent <= line.indent and above.key:
            return None
        column = above.indent
    else:
        return None
    message = f"{quoted(line.value)} is not indented like the text it belongs to"
    hint = 'every line of a text under "|" or ">" stands deeper than its key'
    place = (number, line.value_column, len(line.value))
    fix = moved(line.text, column)
    return on_one_line(trouble, place, Wrong("wrong-indent", message, hint), fix)
