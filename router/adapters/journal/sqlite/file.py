"""The journal's SQLite file: opened with care, brought up to date, moved aside when damaged."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from router.adapters.journal.sqlite.schema import MIGRATIONS
from router.adapters.journal.versions import other_version
from router.app.journal import JournalUnavailableError
from router.app.ports import EventLog

FILE_NAME = "journal.sqlite3"
DAMAGED = ".damaged-"
GONE = "was deleted or moved while it was open: a new one is begun in its place"
BUSY_SECONDS = 0.3
"""How long to wait for another process's write; shorter than a reply may wait for the journal."""
CHECK_SECONDS = 2.0
"""How long the start may look through the file for damage."""
CACHE_KB = 32_000
"""Pages held in memory: uuids and nonces come in no order, so writing touches pages everywhere."""
CHECKPOINT_PAGES = 8000
"""Pages in the log (4 KiB each) before they go into the file: a page that is written often goes
once."""
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_STATEMENTS = 256
_ASIDE_TRIES = 100


class DamagedError(Exception):
    """The file is no database, or a damaged one."""


@contextmanager
def sqlite_errors(path: str) -> Iterator[None]:
    """Turn what SQLite raises into JournalUnavailableError, or DamagedError where it is that."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        # The low byte is the kind of error, the rest says more about it.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            raise DamagedError(str(error)) from error
        raise JournalUnavailableError(f"the journal {path} cannot be used: {error}") from error
    except OSError as error:
        words = (error.strerror or str(error)).lower()
        raise JournalUnavailableError(f"the journal {path} cannot be used: {words}") from error


def open_for_writing(path: str, log: EventLog) -> sqlite3.Connection:
    """A connection to the file, which is made if it is missing; a damaged one is moved aside.

    Raises JournalUnavailableError.
    """
    try:
        return _open(path)
    except DamagedError as damage:
        with sqlite_errors(path):
            aside = move_aside(path)
        log.error("journal_moved_aside", file=path, to=aside, reason=str(damage))
    try:
        return _open(path)
    except DamagedError as damage:
        raise JournalUnavailableError(f"the journal {path} cannot be used: {damage}") from damage


def _open(path: str) -> sqlite3.Connection:
    with sqlite_errors(path):
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
        connection = _connect(path)
        try:
            _set_up(connection)
            _check(connection)
            _migrate(connection, path)
        except (sqlite3.Error, DamagedError, JournalUnavailableError):
            connection.close()
            raise
    return connection


def open_beside(path: str) -> sqlite3.Connection:
    """A connection for writing to a file that another process has opened and brought up to date.

    Raises JournalUnavailableError and DamagedError; nothing is made, moved or changed.
    """
    with sqlite_errors(path):
        connection = _connect(f"file:{quote(path)}?mode=rw", uri=True)
        try:
            _set_up(connection)
            if (version := _version(connection)) != len(MIGRATIONS):
                raise JournalUnavailableError(other_version(path, version, len(MIGRATIONS)))
        except (sqlite3.Error, JournalUnavailableError):
            connection.close()
            raise
    return connection


def _connect(database: str, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        database, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False,
        cached_statements=_STATEMENTS, uri=uri,
    )  # fmt: skip


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")


def _make(path: str) -> None:
    """Make the file, for nobody else to read; SQLite's own files beside it copy the mode.

    One that is there is not touched: to close it would take away the locks of every connection that
    this process has to it (POSIX), and another process would then delete the log under them.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with suppress(FileExistsError):
        os.close(os.open(path, flags, 0o600))


def open_for_reading(path: str) -> sqlite3.Connection:
    """A connection to a file that is there. Raises JournalUnavailableError."""
    if not os.path.exists(path):
        raise JournalUnavailableError(f"there is no journal at {path}: the server makes it")
    try:
        with sqlite_errors(path):
            connection = sqlite3.connect(
                f"file:{quote(path)}?mode=rw", uri=True, timeout=5.0, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
            try:
                connection.execute("PRAGMA secure_delete = ON")
                version = connection.execute("PRAGMA user_version").fetchone()[0]
            except sqlite3.Error:
                connection.close()
                raise
    except DamagedError as damage:
        raise JournalUnavailableError(f"the journal {path} is damaged: {damage}") from damage
    if version != len(MIGRATIONS):
        connection.close()
        raise JournalUnavailableError(other_version(path, version, len(MIGRATIONS)))
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Look for damage, for so long; raises sqlite3's error for it."""
    until = time.monotonic() + CHECK_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        with closing(connection.execute("PRAGMA quick_check(1)")) as found:
            (verdict,) = found.fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        verdict = "ok"  # a large file: what was looked at is fine
    finally:
        connection.set_progress_handler(None, 0)
    if verdict != "ok":
        raise DamagedError(str(verdict).replace("\n", " "))


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    if (version := _version(connection)) > len(MIGRATIONS):
        raise JournalUnavailableError(
            f"the journal {path} was written by a newer version of this program"
        )
    while version < len(MIGRATIONS):
        # The same transaction for tables and version: all of it happens, or nothing.
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;{MIGRATIONS[version]};PRAGMA user_version = {version + 1};COMMIT;"
            )
        except sqlite3.OperationalError:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if _version(connection) == version:
                raise
            # Another process that started at the same moment was first.
        version = _version(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def move_aside(path: str) -> str:
    """Give a damaged file another name, with all that belongs to it. Raises OSError."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    free = (f"{path}{DAMAGED}{stamp}" + (f"-{n}" if n else "") for n in range(_ASIDE_TRIES))
    aside = next(name for name in free if not os.path.lexists(name))
    os.rename(path, aside)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.rename(path + ending, aside + ending)
    return aside


def path_in(data: str) -> str:
    """Where the journal of a data folder is."""
    return os.path.join(data, FILE_NAME)


def damaged_files(path: str) -> tuple[str, ...]:
    """The files that were moved aside, in order."""
    found = Path(path).parent.glob(Path(path).name + DAMAGED + "*")
    return tuple(sorted(str(one) for one in found))
