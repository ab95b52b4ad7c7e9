"""Roots that hold little, and programs that run in them as nobody."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.running import ROOT, Ended, Server

BUILD = ROOT / "build" / "packaging"
PROGRAM = "/usr/bin/sms-router"
NOBODY = 65534
PATIENCE = 150.0
"""Seconds before a command that should have ended fails a test."""
# Mounted by the shell that then becomes the program, so nothing is left when it ends, however.
ENTER = """
root=$1 work=$2 tmp=$3; shift 3
mount --bind "$root" "$root"
mount -t proc none "$root/proc"
mount --bind /dev/null "$root/dev/null"
mount --bind "$work" "$root/srv"
mount -t tmpfs -o "$tmp" none "$root/tmp"
mount -o remount,bind,ro "$root"
exec /usr/sbin/chroot --userspec=65534:65534 --groups= "$root" "$@"
"""
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ""}


@dataclass(frozen=True)
class Root:
    """A root folder, seen read-only but for /tmp and /srv by what runs in it as nobody."""

    path: Path
    room: Path

    def work(self, name: str) -> Path:
        """A folder that nobody may write, to be seen as /srv."""
        folder = self.room / name
        folder.mkdir()
        os.chown(folder, NOBODY, NOBODY)
        return folder

    def command(self, work: Path, *words: str, tmp: str = "size=100m") -> list[str]:
        """The words that run sms-router there; `tmp` has the mount options of its /tmp."""
        enter = ["unshare", "--mount", "--propagation", "private", "sh", "-euc", ENTER, "sh"]
        return [*enter, str(self.path), str(work), tmp, PROGRAM, *words]

    def run(self, work: Path, *words: str, tmp: str = "size=100m", tmpdir: str = "") -> Ended:
        """Run it to its end."""
        ended = subprocess.run(
            self.command(work, *words, tmp=tmp),
            env=ENVIRONMENT | ({"TMPDIR": tmpdir} if tmpdir else {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def serve(self, work: Path, token: str, public_url: str) -> Server:
        """The server, with the rules and the data of /srv."""
        words = ("serve", "--rules", "/srv/rules", "--data", "/srv/data")
        return Server(
            self.room,
            "--public-url",
            public_url,
            env=ENVIRONMENT | {"PLIVO_AUTH_TOKEN": token},
            program=self.command(work, *words),
        )


def libc_root(folder: Path, binary: Path) -> Path:
    """A root that holds the libraries of Debian's package libc6 and this program."""
    listed = subprocess.run(["dpkg", "-L", "libc6"], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        source = Path(line)
        if ".so" in source.name and source.is_file() and "gconv" not in line:
            target = folder / line.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    for name in ("dev", "proc", "tmp", "srv", "usr/bin"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "dev" / "null").touch()
    shutil.copy(binary, folder / PROGRAM.lstrip("/"))
    return folder


def debian_root() -> Path:
    """Debian 12 with systemd, made once by debootstrap; skips where there is no mirror."""
    root = BUILD / "debian-12"
    if not (root / "made").exists():
        shutil.rmtree(root, ignore_errors=True)
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=systemd-sysv", "bookworm", str(root)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            pytest.skip(f"debootstrap fails: {made.stdout.strip().splitlines()[-1:]}")
        (root / "made").touch()
    return root


def copy_of(root: Path, folder: Path) -> Path:
    """A copy of a root, with all its owners and modes."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{root}/.", folder], check=True)
    return folder


def data_files() -> set[str]:
    """What our package holds besides code, as it is found when unpacked."""
    beside = {
        p for p in (ROOT / "router").rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    ours = {str(p.relative_to(ROOT)) for p in beside if p.suffix != ".py"}
    return ours | {f"router/schemas/{p.name}" for p in (ROOT / "schemas").glob("*.json")}
