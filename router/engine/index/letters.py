"""Letters that a regex asks for, whatever else it leaves open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never

from router.engine.regexes import tree as regex
from router.engine.regexes.patterns import Pattern

_RUN: Final = re.compile(r"[A-Za-z0-9]+", re.ASCII)

Clause = frozenset[str]
"""Runs of letters; a text has at least one of them."""


def required_letters(pattern: Pattern) -> tuple[Clause, ...]:
    """What the folded form of a text must have for the regex to be found in the text.

    Every clause must be met. Runs are of ASCII letters and digits, in lower case. Folding keeps
    them together: each of their letters folds to itself in lower case, and so does what a regex
    that ignores case takes for it (`ſ`, the Kelvin sign).
    """
    tree = regex.outline(pattern)
    return () if tree is None else tuple(_clauses(tree))


def _clauses(node: regex.Node) -> Iterator[Clause]:
    match node:
        case regex.Verbatim(text):
            for run in _RUN.findall(text):
                yield frozenset({run.lower()})
        case regex.OneOf() | regex.Edge():
            return
        case regex.Repeat(part, least, _):
            if least:
                yield from _clauses(part)
        case regex.Sequence(parts):
            for part in _joined(_flat(parts)):
                yield from _clauses(part)
        case regex.Choice(parts):
            best = [_longest(tuple(_clauses(part))) for part in parts]
            if all(best):
                yield frozenset().union(*best)
        case _:
            assert_never(node)


def _flat(parts: Iterable[regex.Node]) -> Iterator[regex.Node]:
    for part in parts:
        if isinstance(part, regex.Sequence):
            yield from _flat(part.parts)
        else:
            yield part


def _joined(parts: Iterable[regex.Node]) -> Iterator[regex.Node]:
    """The parts with characters that follow each other put together."""
    text = ""
    for part in parts:
        if isinstance(part, regex.Verbatim):
            text += part.text
        else:
            yield regex.Verbatim(text)
            text = ""
            yield part
    yield regex.Verbatim(text)


def _longest(clauses: Sequence[Clause]) -> Clause:
    """The clause whose shortest run is the longest: it tells texts apart best; none is empty."""
    return max(clauses, key=lambda clause: min(map(len, clause)), default=frozenset())
