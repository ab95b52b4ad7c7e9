"""How this program was started, as words that start it again from the same directory."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = "sms-router"


@dataclass(frozen=True, slots=True)
class Process:
    """What is known of how a program was started.

    `script` is `sys.argv[0]`, `python` the interpreter, `path` the variable PATH, `directory` the
    working directory, `package` the folder that holds the package `router`.
    """

    script: str
    python: str
    path: str
    directory: Path
    package: Path


def this_process() -> Process:
    """The process this runs in."""
    return Process(
        script=sys.argv[0],
        python=sys.executable,
        path=os.environ.get("PATH", os.defpath),
        directory=Path.cwd(),
        package=Path(__file__).resolve().parents[2],
    )


def words_to_start(process: Process) -> tuple[str, ...]:
    """The words that start the program in another terminal in the same directory.

    `sms-router` where that is this very program, else a path to it; without an installed command,
    `python -m router`.
    """
    script = _own_script(process)
    if script is None:
        return _python_words(process)
    found = shutil.which(SCRIPT, path=process.path)
    if found and os.path.samefile(found, script):
        return (SCRIPT,)
    return (_shown(script, process.directory),)


def _own_script(process: Process) -> Path | None:
    """The command that was started, or the one beside the interpreter for `python serve.py`."""
    started = Path(process.directory, process.script)
    if started.name == SCRIPT and started.exists():
        return started
    # Not resolved: a virtual environment's interpreter is a link, and its commands lie beside it.
    beside = Path(process.python).parent / SCRIPT
    return beside if beside.exists() else None


def _python_words(process: Process) -> tuple[str, ...]:
    names = ("python3", "python")
    on_path = (
        name for name in names if _same(shutil.which(name, path=process.path), process.python)
    )
    python = next(on_path, None) or _shown(Path(process.python), process.directory)
    words = (python, "-m", "router")
    if process.package == process.directory.resolve():
        return words
    return ("env", f"PYTHONPATH={process.package}", *words)


def _same(found: str | None, python: str) -> bool:
    # By name, not by what the links lead to: another environment's link leads to the same file.
    return found is not None and os.path.normpath(found) == os.path.normpath(python)


def _shown(path: Path, directory: Path) -> str:
    """The path as it is typed in the directory: `.venv/bin/sms-router`, or absolute outside it."""
    for start in (directory, directory.resolve()):
        if path.is_relative_to(start):
            inside = path.relative_to(start)
            return str(inside) if len(inside.parts) > 1 else f"./{inside}"
    return str(path)
