"""Tests of what people install: dist/sms-router and the Debian package, and nothing else of ours.

`make test-artefacts` builds both and runs these; they are no part of `make test`. They need to be
root, for roots of their own, and skip what lacks its programs.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.artefacts.roots import Root, copy_of, debian_root, libc_root

FOLDER = os.environ.get("SMS_ROUTER_ARTEFACTS", "")
collect_ignore_glob = [] if FOLDER else ["test_*.py"]


@pytest.fixture(scope="session")
def room() -> Iterator[Path]:
    """A folder that programs of another user may look into, which pytest's own are not."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to make a root of its own")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="session")
def binary() -> Path:
    """The one file."""
    return Path(FOLDER, "sms-router")


@pytest.fixture(scope="session")
def package() -> Path:
    """The Debian package."""
    (found,) = Path(FOLDER).glob("sms-router_*.deb")
    return found


@pytest.fixture(scope="session")
def bare(room: Path, binary: Path) -> Root:
    """A root with the C library, the one file, and nothing else."""
    return Root(libc_root(room / "bare", binary), room)


@pytest.fixture(scope="session")
def debian() -> Path:
    """Debian 12 as debootstrap makes it, with systemd, without Python; not to be changed."""
    if not shutil.which("debootstrap"):
        pytest.skip("needs debootstrap")
    return debian_root()


@pytest.fixture
def own_debian(debian: Path, room: Path) -> Iterator[Path]:
    """A copy of it for one test."""
    with tempfile.TemporaryDirectory(dir=room) as name:
        yield copy_of(debian, Path(name))
