"""Which lines to leave out, so that one broken rule does not hide what is wrong elsewhere."""

from dataclasses import dataclass

from router.language.lines import read_line


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines (from 0) to read as empty; `is_rule` when they are one rule and no more."""

    lines: frozenset[int]
    is_rule: bool


def leave_out(lines: tuple[str, ...], line: int) -> LeftOut:
    """The rule in which this line stands, else the whole top-level key."""
    top = _up(lines, line)
    end = _down(lines, top + 1)
    dash = _rule_column(lines, top, end)
    if dash < 0 or line <= top:
        return LeftOut(frozenset(range(top, end)), is_rule=False)
    starts = [at for at in range(top + 1, end) if lines[at].startswith(" " * dash + "-")]
    before = [at for at in starts if at <= line]
    if not before:
        return LeftOut(frozenset(range(top, end)), is_rule=False)
    following = next((at for at in starts if at > line), end)
    return LeftOut(frozenset(range(before[-1], following)), is_rule=True)


def _is_top(line: str) -> bool:
    """Whether a key without any indentation stands here."""
    return bool(line) and line[0] not in " \t#-" and not line.startswith("...")


def _up(lines: tuple[str, ...], line: int) -> int:
    return next((at for at in range(line, -1, -1) if _is_top(lines[at])), 0)


def _down(lines: tuple[str, ...], line: int) -> int:
    return next((at for at in range(line, len(lines)) if _is_top(lines[at])), len(lines))


def _rule_column(lines: tuple[str, ...], top: int, end: int) -> int:
    """The column of the dashes under `rules:`, -1 when this is another key."""
    if read_line(lines[top]).key != "rules":
        return -1
    items = (read_line(lines[at]) for at in range(top + 1, end))
    return next((item.indent for item in items if item.dashes), -1)
