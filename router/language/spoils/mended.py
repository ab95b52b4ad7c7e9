"""What a look at a broken line gives: the finding, and the lines to read on with."""

from collections.abc import Mapping
from dataclasses import dataclass

from router.core.position import Span
from router.language.diagnostics import Diagnostic
from router.language.tree.events import Trouble


@dataclass(frozen=True, slots=True)
class Mended:
    """A finding; `lines` (from 0) take the place of those in the file, none when nobody knows.

    Without a finding, there is one about the shape of what is read then.
    """

    finding: Diagnostic | None
    lines: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What to say: the finding's code, its message, and what to do about it."""

    code: str
    message: str
    hint: str


def mistake(
    trouble: Trouble, place: tuple[int, int, int], wrong: Wrong, fix: str = ""
) -> Diagnostic:
    """A finding at `place`: line and column from 0, and width."""
    line, column, width = place
    column = min(column, len(trouble.lines[line]))
    span = Span(trouble.name, line + 1, column + 1, line + 1, column + 1 + max(width, 1))
    return Diagnostic(wrong.code, wrong.message, span, hints=(wrong.hint,), fix=fix)


def on_one_line(trouble: Trouble, place: tuple[int, int, int], wrong: Wrong, fix: str) -> Mended:
    """A mistake whose corrected line is also the one to read on with."""
    return Mended(mistake(trouble, place, wrong, fix), {place[0]: fix})
