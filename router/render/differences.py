"""Two texts one above the other, with a mark where they begin to differ."""

from typing import Final

from router.engine.wording import visible
from router.render.caret import cells

BEFORE: Final = 30
"""Characters that both have and that are still shown before the mark."""
SHOWN: Final = 70
"""Characters of each text that are shown."""


def difference(want: str, got: str) -> tuple[str, str, str]:
    """`want "…"`, `got  "…"` and a third line that marks the first character that differs."""
    at = _first_difference(want, got)
    start = max(0, at - BEFORE) if max(len(want), len(got)) > SHOWN else 0
    left = "…" if start else ""
    same = visible(want[start:at])
    width = len('want "') + sum(map(cells, left + same))
    return (
        f'want "{left}{_cut(want, start)}"',
        f'got  "{left}{_cut(got, start)}"',
        f"{' ' * width}^ {_words(want, got, at)}",
    )


def _first_difference(want: str, got: str) -> int:
    pairs = enumerate(zip(want, got, strict=False))
    shorter = min(len(want), len(got))
    return next((at for at, (one, other) in pairs if one != other), shorter)


def _words(want: str, got: str, at: int) -> str:
    if at == len(want):
        return "too much from here on" if at else "there should be nothing"
    if at == len(got):
        return "the rest is missing" if at else "there is nothing"
    return "different from here on"


def _cut(text: str, start: int) -> str:
    part = text[start : start + SHOWN]
    return visible(part) + ("…" if start + SHOWN < len(text) else "")
