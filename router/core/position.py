"""Where something stands in a file somebody wrote."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of one file's text, from its first character to just behind its last.

    Lines and columns count from 1; columns are characters (code points) of the decoded line,
    not bytes and not screen cells. `file` is the path as the user would type it.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """The clickable form, `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"
