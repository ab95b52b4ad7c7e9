"""Prints our licence, and that of each library inside the frozen program: licences.py FOLDER.

FOLDER is what PyInstaller made. Ends with an error for a library whose licence is not found, since
those licences ask to go along with what they cover.
"""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_INSIDE = ("setuptools",)
LICENCE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


def packages() -> Iterator[tuple[str, str]]:
    """Name and licence of each Python package that the program needs."""
    pinned = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    for name in re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE):
        if name in NOT_INSIDE:
            continue
        found = distribution(name)
        texts = [
            Path(str(file.locate())).read_text("utf-8")
            for file in found.files or ()
            if ".dist-info" in str(file) and LICENCE.search(file.name)
        ]
        said = found.metadata.get("License-Expression") or found.metadata.get("License")
        yield name, "\n".join(texts) or f"Licence: {said}" if texts or said else ""


def libraries(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and licence of each shared library that comes from Debian, and Python's."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    own = [stdlib / "LICENSE.txt", Path("/usr/share/doc/libpython3.11-minimal/copyright")]
    yield "Python", next((path.read_text("utf-8") for path in own if path.exists()), "")
    for library in sorted(folder.glob("_internal/*.so*")):
        if not library.name.startswith("libpython"):
            yield library.name, _debian(library.name)


def _debian(library: str) -> str:
    for folder in (sysconfig.get_config_var("MULTIARCH"), "."):
        for usual in (Path("/usr/lib", folder, library), Path("/lib", folder, library)):
            owner = subprocess.run(
                ["dpkg", "-S", usual], capture_output=True, text=True, check=False
            ).stdout.partition(":")[0]
            text = Path("/usr/share/doc", owner, "copyright") if owner else None
            if text and text.exists():
                return text.read_text("utf-8")
    return ""


def main(folder: Path) -> None:
    """Print them all."""
    print("sms-router\n\n" + (ROOT / "LICENSE").read_text("utf-8"))
    print("It holds Python and libraries, under the licences below.")
    for name, text in (*packages(), *libraries(folder)):
        if not text:
            sys.exit(f"no licence is found for {name}: see packaging/licences.py")
        print(f"\n{'=' * 72}\n{name}\n{'=' * 72}\n\n{text.strip()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
