"""Dashes that are missing, have no blank behind them, or stand before a key of their rule."""

import re
from collections.abc import Iterator

from router.language.key_places import LISTS, NAMED_KEYS
from router.language.lines import FIRST_KEYS, KEYS_OF, Line, read_line
from router.language.quoting import quoted
from router.language.spoils.levels import Level, key_around
from router.language.spoils.mended import Mended, Wrong, mistake, on_one_line
from router.language.tree.events import Trouble


def dash_without_blank(trouble: Trouble) -> Mended | None:
    """`-name: Hello`: what should start an item is read as a key of that name."""
    for number in (trouble.value_line, trouble.line):
        line = read_line(trouble.lines[number])
        if re.match(r"-\s*[^\s\d-]", line.key):
            return _no_blank_behind_dash(trouble, number, line)
    return None


def _no_blank_behind_dash(trouble: Trouble, number: int, line: Line) -> Mended:
    at = line.key_column
    fix = line.text[: at + 1] + " " + line.text[at + 1 :]
    what = line.key
    message = f"{quoted(what)} has no blank behind its dash"
    hint = "each item of a list starts with a dash and a blank"
    place = (number, at, len(what))
    return on_one_line(trouble, place, Wrong("missing-space", message, hint), fix)


def lacks_dash(level: Level, line: Line, levels: list[Level]) -> bool:
    """Whether a line in the column of the dashes is an item without its dash, not a stray key."""
    if not line.key:
        return not any(level.keys)
    if line.key in KEYS_OF["action"] and "text" in level.keys and line.key not in level.keys:
        return False  # the items are examples, and it says what comes of the last one
    if line.key in KEYS_OF["action"] or line.key == level.keys[-1]:
        return level.takes(line.key)
    return not any(other.takes(line.key) for other in levels if not other.is_list)


def key_with_dash(trouble: Trouble, line: Line, levels: list[Level]) -> Mended | None:
    """`- match: …` right below the `m` of `name`: a key of its rule that was given a dash."""
    beside = next((one for one in levels if not one.is_list and one.column == line.indent), None)
    if len(line.dashes) > 1 or not beside or line.key in beside.keys or not beside.takes(line.key):
        return None
    items = (one for one in levels if one.is_list and beside.keys[-1] in one.keys)
    if line.key in KEYS_OF["action"] and not any(items):
        # Beside the keys of an example it says what comes of it; elsewhere it is an action.
        return None
    lines = {trouble.line: _without_dash(line.text)}
    below = list(_below(trouble, line.indent))
    others = (read_line(text) for _, text in below)
    if any(
        not one.dashes and one.indent == line.key_column and beside.takes(one.key) for one in others
    ):
        # The keys of the rule below it went to the right with it.
        shift = line.key_column - line.indent
        lines |= {at: text[min(shift, len(text) - len(text.lstrip())) :] for at, text in below}
    message = f"{quoted(line.key)} has a dash, but stands beside {quoted(beside.keys[0])}"
    hint = "only the first key of an item has a dash: take this one out"
    place = (trouble.line, line.indent, 1)
    fix = "\n".join(filter(None, lines.values()))
    return Mended(mistake(trouble, place, Wrong("misplaced-dash", message, hint), fix), lines)


def _below(trouble: Trouble, column: int) -> Iterator[tuple[int, str]]:
    """The lines that stand below the one in trouble, deeper than this column."""
    for at in range(trouble.line + 1, len(trouble.lines)):
        text = trouble.lines[at].rstrip()
        if text and len(text) - len(text.lstrip(" ")) <= column:
            return
        yield at, text


def _without_dash(text: str) -> str:
    before, _, after = text.partition("- ")
    return before + after.lstrip()


def dash_before_first(trouble: Trouble, line: Line) -> Mended | None:
    """`- ann: …` with `bob: …` below its dash: the first of several keys was given a dash."""
    above = [at for at in _says(trouble) if read_line(trouble.lines[at]).indent <= line.indent]
    first = read_line(trouble.lines[above[-1]]) if above else line
    around = read_line(trouble.lines[above[-2]]) if len(above) > 1 else None
    place = around.key if around else "file"
    is_below = around is None or (not around.value and around.indent < line.indent)
    are_keys = place in NAMED_KEYS or {first.key, line.key} <= {*KEYS_OF.get(place, ())}
    if len(first.dashes) != 1 or first.indent < line.indent or not is_below or not are_keys:
        return None
    message = f"{quoted(first.key)} has a dash, but {quoted(line.key)} below it has none"
    hint = "these are keys, and no list: take the dash out"
    dash = (above[-1], first.indent, 1)
    wrong = Wrong("misplaced-dash", message, hint)
    return on_one_line(trouble, dash, wrong, _without_dash(first.text))


def _says(trouble: Trouble) -> list[int]:
    """The lines above the one in trouble with more than a remark on them."""
    lines = trouble.lines[: trouble.line]
    return [at for at, text in enumerate(lines) if text.strip()[:1] not in ("", "#")]


def first_line_missing(trouble: Trouble, line: Line) -> Mended | None:
    """The first item of a list without its dash, or its whole line, found at the second item."""
    above = _says(trouble)
    key = next((at for at in reversed(above) if _indent(trouble, at) <= line.indent), trouble.line)
    listed = read_line(trouble.lines[key]).key
    kind, first = FIRST_KEYS.get(listed, (LISTS.get(listed, ""), ""))
    number = next((at for at in above if at > key), trouble.line)
    begins = read_line(trouble.lines[number])
    fits = not begins.dashes and begins.indent >= line.indent + len("- ")
    if not fits or begins.key not in KEYS_OF.get(kind, ()):
        return None
    if begins.key == first or not first:
        return missing_dash(trouble, number, line.indent)
    dash = f"{' ' * line.indent}-"
    return Mended(None, {number: dash + begins.text[len(dash) :]})


def _indent(trouble: Trouble, number: int) -> int:
    return read_line(trouble.lines[number]).indent


def first_dash_missing(trouble: Trouble, line: Line) -> Mended | None:
    """The first line of an item without its dash, where a dash would stand: found at the next."""
    says = _says(trouble)
    above = read_line(trouble.lines[says[-1]]) if says else line
    kind, _ = FIRST_KEYS.get(key_around(trouble.lines, says[-1]) if says else "", ("", ""))
    is_first = above.key and above.value and not above.dashes and line.indent == above.indent + 2
    if not is_first or not {above.key, line.key} <= {*KEYS_OF.get(kind, ())}:
        return None
    return missing_dash(trouble, says[-1], above.indent)


def missing_dash(trouble: Trouble, number: int, column: int) -> Mended:
    """A line that should be an item of the list whose dashes stand in this column."""
    line = read_line(trouble.lines[number])
    what = line.key or line.value
    message = f"{quoted(what)} stands in a list, but has no dash"
    hint = "each item of a list starts with a dash and a blank"
    # The keys below an item's first one go on in its column, where it is no further away.
    stays = line.indent > column + 1
    fix = (
        f"{' ' * column}-{line.text[column + 1 :]}"
        if stays
        else f"{' ' * column}- {line.text.lstrip()}"
    )
    place = (number, line.indent, len(what))
    return on_one_line(trouble, place, Wrong("missing-dash", message, hint), fix)
