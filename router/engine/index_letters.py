"""Letters that a regex asks for, whatever else it leaves open."""

import re
from typing import Final

from router.engine.patterns import Pattern

_RUN: Final = re.compile(r"[A-Za-z0-9]+", re.ASCII)
_CLASS: Final = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", re.DOTALL)
_COUNT: Final = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_MAY_BE_LEFT_OUT: Final = re.compile(r"[*?{]")
# What follows these is no single character: a class by name, a code, literal text.
_LONG_ESCAPES: Final = frozenset("pPQExC0123456789")


def required_letters(pattern: Pattern) -> tuple[str, ...]:
    """Runs of ASCII letters and digits, in lower case, that the folded form of any text has in
    which the regex is found; () when nothing is certain.

    Folding keeps such runs together: each of their letters folds to itself in lower case, and so
    does what a regex that ignores case takes for it (`ſ`, the Kelvin sign).
    """
    source = pattern.source
    runs: list[str] = []
    at = 0
    while at < len(source):
        if run := _RUN.match(source, at):
            end = run.end()
            # What is repeated is the last character alone.
            kept = run[0][:-1] if _MAY_BE_LEFT_OUT.match(source, end) else run[0]
            runs.append(kept.lower())
            at = end
        elif (behind := _skipped(source, at)) is None:
            return ()
        else:
            at = behind
    return tuple(run for run in runs if run)


def _skipped(source: str, at: int) -> int | None:
    """Where a part that starts here and is not a letter ends; None when it is not understood."""
    match source[at]:
        case "|" | ")":
            return None
        case "\\":
            return None if source[at + 1 : at + 2] in _LONG_ESCAPES else at + 2
        case "[":
            return found.end() if (found := _CLASS.match(source, at)) else None
        case "{":
            return found.end() if (found := _COUNT.match(source, at)) else None
        case "(":
            return _behind_group(source, at)
        case _:
            return at + 1


def _behind_group(source: str, at: int) -> int | None:
    depth = 0
    while at < len(source):
        match source[at]:
            case "\\":
                if source[at + 1 : at + 2] in _LONG_ESCAPES:
                    return None
                at += 2
                continue
            case "[":
                found = _CLASS.match(source, at)
                if found is None:
                    return None
                at = found.end()
                continue
            case "(":
                depth += 1
            case ")":
                depth -= 1
                if depth == 0:
                    return at + 1
        at += 1
    return None
