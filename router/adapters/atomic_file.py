"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import secrets
import stat
import time
from contextlib import suppress

_LITTER = ".new"


def write_atomically(path: str, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader, or the next start after a power cut, finds old or new.

    Written aside, synced, renamed into place, and the folder synced. Raises OSError.
    """
    folder, name = os.path.split(path)
    # A name of its own for each writer; hidden, so that nothing takes it for a rule file.
    aside = os.path.join(folder, f".{name}.{os.getpid():x}{secrets.token_hex(4)}{_LITTER}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(aside, flags, mode)
    try:
        with open(descriptor, "wb") as stream:
            os.fchmod(descriptor, mode)
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        os.replace(aside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(aside)
        raise
    sync_folder(folder)


def sync_folder(folder: str) -> None:
    """Make sure that the names in a folder outlive a power cut. Raises OSError."""
    descriptor = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: str, name: str = "", older_than: float = 0.0) -> None:
    """Remove what a writer that was killed left beside a file (of any name, if none is given).

    Younger ones than so many seconds may be another writer's and stay. Never raises.
    """
    with suppress(OSError):
        for found in os.listdir(folder):
            if found.startswith(f".{name}") and found.endswith(_LITTER):
                path = os.path.join(folder, found)
                status = os.lstat(path)
                if stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime >= older_than:
                    os.unlink(path)
