"""The fenced blocks of a Markdown page, with what the page says about each."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(
    r"^(?:<!-- (?:finds: (?P<finds>[a-z0-9-]+)|file: (?P<file>\S+)) -->\n)?"
    r"```(?P<language>[a-z]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_FILE = re.compile(r"# (rules/[\w.-]+\.yaml|settings\.yaml)\n")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: `heading` is the nearest above it, `line` where its fence opens.

    `file` is the path that its first line, or a comment before it, gives it ("" for none); `finds`
    the code of the finding that the comment before it promises ("" for none); `keys` what stands in
    back-ticks in the heading.
    """

    page: str
    line: int
    heading: str
    language: str
    body: str
    finds: str = ""
    file: str = ""
    keys: frozenset[str] = frozenset()

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
        heading = above[-1][1] if above else ""
        named = _FILE.match(fence["body"])
        found.append(
            Block(
                page=str(page.relative_to(ROOT)),
                line=text.count("\n", 0, fence.start("language")) + 1,
                heading=heading.strip("`"),
                language=fence["language"],
                body=fence["body"],
                finds=fence["finds"] or "",
                file=fence["file"] or (named[1] if named else ""),
                keys=frozenset(_in_back_ticks(heading)),
            )
        )
    return found


def headings(page: Path) -> set[str]:
    """Every word in back-ticks of the page's headings, and each whole heading."""
    words: set[str] = set()
    for _, title in _HEADING.findall(_without_fences(page.read_text("utf-8"))):
        words |= {title, *_in_back_ticks(title)}
    return words


def _in_back_ticks(title: str) -> list[str]:
    return re.findall(r"`([^`]+)`", title)


def _without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
