"""Slips of the hand that may have spoilt a file, undone one at a time: what a search tries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from router.language.diagnostics import Diagnostic
from router.language.edits.brackets import BracketSlip, bracket_slips
from router.language.edits.headings import HeadingSlip, heading_slips
from router.language.lines import KEYS_OF, Line, moved, read_line
from router.language.source import SourceText

MAX_DISTANCE = 40
"""Lines from a finding to the line that is edited."""
_AT_HAND = 2
"""Lines from a finding to a block of which some lines may have stayed."""
_LONGEST_CUT = 12
"""Lines of a block that is tried with each number of its first lines."""
_HEADING_DISTANCE = 12
"""Lines from a finding to one that lacks a heading."""
_SWAP_DISTANCE = 3
"""Lines from a finding to two that may be the wrong way round."""
_MOST_HEADINGS = 24
"""Headings that are tried."""
_MOST_SLIPPED = 3
"""Lines at the margin that are looked at before all others."""
_MOST_ENDS = 4
"""Places in which a block at the margin may end before a line that stayed."""
_MAX_COLUMNS = 8
_AT_THE_MARGIN = frozenset(KEYS_OF["file"]) - {"description", "match"}
"""Keys that stand nowhere else than at the margin, and are not moved away from there."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Lines (from 0) as they would be; `code` says what is wrong with the first of them.

    `is_cut` when what stands deeper below them stays in part. `of_bracket` where it is a sign of
    the line that is too many or missing, `heading` where a line is to be added above it.
    """

    code: str
    lines: dict[int, str]
    is_cut: bool = False
    of_bracket: BracketSlip | None = None
    heading: HeadingSlip | None = None

    @property
    def size(self) -> int:
        """How many lines are not as they were; what was swapped is one that moved."""
        return 1 if self.code == "swapped-lines" else len(self.lines)


def slips(
    source: SourceText, findings: Iterable[Diagnostic], of_headings: Iterable[Diagnostic] = ()
) -> Iterator[Slip]:
    """The edits of the lines around the findings, the nearest lines first.

    Above those close to the findings `of_headings`, headings are added.
    """
    read = [read_line(line) for line in source.lines]
    near = _distances(read, findings, MAX_DISTANCE)
    nearest = [at for at in near if not (read[at].indent == 0 and read[at].key in _AT_THE_MARGIN)]
    close = _distances(read, of_headings, _HEADING_DISTANCE)
    others = chain(_swaps(read, close), _of_headings(read, close))
    for at in [at for at in nearest if read[at].indent == 0][:_MOST_SLIPPED]:
        above = _open_above(read, at)
        ends = [*_wholes(read, at), *_before_what_stayed(read, at, above)]
        yield from _of_column(read, at, ends, columns=_homes(read[at], above))
    for at in nearest:
        if near[at] > _AT_HAND:
            yield from others
        yield from _of_dash(read, at)
        yield from _of_column(read, at, _wholes(read, at), columns=_columns(read, at))
    yield from others
    for at in nearest:
        if near[at] <= _AT_HAND:
            columns = _columns(read, at)
            yield from _of_column(read, at, _cuts(read, at), columns=columns, is_cut=True)


def slips_of_brackets(source: SourceText, findings: Iterable[Diagnostic]) -> Iterator[Slip]:
    """The edits of one bracket or brace in the lines of the findings."""
    for at in dict.fromkeys(finding.span.line - 1 for finding in findings):
        for one in bracket_slips(source.lines[at]):
            yield Slip("brackets", {at: one.line}, of_bracket=one)


def _distances(read: list[Line], findings: Iterable[Diagnostic], farthest: int) -> dict[int, int]:
    """The lines that are no farther from a finding, the nearest first, with how far they are."""
    found: dict[int, int] = {}
    for told in {finding.span.line - 1 for finding in findings}:
        for at in range(max(0, told - farthest), min(len(read), told + farthest + 1)):
            if _says(read[at]):
                found[at] = min(found.get(at, farthest), abs(at - told))
    return dict(sorted(found.items(), key=lambda one: (one[1], one[0])))


def slips_of_order(source: SourceText, findings: Iterable[Diagnostic]) -> Iterator[Slip]:
    """The lines around the findings and the lines below them, the wrong way round."""
    read = [read_line(line) for line in source.lines]
    return _swaps(read, _distances(read, findings, _SWAP_DISTANCE))


def _swaps(read: list[Line], near: dict[int, int]) -> Iterator[Slip]:
    for at, distance in near.items():
        other = read[at + 1] if at + 1 < len(read) and distance <= _SWAP_DISTANCE else None
        line = read[at]
        is_heading = bool(line.key) and not line.value
        if other and _says(other) and (is_heading or other.indent != line.indent):
            yield Slip("swapped-lines", {at: other.text, at + 1: line.text})


def _of_headings(read: list[Line], near: Iterable[int]) -> Iterator[Slip]:
    every = (
        Slip("no-key", {at: read[at].text}, heading=one)
        for at in near
        for one in heading_slips(read, at)
    )
    return islice(every, _MOST_HEADINGS)


def _says(line: Line) -> bool:
    """Whether more than a remark stands there."""
    return line.text.strip()[:1] not in ("", "#")


def _of_dash(read: list[Line], at: int) -> Iterator[Slip]:
    line = read[at]
    if not (line.key or line.value.startswith("{")):
        return
    if line.dashes:
        bare = line.text[line.dashes[0] + 1 :].lstrip()
        for column in dict.fromkeys((line.key_column, line.indent)):
            yield Slip("misplaced-dash", {at: moved(bare, column)})
    else:
        for column in (line.indent - len("- "), line.indent):
            if column >= 0:
                yield Slip("missing-dash", {at: f"{' ' * column}- {line.text.lstrip()}"})


def _of_column(
    read: list[Line],
    at: int,
    blocks: Iterable[range],
    *,
    columns: Iterable[int],
    is_cut: bool = False,
) -> Iterator[Slip]:
    for lines in dict.fromkeys(blocks):
        start = min(read[number].indent for number in lines if _says(read[number]))
        for shift in (column - start for column in columns if column != start):
            texts = {number: _shifted(read[number].text, shift) for number in lines}
            yield Slip("wrong-indent", texts, is_cut)


def _wholes(read: list[Line], at: int) -> Iterator[range]:
    """A line alone, it and what stands deeper below, only that, and all to the end of its own."""
    below = _until(read, at + 1, read[at].indent + 1)
    yield range(at, at + 1)
    yield range(at, below)
    yield range(at, _until(read, at + 1, read[at].indent))
    if below > at + 1:
        yield range(at + 1, below)


def _cuts(read: list[Line], at: int) -> Iterator[range]:
    """A line with some of those below: others that look like a part of it may have stayed."""
    beside = _until(read, at + 1, read[at].indent)
    for end in range(at + 2, min(beside, at + _LONGEST_CUT)):
        if _says(read[end - 1]):
            yield range(at, end)


def _before_what_stayed(read: list[Line], at: int, above: list[Line]) -> Iterator[range]:
    """A line with all down to one that seems to stand where it belongs, or to a gap.

    Below a block that slipped to the margin, the rest of its rule, and the next rules, look as if
    they were a part of it.
    """
    last, ends = at + 1, 0
    for number in range(at + 1, _until(read, at + 1, read[at].indent)):
        line = read[number]
        if not _says(line) or ends == _MOST_ENDS:
            continue
        stayed = any(one.key_column == line.key_column and _alike(one, line) for one in above)
        # The item below its own first one, which is alike.
        next_item = bool(line.dashes and read[at].dashes) and line.key == read[at].key
        if last > at + 1 and (stayed or next_item or last < number):
            yield range(at, last)
            ends += 1
        last = number + 1


def _open_above(read: list[Line], at: int) -> list[Line]:
    """The lines above that are still open, whatever the column of this one: the nearest first."""
    found: list[Line] = []
    for line in reversed(read[:at]):
        if _says(line) and (not found or line.indent < found[-1].indent):
            found.append(line)
            if line.indent == 0:
                break
    return found


def _homes(line: Line, above: list[Line]) -> list[int]:
    """The columns in which a line at the margin may have stood: beside its like, before others."""
    like = [one for one in above if _alike(one, line) and bool(one.dashes) >= bool(line.dashes)]
    first = [one.indent if line.dashes else one.key_column for one in like]
    below = [one.key_column + len("- ") for one in above[:1] if one.key and not one.value]
    others = [column for one in above for column in (one.indent, one.key_column)]
    return [column for column in dict.fromkeys((*first, *below, *others)) if column]


def _alike(one: Line, other: Line) -> bool:
    """Whether there is a place where the keys of both lines may stand."""
    return any(one.key in keys and other.key in keys for keys in KEYS_OF.values())


def _until(read: list[Line], start: int, indent: int) -> int:
    """Where the lines from `start` on that stand as deep as this end, without blank ones."""
    end = start
    for number in range(start, len(read)):
        if _says(read[number]):
            if read[number].indent < indent:
                break
            end = number + 1
    return end


def _columns(read: list[Line], at: int) -> list[int]:
    """The columns that are open above a line, in which something starts near it, or could."""
    around = [line for line in read[max(0, at - 4) : at + 6] if _says(line)]
    depth = read[at].indent + 1
    for line in reversed(read[:at]):
        if _says(line) and line.indent < depth:
            around.append(line)
            depth = line.indent
    starts = {column for line in around for column in (line.indent, line.key_column)}
    below = {line.key_column + 2 for line in around if line.key and not line.value}
    columns = sorted(starts | below, key=lambda column: abs(column - read[at].indent))
    return columns[:_MAX_COLUMNS]


def _shifted(text: str, by: int) -> str:
    if not text.strip():
        return text
    return " " * by + text if by > 0 else text[min(-by, len(text) - len(text.lstrip(" "))) :]
