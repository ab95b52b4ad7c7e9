"""The only place that speaks to the YAML library: text in, a tree or the place of trouble out.

Events and never `compose`: on the C loader that one kills the process with deeply nested input.
The library counts lines and columns from 0, columns in characters, as our own text has them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import yaml

from router.language.tree.builder import Builder, Built, Event, Mark

ENDS_INSIDE = "did not find expected node content"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the library stopped, in its own words (never shown). Lines and columns from 0.

    `context` is where the thing began that could not be finished, such as an opening bracket;
    `value_line` is where the last value that was read begins.
    """

    name: str
    problem: str
    line: int
    column: int
    context: tuple[int, int]
    value_line: int
    lines: tuple[str, ...]


def read_events(name: str, lines: tuple[str, ...]) -> Built | Trouble:
    """Build the tree of a file's lines. Anchors, tags, a second document… are findings.

    The lines hold no character that YAML forbids.
    """
    builder = Builder(name, lines)
    try:
        # Straight from the loader: `yaml.parse` asks it twice for each event.
        events = yaml.CSafeLoader("\n".join(lines)).get_event
        for event in iter(cast("Callable[[], Event | None]", events), None):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        return _trouble(error, builder)
    return Built(builder.root, tuple(builder.findings))


def _trouble(error: yaml.MarkedYAMLError, builder: Builder) -> Trouble:
    lines = builder.lines
    last = len(lines) - 1
    mark = cast("Mark", error.problem_mark)
    begun = cast("Mark | None", error.context_mark) or mark
    line, column = (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))
    context = (min(begun.line, last), begun.column)
    behind = (lines[line][column:], *lines[line + 1 :])
    if error.problem == ENDS_INSIDE and builder.open and not any(map(str.strip, behind)):
        # The file ends inside brackets: what is not finished began with the last of them.
        context = (builder.open[-1].line, builder.open[-1].column)
    return Trouble(
        builder.name, error.problem or "", line, column, context, builder.value_line, lines
    )
