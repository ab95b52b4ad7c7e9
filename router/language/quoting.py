"""How findings quote what the author wrote."""

from collections.abc import Sequence

LONGEST_QUOTE = 32


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line between straight quotes, shortened, control characters as `·`."""
    line = " ".join(text.split())
    shown = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return '"' + "".join(char if char.isprintable() else "·" for char in shown) + '"'


def listed(words: Sequence[str], conjunction: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def straight(words: str) -> str:
    """Words of the engine, which quotes with curly quotes, as findings quote."""
    return words.replace("“", '"').replace("”", '"')
