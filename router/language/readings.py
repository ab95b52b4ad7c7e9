"""What was made of each rule file, kept so that an unchanged file is not read again."""

from router.language.reading import Reading, read_file
from router.language.source import SourceFile


class ReadingCache:
    """Reads a file like `read_file`, and the same file with the same bytes only once.

    Parsing and holding against the schema are most of a compile; neither looks beyond its file.
    Not for several threads at once.
    """

    def __init__(self) -> None:
        self._kept: dict[SourceFile, Reading] = {}
        self._used: dict[SourceFile, Reading] = {}

    def __call__(self, file: SourceFile) -> Reading:
        """The reading of this file."""
        reading = self._kept.get(file)
        if reading is None:
            reading = read_file(file)
        self._used[file] = reading
        return reading

    def next_round(self) -> None:
        """Keep what was asked for since the last round, and forget the rest."""
        self._kept, self._used = self._used, {}

    def clear(self) -> None:
        """Forget everything."""
        self._kept, self._used = {}, {}
