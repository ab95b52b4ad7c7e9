"""The fenced blocks of a Markdown page, with what the page says about each."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(
    r"^(?:<!-- finds: (?P<finds>[a-z-]+) -->\n)?```(?P<language>[a-z]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_FILE = re.compile(r"# (rules/[\w.-]+\.yaml|settings\.yaml)\n")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: `heading` is the nearest above it, `line` where its fence opens.

    `file` is the path its first line gives it ("" for none); `finds` the code of the finding that
    the comment before it promises ("" for none).
    """

    page: str
    line: int
    heading: str
    language: str
    body: str
    finds: str = ""
    file: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Every page that is ours to keep true."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """The blocks of one page, from top to bottom."""
    text = page.read_text("utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        above = _HEADING.findall(_without_fences(text[: fence.start()]))
        named = _FILE.match(fence["body"])
        found.append(
            Block(
                page=str(page.relative_to(ROOT)),
                line=text.count("\n", 0, fence.start("language")) + 1,
                heading=above[-1][1].strip("`") if above else "",
                language=fence["language"],
                body=fence["body"],
                finds=fence["finds"] or "",
                file=named[1] if named else "",
            )
        )
    return found


def headings(page: Path) -> set[str]:
    """Every word in back-ticks of the page's headings, and each whole heading."""
    words: set[str] = set()
    for _, title in _HEADING.findall(_without_fences(page.read_text("utf-8"))):
        words |= {title, *re.findall(r"`([^`]+)`", title)}
    return words


def _without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
