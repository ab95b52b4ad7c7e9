"""The columns in which lists and keys are open above a line: where it can belong."""

from dataclasses import dataclass, field

from router.language.lines import KEYS_OF, Line, read_line


@dataclass(slots=True)
class Level:
    """A column in which lists or keys above the line begin, and the keys that begin there."""

    column: int
    is_list: bool
    keys: list[str] = field(default_factory=list)

    def takes(self, key: str) -> bool:
        """Whether this key belongs beside those of the level."""
        beside = [keys for keys in KEYS_OF.values() if any(known in keys for known in self.keys)]
        if any(key in keys for keys in KEYS_OF.values()):
            return any(key in keys for keys in beside)
        return not beside


def open_levels(lines: tuple[str, ...], number: int) -> list[Level]:
    """The columns that are open above a line, the deepest first."""
    levels: list[Level] = []
    for text in reversed(lines[:number]):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        line = read_line(text)
        starts = [(column, True) for column in line.dashes]
        if line.key:
            starts.append((line.key_column, False))
        for column, is_list in reversed(starts):
            if levels and levels[-1].column == column and levels[-1].is_list == is_list:
                levels[-1].keys.append(line.key)
            elif (
                not levels or column < levels[-1].column or _is_key_of(column, is_list, levels[-1])
            ):
                levels.append(Level(column, is_list, [line.key]))
        if levels and levels[-1].column == 0:
            # The keys of the whole file are further up, all in this column.
            levels[-1].keys.append(line.key)
            break
    return levels


def _is_key_of(column: int, is_list: bool, inner: Level) -> bool:
    """Whether what begins here is a key right above the dashes of its list."""
    return inner.is_list and not is_list and inner.column == column


def best(levels: list[Level], line: Line) -> Level | None:
    """The level this line was meant for: one that takes its key, else the nearest."""
    alike = [level for level in levels if level.is_list == bool(line.dashes)]
    fitting = [level for level in alike if level.takes(line.key)]
    return min(fitting or alike, key=lambda level: abs(level.column - line.indent), default=None)


def key_around(lines: tuple[str, ...], number: int) -> str:
    """The key below which a line stands, "" when what is above it and less deep has none."""
    line = read_line(lines[number])
    above = (read_line(text) for text in reversed(lines[:number]))
    return next((one.key for one in above if one.text and one.indent < line.indent), "")
