"""The marks that a merge of two versions of a file leaves where it could not choose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.language.quoting import listed

_MARK = re.compile(r"(?P<sign>[<|=>])(?P=sign){6}(?: .*)?")
_WHOLE = re.compile(r"(<\|?=>)+")
_MOST_NAMED = 5
"""Lines that a hint names."""


@dataclass(frozen=True, slots=True)
class MergeMarks:
    """What to do about them, their lines (from 0), and those without which a version is left."""

    hints: tuple[str, ...]
    lines: frozenset[int]
    versions: tuple[frozenset[int], ...]


def merge_marks(lines: Sequence[str]) -> MergeMarks | None:
    """The marks in a file; of the versions between them, each is one to read on with."""
    marks = {at: line[0] for at, line in enumerate(lines) if _MARK.fullmatch(line.rstrip())}
    if not marks:
        return None
    if not _WHOLE.fullmatch("".join(marks.values())):
        return MergeMarks((_some(marks),), frozenset(marks), (frozenset(marks),))
    every = list(_conflicts(marks))
    (start, first_end, second, end), *more = every
    versions = listed([_stretch(start + 1, first_end), _stretch(second + 1, end)])
    signs = [str(at + 1) for at in marks if start <= at <= end]
    hints = [f"keep {versions}: take the other version out, and the lines {listed(signs, 'and')}"]
    if more:
        hints.append(f"the same in line {_named([one[0] for one in more])}")
    theirs = frozenset(at for _, stop, _, last in every for at in range(stop, last))
    ours = frozenset(at for first, _, mid, _ in every for at in range(first, mid))
    gone = (frozenset((*marks, *theirs)), frozenset((*marks, *ours)))
    return MergeMarks(tuple(hints), frozenset(marks), gone)


def _conflicts(marks: dict[int, str]) -> Iterator[tuple[int, int, int, int]]:
    """Where each begins, where its first version ends, and the marks around the second one."""
    start = stop = second = 0
    for at, sign in marks.items():
        match sign:
            case "<":
                start = stop = at
            case "|":
                stop = at
            case "=":
                stop, second = (at if stop == start else stop), at
            case _:
                yield start, stop, second, at


def _some(marks: dict[int, str]) -> str:
    """What to do where some marks of a merge are there, and others are not."""
    if len(marks) == 1:
        return "take it out, and where two versions of the same lines stand, keep one of them"
    lines = _named([*marks])
    return f"take the lines {lines} out, and of two versions of the same lines keep one"


def _named(lines: Sequence[int]) -> str:
    words = [str(at + 1) for at in lines]
    if len(words) > _MOST_NAMED:
        words[_MOST_NAMED:] = ["more"]
    return listed(words, "and")


def _stretch(first: int, end: int) -> str:
    """Lines (from 0) up to `end` in words, where there may be none."""
    if first >= end:
        return "nothing"
    return f"line {first + 1}" if first + 1 == end else f"lines {first + 1} to {end}"
