"""What was made of each rule file, kept so that an unchanged file is not read again."""

from collections.abc import Sequence

from router.language.reading import Reading, read_file
from router.language.source import SourceFile


class ReadingCache:
    """Reads files like `read_file`, and the same file with the same bytes only once.

    Parsing and holding against the schema are most of a compile; neither looks beyond its file.
    Not for several threads at once.
    """

    def __init__(self) -> None:
        self._kept: dict[SourceFile, Reading] = {}

    def all(self, files: Sequence[SourceFile]) -> list[Reading]:
        """The readings of a set's files; what it has not of the last set is forgotten."""
        kept = self._kept
        self._kept = {file: kept.get(file) or read_file(file) for file in files}
        return [self._kept[file] for file in files]
