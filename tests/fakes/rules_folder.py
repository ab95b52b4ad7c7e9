"""A rules folder that a test fills."""

from router.app.ports import FolderMissingError
from router.language.source import SourceFile


class FakeRulesFolder:
    """Holds files in memory; every `save`, `remove` or `vanish` changes the fingerprint.

    `reads` counts how often the files were read.
    """

    def __init__(self, **files: str) -> None:
        """`FakeRulesFolder(orders="rules: …")` holds rules/orders.yaml."""
        self._files: dict[str, bytes] = {}
        self._version = 0
        self._gone = False
        self.reads = 0
        for stem, text in files.items():
            self.save(f"{stem}.yaml", text)

    def save(self, name: str, text: str) -> None:
        """Write a file, even if with what it held before; the folder is there again."""
        self._files[name] = text.encode()
        self._version += 1
        self._gone = False

    def remove(self, name: str) -> None:
        """Delete a file."""
        del self._files[name]
        self._version += 1

    def vanish(self) -> None:
        """Delete the folder with all its files."""
        self._files.clear()
        self._version += 1
        self._gone = True

    def save_unnoticed(self, name: str, text: str) -> None:
        """Change a file so that its times and size do not show it."""
        self._files[name] = text.encode()

    def fingerprint(self) -> object:
        """Changes with every change made above but the unnoticed one."""
        return self._version

    def read(self) -> tuple[SourceFile, ...]:
        """The rule files and CSV files in file-name order."""
        self.reads += 1
        if self._gone:
            raise FolderMissingError('the rules folder "rules" does not exist')
        return tuple(
            SourceFile(f"rules/{name}", content)
            for name, content in sorted(self._files.items())
            if name.endswith((".yaml", ".yml", ".csv")) and not name.startswith((".", "_"))
        )
