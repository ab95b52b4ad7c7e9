"""The machine as the process sees it: folders, rights, limits, versions."""

import os
import platform
import pwd
import resource
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version

from router import __version__
from router.adapters.journal.looking import SQLITE_VERSION
from router.app.checkups.ports import FolderState
from router.core.errors import words_of

PACKAGES = {"falcon": "falcon", "waitress": "waitress", "re2": "google-re2"}
_TRIED = b"x" * 4096


class ThisMachine:
    """The real machine; implements the Machine port."""

    def folder(self, path: str) -> FolderState:
        """Look at a folder, or where it is not there at the nearest above it."""
        exists = os.path.lexists(path)
        place = os.path.abspath(path)
        while not os.path.lexists(place):
            place = os.path.dirname(place)
        try:
            status, room = os.stat(place), os.statvfs(place)
        except OSError as problem:
            return FolderState(exists, words_of(problem), words_of(problem), 0, "nobody")
        free = room.f_bavail * room.f_frsize
        return FolderState(exists, _unreadable(place), _unwritable(place), free, _name(status))

    def user(self) -> str:
        """The name of the user this runs as."""
        return _name_of(os.geteuid())

    def open_files(self) -> int | None:
        """The hard limit: the server raises the soft one to what it needs."""
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        return None if hard == resource.RLIM_INFINITY else hard

    def zone(self) -> str:
        """The name of the zone that the system's clock is in."""
        return time.tzname[0]

    def versions(self) -> dict[str, str]:
        """Of the router, of Python, and of what the server stands on."""
        packages = {name: _installed(package) for name, package in PACKAGES.items()}
        ours = {"sms-router": __version__, "Python": platform.python_version()}
        return ours | packages | {"SQLite": SQLITE_VERSION}


def _unreadable(place: str) -> str:
    try:
        with os.scandir(place):
            return ""
    except OSError as problem:
        return words_of(problem)


def _unwritable(place: str) -> str:
    """Why nothing can be written there; found by writing, since a disk may be full or read-only."""
    try:
        # Without a name where the system can do that, else with a hidden one for a moment.
        with tempfile.TemporaryFile(dir=place, prefix=".sms-router-doctor-") as file:
            file.write(_TRIED)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        return words_of(problem)
    return ""


def _name(status: os.stat_result) -> str:
    return _name_of(status.st_uid)


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
