"""What was made of each rule file, kept so that an unchanged file is not read again."""

from collections.abc import Callable, Sequence

from router.language.reading import Reading, read_file
from router.language.source import SourceFile

ReadFiles = Callable[[Sequence[SourceFile]], list[Reading]]
"""Gives the reading of each file."""


def read_each(files: Sequence[SourceFile]) -> list[Reading]:
    """Read one file after the other."""
    return [read_file(file) for file in files]


class ReadingCache:
    """Reads files like `read_file`, and the same file with the same bytes only once.

    Parsing and holding against the schema are most of a compile; neither looks beyond its file.
    Not for several threads at once.
    """

    def __init__(self, read_files: ReadFiles = read_each) -> None:
        self._read_files = read_files
        self._kept: dict[SourceFile, Reading] = {}

    def all(self, files: Sequence[SourceFile]) -> list[Reading]:
        """The readings of a set's files; what it has not of the last set is forgotten."""
        kept = self._kept
        new = [file for file in dict.fromkeys(files) if file not in kept]
        fresh = dict(zip(new, self._read_files(new), strict=True))
        self._kept = {file: fresh.get(file) or kept[file] for file in files}
        return [self._kept[file] for file in files]
