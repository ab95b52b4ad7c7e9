"""Rule files as data: `errors/` with the findings each must give, `good/` that must give none.

A case is a single rule file, or a folder of rule files and CSV files. Its examples and tests run.
"""

from dataclasses import replace
from pathlib import Path

from router.app.gate import Gate
from router.language.compile import Compiled, CompileOptions
from router.language.source import SourceFile
from router.render.findings import as_text

CASES = Path(__file__).parent
ERRORS = CASES / "errors"
GOOD = CASES / "good"
UNTESTED = "no-examples"


def cases(folder: Path) -> list[Path]:
    """The cases of a folder: single rule files, and folders of several."""
    found = [path for path in folder.iterdir() if path.suffix == ".yaml" or path.is_dir()]
    return sorted(found, key=lambda path: path.name)


def compile_case(case: Path) -> Compiled:
    """Compile a case as a rules folder of its own; files are called by their bare names.

    That its rules have no examples counts only in cases whose name begins with that code: all
    others are as short as can be.
    """
    paths = sorted(case.iterdir()) if case.is_dir() else [case]
    files = tuple(SourceFile(path.name, path.read_bytes()) for path in paths)
    compiled = Gate(CompileOptions(), advise=True)(files)
    if case.name.startswith(UNTESTED):
        return compiled
    findings = tuple(finding for finding in compiled.findings if finding.code != UNTESTED)
    return replace(compiled, findings=findings)


def shown(compiled: Compiled) -> str:
    """The findings as `check` prints them."""
    return as_text(compiled.findings, compiled.sources)


def expected(case: Path) -> Path:
    """Where the findings of an error case are written down."""
    return case.with_suffix(".out")
