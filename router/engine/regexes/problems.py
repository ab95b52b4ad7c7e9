"""What RE2 refuses in a regex, in words: which part, and what to write instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from router.engine.wording import quoted


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """Why a pattern is refused: `words` names the part, `hint` says what to write instead.

    `part` is the refused part as it stands in the pattern, "" when it is not one stretch.
    """

    words: str
    hint: str
    part: str = ""


_NO_BACK_REFERENCE: Final = "a regex here cannot ask for the same text twice; write both parts out"
_NOT_RATHER: Final = "use a second condition under `not:` or `all:`, such as has-word, instead"

_ESCAPES: Final[Mapping[str, str]] = {
    "\\Z": "for the end of the text write $ or \\z",
    "\\k": _NO_BACK_REFERENCE,
    "\\h": "for a blank or a tab write [ \\t]",
    "\\R": "for a line end write \\r?\\n",
    "\\K": "put what you want to keep in round brackets and use {1}",
    "\\G": "for the start of the text write ^",
    "\\u": "write the character itself, or \\x{...} with its number",
    "\\N": "write the character itself, or \\x{...} with its number",
}

_GROUPS: Final = (
    ("(?=", "a lookahead", _NOT_RATHER),
    ("(?!", "a lookahead", _NOT_RATHER),
    ("(?<=", "a lookbehind", _NOT_RATHER),
    ("(?<!", "a lookbehind", _NOT_RATHER),
    ("(?P=", "a back-reference", _NO_BACK_REFERENCE),
    ("(?>", "an atomic group", "write (?: instead: no text takes long here"),
    ("(?(", "a condition inside a regex", "write each case as a regex of its own under `any:`"),
    ("(?#", "a remark inside a regex", "put the remark behind a # at the end of the line"),
    ("(?|", "a branch reset", "write (?: instead, and give each group a name"),
    ("(?R", "a regex inside itself", "write the nested part out"),
    ("(?x", "spaced-out writing", "write the regex without blanks, on one line"),
)

_REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "missing ]": ("{part} lacks its closing ]", "close it with ], or for the bracket write \\["),
    "missing )": ("{part} lacks a closing )", "close it with ), or for the bracket write \\("),
    "unexpected )": ("{part} has a ) that closes nothing", "for the bracket itself write \\)"),
    "no argument for repetition operator": (
        "{part} has nothing before it to repeat",
        "put what to repeat before it; for the character itself write a \\ before it",
    ),
    "bad repetition operator": (
        "{part} repeats twice",
        "write one of * + ? alone; for the character itself write a \\ before it",
    ),
    "invalid repetition size": (
        "{part} repeats too often, or from more to fewer",
        "repeat at most 1,000 times, the smaller number first; use + for “as often as there is”",
    ),
    "invalid character class range": (
        "{part} is no range of characters",
        "write the earlier character first, as in a-z; for a - itself write \\-",
    ),
    "invalid named capture group": (
        "{part} is no name for a group",
        "write (?P<name>…) with letters, digits and _ in the name",
    ),
    "trailing \\": ("the regex ends with a lone \\", "for a backslash itself write \\\\"),
    "pattern too large - compile failed": (
        "the regex is too big",
        "split it into several regexes under `any:`, or repeat fewer times",
    ),
}


_NAMED: Final = re.compile(
    r"\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<opening>\(\?P?<(?P<name>\w+)>)", re.DOTALL
)
"""The names of groups, and whatever could look like one and is none."""


def repeated_name(source: str) -> PatternProblem | None:
    """Two groups of one name in a pattern that RE2 takes: it would fill in only the first."""
    seen: set[str] = set()
    for found in _NAMED.finditer(source):
        name = found["name"]
        if name and name in seen:
            words = f"two groups of the regex are called {quoted(name)}"
            return PatternProblem(words, "give each a name of its own", found["opening"])
        seen.add(name)
    return None


def explain_refusal(source: str, complaint: str) -> PatternProblem:
    """Put what RE2 says of a pattern (`reason: part`) into words, with what to write instead."""
    reason, _, part = complaint.partition(": ")
    if reason == "invalid perl operator":
        return _unknown_group(source, part)
    if reason == "invalid escape sequence":
        hint = _ESCAPES.get(part) or (
            _NO_BACK_REFERENCE if part[1:].isdigit() else f"for a backslash itself write \\{part}"
        )
        return PatternProblem(f"{quoted(part)} is not known in a regex here", hint, part)
    if reason == "bad repetition operator" and part.endswith("+"):
        return PatternProblem(
            f"{quoted(part)} is not known in a regex here",
            f"write {part[:-1]} alone: no text takes long here, so nothing need be possessive",
            part,
        )
    if part.startswith(("\\p", "\\P")):
        hint = "for any letter write \\pL, for any number \\pN, for one alphabet \\p{Greek}"
        return PatternProblem(f"{quoted(part)} is no known kind of character", hint, part)
    if reason in _REASONS:
        words, hint = _REASONS[reason]
        return PatternProblem(words.replace("{part}", quoted(part)), hint, part)
    return PatternProblem(f"the regex cannot be read: {complaint}", "write a simpler one")


def _unknown_group(source: str, part: str) -> PatternProblem:
    # RE2 names `(?P` for `(?P=x)` and `(?P>x)` alike: look at the source for the whole of it.
    for opening, name, hint in _GROUPS:
        if opening.startswith(part) and opening in source:
            return PatternProblem(f"{quoted(opening)} ({name}) is not known here", hint, opening)
    return PatternProblem(
        f"{quoted(part)} is not known in a regex here",
        "a group is (…), (?:…), (?P<name>…), (?i:…) or (?s:…)",
        part,
    )
