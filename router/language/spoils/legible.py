"""The lines of a file as the library can take them: what it would stumble over is mended first."""

from router.language.diagnostics import Diagnostic
from router.language.source import SourceText
from router.language.spoils.characters import mend_characters
from router.language.spoils.documents import without_marks


def legible(source: SourceText) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """The findings for odd characters and for marks between documents, and as many lines."""
    findings, lines = mend_characters(source)
    of_marks, lines = without_marks(source, lines)
    if "\t" in source.text:
        # A line of nothing but blanks and tabs is an empty one to everybody but the library.
        lines = tuple("" if line.isspace() else line for line in lines)
    return [*findings, *of_marks], lines
