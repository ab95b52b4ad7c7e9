"""Regexes, as google-re2 runs them: in time linear in the text, whatever the pattern."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import re2

from router.engine.regexes.problems import PatternProblem, explain_refusal, repeated_name

__all__ = ["Pattern", "PatternProblem", "compile_pattern", "readable"]

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


# Most rules of an edited folder are those of before, and several checks ask for each regex.
@lru_cache(maxsize=20_000)
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
        compiled = re2.compile(source.encode(), options)
        return repeated_name(source) or Pattern(source, case_sensitive, compiled)
    except re2.error as refused:
        return explain_refusal(source, refused.args[0].decode(errors="replace"))
