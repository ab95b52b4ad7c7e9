"""What a regex of another program means by a sign, and a regex here takes as the sign itself."""

import re
from dataclasses import dataclass
from typing import Final

from router.engine.regexes.patterns import PatternProblem, compile_pattern
from router.engine.wording import quoted

_SLASHED: Final = re.compile(r"/(?P<inner>.+)/(?P<flags>[dgimsuvy]*)", re.DOTALL)
_KEPT_FLAGS: Final = "ms"
_PARTS: Final = re.compile(
    r"\\Q.*?(?:\\E|\Z)|\\[pPx]\{[^}]*\}|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]"
    r"|\{\d+(?:,\d*)?\}|(?P<braces>\{ *(?P<least>\d*) *(?P<comma>,?) *(?P<most>\d*) *\}?)",
    re.DOTALL,
)
"""What a brace may be a part of, and braces that look like a number of times and are none."""

_NOTHING_BEFORE: Final = ("(", "|", "(?:")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A part of a pattern that is taken letter by letter: where it stands, and what is meant.

    `offset` counts characters of the pattern from 0; `meant` is the whole pattern, "" when what
    is meant cannot be known.
    """

    offset: int
    part: str
    words: str
    hint: str
    meant: str = ""


def lookalike(source: str) -> Lookalike | None:
    """The first such part of a pattern that RE2 takes; None when all is as it looks."""
    return _slashed(source) or _braced(source)


def _slashed(source: str) -> Lookalike | None:
    """`/order/i`: slashes that other programs put around every regex, and letters behind them."""
    found = _SLASHED.fullmatch(source)
    if not found:
        return None
    kept = "".join(flag for flag in _KEPT_FLAGS if flag in found["flags"])
    inner = found["inner"].replace("\\/", "/")
    words = f"the slashes around {quoted(found['inner'])} are looked for, too"
    hint = "leave them out; capitals make no difference unless you write case-sensitive: yes"
    return Lookalike(0, source, words, hint, _sound(f"(?{kept}){inner}" if kept else inner))


def _braced(source: str) -> Lookalike | None:
    r"""`\d{3` or `x{1, 2}`: a number of times that is none, so that the brace is looked for."""
    for found in _PARTS.finditer(source):
        least, comma, most = found["least"], found["comma"], found["most"]
        if not found["braces"] or not (least or most):
            continue
        before = source[: found.start()]
        if (
            before.endswith(_NOTHING_BEFORE) or not before
        ):  # it repeats nothing, and is likely meant as a sign
            continue
        times = f"{{{least or 0}{comma}{most}}}"
        part = found["braces"].rstrip()
        behind = source[found.start() + len(part) :]
        meant = "" if "}" not in part and "}" in behind else _sound(before + times + behind)
        words = f"{quoted(part)} repeats nothing: it is looked for as it stands"
        return Lookalike(
            found.start(), part, words, f"to repeat write {times}, for the sign itself \\{{", meant
        )
    return None


def _sound(pattern: str) -> str:
    return "" if isinstance(compile_pattern(pattern), PatternProblem) else pattern
