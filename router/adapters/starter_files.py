"""The files of the starters, as they come with the package."""

from importlib import resources

from router.adapters.folder import FILE_ENDINGS
from router.language.source import SourceFile

_FOLDER = "starters"


def read_starter_files(name: str) -> tuple[SourceFile, ...]:
    """The rule and CSV files of a starter, by name; found in a checkout, a wheel and a binary."""
    folder = resources.files("router").joinpath(_FOLDER, name)
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        SourceFile(file.name, file.read_bytes())
        for file in files
        if file.name.endswith(FILE_ENDINGS)
    )
