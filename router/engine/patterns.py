"""Regexes, as google-re2 runs them: in time linear in the text, whatever the pattern."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import re2

from router.engine.wording import quoted

_SURROGATE = re.compile("[\ud800-\udfff]")
# A pattern finds something in all of these only when it insists on nothing.
_PROBES: Final = (b"", b"\x01", "Q7é".encode())


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regex that RE2 took: `source` as written, `compiled` ready to search UTF-8."""

    source: str
    case_sensitive: bool
    compiled: re2._Regexp = field(compare=False, repr=False)

    @property
    def groups(self) -> int:
        """How many groups it captures; `{1}` is the first."""
        return self.compiled.groups

    @property
    def group_names(self) -> tuple[str, ...]:
        """The names of its named groups, in the order they stand in."""
        by_number = sorted(self.compiled.groupindex.items(), key=lambda item: item[1])
        return tuple(name.decode() for name, _ in by_number)

    def matches_empty(self) -> bool:
        """Whether it insists on nothing, so that it is found in every text (`x*`, `(hours)?`).

        `^$` and `^(hours)?$` are found in the empty text and still insist on something.
        """
        return all(self.compiled.search(probe) is not None for probe in _PROBES)

    def finds(self, readable: bytes) -> bool:
        """Whether it is found in a text that `readable` has made ready."""
        return self.compiled.search(readable) is not None

    def search(self, text: str) -> Mapping[str, str] | None:
        """What its first match captured, or None when it is not found.

        Keys are group numbers ("0" is the whole match, "1" the first group) and group names; a
        group that took no part holds "".
        """
        found = self.compiled.search(readable(text))
        if found is None:
            return None
        held = [_decoded(found.group(0)), *map(_decoded, found.groups())]
        captured = {str(number): text for number, text in enumerate(held)}
        for name, number in self.compiled.groupindex.items():
            captured.setdefault(name.decode(), held[number])
        return captured


def _decoded(captured: bytes | None) -> str:
    # `\C` takes single bytes, so a group can end inside a character.
    return (captured or b"").decode(errors="replace")


def readable(text: str) -> bytes:
    """The text as UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """Why a pattern is refused: `words` names the part, `hint` says what to write instead.

    `part` is the refused part as it stands in the pattern, "" when it is not one stretch.
    """

    words: str
    hint: str
    part: str = ""


def compile_pattern(source: str, case_sensitive: bool = False) -> Pattern | PatternProblem:
    """Make a pattern ready, or say what is wrong with it; raises nothing."""
    if _SURROGATE.search(source):
        return PatternProblem(
            "the regex holds half of a character", "type the character again, or leave it out"
        )
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case_sensitive
    try:
        return Pattern(source, case_sensitive, re2.compile(source.encode(), options))
    except re2.error as refused:
        return _explained(source, str(refused.args[0].decode(errors="replace")))


def _explained(source: str, complaint: str) -> PatternProblem:
    reason, _, part = complaint.partition(": ")
    if reason == "invalid perl operator":
        return _unknown_group(source, part)
    if reason == "invalid escape sequence":
        hint = _ESCAPES.get(part) or (
            _NO_BACK_REFERENCE if part[1:].isdigit() else f"for a backslash itself write \\\\{part}"
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
