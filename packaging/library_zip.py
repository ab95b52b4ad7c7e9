"""Writes library.zip: the zone data, and the versions of the libraries, for the frozen program.

Python reads both from a zip file on its path as well as from files. One file instead of seven
hundred is unpacked at each start of dist/sms-router.
"""

from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from router.cli.version import LIBRARIES

ZONES = ("__init__.py", "zones", "zoneinfo")
"""Of the package tzdata, what `zoneinfo` reads."""


def write_library_zip(path: Path) -> None:
    """Write the zip file anew, the same bytes for the same content."""
    spec = find_spec("tzdata")
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    files = {
        Path("tzdata", file.relative_to(package)).as_posix(): file.read_bytes()
        for part in ZONES
        for file in [package / part, *sorted((package / part).rglob("*"))]
        if file.is_file() and file.suffix != ".pyc"
    }
    for name in LIBRARIES:
        found = distribution(name)
        folder = f"{name.replace('-', '_')}-{found.version}.dist-info"
        files[f"{folder}/METADATA"] = f"Name: {name}\nVersion: {found.version}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
