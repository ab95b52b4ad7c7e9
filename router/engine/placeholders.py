"""`{name}` and `{name|default}` in the texts that rules send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from router.core.actions import Placeholder, PlainText, Template
from router.engine.wording import quoted

MESSAGE_PLACEHOLDERS = ("text", "from", "to", "sender", "date", "time")
"""What every message can fill."""
KEYWORD_PLACEHOLDERS = ("keyword", "rest")
"""What a match with a keyword can fill besides."""

_BRACE = re.compile("[{}]")
_DOUBLE = "to send a brace itself, write it twice: {{ or }}"


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a text's braces: `offset` and `length` are characters of its source."""

    offset: int
    length: int
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A placeholder's name and where in the source it stands, in characters from 0."""

    name: str
    offset: int

    @property
    def length(self) -> int:
        """How many characters the name has."""
        return len(self.name)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A placeholder, and where in the source its braces open and close (the last one's index)."""

    placeholder: Placeholder
    start: int
    end: int


# Most texts of an edited folder are those of before, and several checks ask for each.
@lru_cache(maxsize=20_000)
def parse_template(source: str) -> Template | TemplateProblem:
    """Read a text with placeholders, or say where its braces go wrong; raises nothing."""
    parts: list[PlainText | Placeholder] = []
    for piece in _scan(source):
        if isinstance(piece, TemplateProblem):
            return piece
        if isinstance(piece, _Placed):
            parts.append(piece.placeholder)
        elif parts and isinstance(last := parts[-1], PlainText):
            parts[-1] = PlainText(last.text + piece)
        else:
            parts.append(PlainText(piece))
    return Template(source, tuple(parts))


def template_problems(source: str) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong with a text's braces, in its order; () for a template."""
    return tuple(piece for piece in _scan(source) if isinstance(piece, TemplateProblem))


def placed_names(source: str) -> tuple[PlacedName, ...]:
    """Every placeholder's name with its place, also beside braces that go wrong."""
    return tuple(
        PlacedName(piece.placeholder.name, piece.start + 1)
        for piece in _scan(source)
        if isinstance(piece, _Placed)
    )


def names(template: Template) -> tuple[str, ...]:
    """The names its placeholders ask for, in order, each once."""
    asked = (part.name for part in template.parts if isinstance(part, Placeholder))
    return tuple(dict.fromkeys(asked))


def render_template(template: Template, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled, in one pass: a value is never expanded again.

    An empty or missing value takes the placeholder's default, else "".
    """
    return "".join(
        part.text if isinstance(part, PlainText) else values.get(part.name) or part.default or ""
        for part in template.parts
    )


def _scan(source: str) -> list[str | _Placed | TemplateProblem]:
    """Cut the source into plain stretches, placeholders, and what is neither."""
    pieces: list[str | _Placed | TemplateProblem] = []
    position = 0
    while position < len(source):
        character = source[position]
        if character not in "{}":
            end = _next_brace(source, position)
            pieces.append(source[position:end])
        elif source[position : position + 2] == character * 2:
            pieces.append(character)
            end = position + 2
        elif character == "}":
            pieces.append(TemplateProblem(position, 1, "a lone “}” closes nothing", _DOUBLE))
            end = position + 1
        else:
            placed = _read_placeholder(source, position)
            pieces.append(placed)
            end = placed.end + 1 if isinstance(placed, _Placed) else _behind(source, placed)
        position = end
    return pieces


def _behind(source: str, problem: TemplateProblem) -> int:
    """Where to read on behind a problem: what stands inside a default is a part of it."""
    end = problem.offset + problem.length
    if source[problem.offset] != "{" or problem.length > 1:
        return end
    inner = source.find("}", end) + 1
    return inner + source.startswith("}", inner) if inner else end


def _next_brace(source: str, start: int) -> int:
    """Where the next brace stands, or the end of the source."""
    found = _BRACE.search(source, start)
    return found.start() if found else len(source)


def _read_placeholder(source: str, start: int) -> _Placed | TemplateProblem:
    """Read the placeholder whose `{` stands at `start`."""
    end = _next_brace(source, start + 1)
    inside = source[start + 1 : end]
    if end == len(source) or source[end] == "{":
        return _unclosed(source, start, end)
    name, bar, default = inside.partition("|")
    if not name or not all(character.isalnum() or character in "_-" for character in name):
        return _misnamed(inside, start)
    return _Placed(Placeholder(name, default if bar else None), start, end)


def _unclosed(source: str, start: int, end: int) -> TemplateProblem:
    shown = quoted(source[start:end])
    name, bar, _ = source[start + 1 : end].partition("|")
    if bar and end < len(source):
        hint = f"leave the braces out of the default, as in {{{name}|none}}"
        return TemplateProblem(end, 1, "a default cannot hold a brace", hint)
    return TemplateProblem(
        start, end - start, f"{shown} is not closed", f"close it with }}; {_DOUBLE}"
    )


def _misnamed(inside: str, start: int) -> TemplateProblem:
    shown = quoted(f"{{{inside}}}")
    name, bar, default = inside.partition("|")
    bare = name.strip()
    hint = _DOUBLE
    if bare and all(character.isalnum() or character in "_-" for character in bare):
        hint = f"write it without blanks: {{{bare}{bar}{default}}}"
    words = f"{shown} names no placeholder" if bare else f"{shown} lacks a name"
    return TemplateProblem(start, len(inside) + 2, words, hint)
