"""Rule files as data: `errors/` with the findings each must give, `good/` that must give none.

A case is a single rule file, or a folder of rule files and CSV files.
"""

from pathlib import Path

from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.source import SourceFile
from router.render.findings import as_text

CASES = Path(__file__).parent
ERRORS = CASES / "errors"
GOOD = CASES / "good"


def cases(folder: Path) -> list[Path]:
    """The cases of a folder: single rule files, and folders of several."""
    found = [path for path in folder.iterdir() if path.suffix == ".yaml" or path.is_dir()]
    return sorted(found, key=lambda path: path.name)


def compile_case(case: Path) -> Compiled:
    """Compile a case as a rules folder of its own; files are called by their bare names."""
    paths = sorted(case.iterdir()) if case.is_dir() else [case]
    files = [SourceFile(path.name, path.read_bytes()) for path in paths]
    return compile_rules(files, CompileOptions())


def shown(compiled: Compiled) -> str:
    """The findings as `check` prints them."""
    return as_text(compiled.findings, compiled.sources)


def expected(case: Path) -> Path:
    """Where the findings of an error case are written down."""
    return case.with_suffix(".out")
