"""Lists from CSV files: a file that is not there, a column it has not, a number that is none."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """What came to light when the files were read; nothing of a file that no list names."""
    yield from whole.csv.findings
