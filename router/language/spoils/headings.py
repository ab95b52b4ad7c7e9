"""Keys whose line went away: what belongs below them stands without them."""

from router.language.key_places import LISTS, NEXT
from router.language.lines import KEYS_OF, Line, read_line
from router.language.quoting import quoted
from router.language.spoils.levels import Level
from router.language.spoils.mended import Mended, Wrong, mistake
from router.language.tree.events import Trouble


def list_key_missing(trouble: Trouble, line: Line, levels: list[Level]) -> Mended | None:
    """`- reply: Hello` or `- text: Hours?` in a rule without `actions:` or `examples:` above."""
    key = line.key or read_line(line.value.lstrip("{ ")).key
    for level in levels:
        if level.is_list or level.column > line.indent:
            continue
        for step in _free_steps(level):
            if key in KEYS_OF.get(LISTS.get(step, ""), ()):
                return _missing(trouble, line, level, step)
    return None


def key_missing(trouble: Trouble, line: Line, levels: list[Level]) -> Mended | None:
    """`text: hours` two blanks further in than `name`, in a rule without `match:` above."""
    level = next((one for one in levels if not one.is_list and one.column < line.indent), None)
    if level is None or level.takes(line.key):
        return None
    for place in _places(level):
        for step in _free_steps(level):
            if step not in LISTS and line.key in KEYS_OF.get(NEXT.get((place, step), ""), ()):
                return _missing(trouble, line, level, step)
    return None


def _places(level: Level) -> list[str]:
    """The places where the keys of a level can stand together."""
    return [place for place, keys in KEYS_OF.items() if {*level.keys} <= {*keys}]


def _free_steps(level: Level) -> list[str]:
    """The keys that may stand beside those of a level, and do not yet."""
    steps = (key for place in _places(level) for key in KEYS_OF[place])
    given = {*level.keys, "messages"} if "message" in level.keys else {*level.keys}
    return [step for step in steps if step not in given]


def _missing(trouble: Trouble, line: Line, level: Level, step: str) -> Mended:
    what = (f"- {line.key}" if line.key else "-") if line.dashes else line.key
    message = f"{quoted(what)} stands here without the key {quoted(step)} above it"
    hint = f"write {step}: on a line above it, in column {level.column + 1}"
    key = f"{' ' * level.column}{step}:"
    place = (trouble.line, line.indent, len(what))
    code = "misplaced-dash" if line.dashes else "no-key"
    finding = mistake(trouble, place, Wrong(code, message, hint), f"{key}\n{line.text}")
    above = trouble.line - 1
    is_free = above >= 0 and trouble.lines[above].strip()[:1] in ("", "#")
    # To read on, the key needs a line of its own: that of a remark, which nobody reads.
    return Mended(finding, {above: key} if is_free else {})
