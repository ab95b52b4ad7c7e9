"""A brace too many or too few around a placeholder: the piece of the text as it was meant."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from router.engine.placeholders import TemplateProblem

_NAME = r"[\w-]+"
_BEFORE = re.compile(rf"(?P<opened>\{{\{{)?(?P<name>{_NAME})(?P<default>\|[^{{}}]*)?$")
_BEHIND = re.compile(rf"\{{(?P<name>{_NAME})(?P<default>\|[^{{}}]*$)?")
_WITH_BLANKS = re.compile(rf"\{{\s*(?P<name>{_NAME})\s*(?P<default>\|[^{{}}]*)?\}}$")
_LONGEST = 200
"""Characters before a brace in which the name that it closes is looked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, `old`, that stands at `offset` (from 0), and what to write for it."""

    offset: int
    old: str
    new: str


def meant(text: str, problem: TemplateProblem, known: AbstractSet[str]) -> Piece | None:
    """What was meant where a text's braces go wrong; None where nobody can tell.

    `known` are the names that can be filled there: only those are taken for a placeholder.
    """
    at, wrong = problem.offset, text[problem.offset : problem.offset + problem.length]
    if wrong == "{":
        return None  # inside a default
    if wrong == "}":
        return _closes_nothing(text, at, known)
    if wrong.endswith("}"):
        found = _WITH_BLANKS.match(wrong)
        new = f"{{{found['name']}{found['default'] or ''}}}" if found else ""
    else:
        found = _BEHIND.match(text, at)
        wrong = found[0] if found else ""
        new = wrong + "}"
    return Piece(at, wrong, new) if found and found["name"] in known else None


def _closes_nothing(text: str, at: int, known: AbstractSet[str]) -> Piece | None:
    if text[at - 1 : at] == "}":
        # Two close at once what one has opened.
        return Piece(at - 1, "}}", "}")
    start = max(0, at - _LONGEST)
    found = _BEFORE.search(text[start:at])
    if not found or found["name"] not in known:
        return None
    whole = f"{found['name']}{found['default'] or ''}"
    return Piece(start + found.start(), f"{found[0]}}}", f"{{{whole}}}")
