"""Files from the disk: the rules folder, and single files, with plain words for what went wrong."""

import errno
import os
import stat

from router.app.ports import FolderMissingError, FolderUnreadableError
from router.core.errors import words_of
from router.language.source import SourceFile

FILE_ENDINGS = (".yaml", ".yml", ".csv")
"""Rule files, and the tables that a list may take its numbers from."""
MAX_FILE_BYTES = 16 * 1024 * 1024
"""No one reads a file of this size; more is not brought into memory."""

_OUT_OF_THE_WAY = 'move it to another place, or give it a name that starts with "_"'

_Fingerprint = tuple[object, ...]


class DirectoryRulesFolder:
    """A real directory of rule files and CSV files; implements the RulesFolder port.

    `path` is the folder as the user typed it; file names are shown as path and name joined.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def fingerprint(self) -> object:
        """The folder's device and inode; name, times, size and inode of every file that counts.

        The folder's own time is left out: an editor's swap file beside the rules is no change.
        Symbolic links are followed, so Kubernetes' swap of `..data` shows in the files behind it.
        """
        try:
            folder = _identity(os.stat(self._path))[:2]
            names = self._names()
        except OSError as problem:
            return ("unreadable", problem.errno)
        return (folder, *(self._file_fingerprint(name) for name in names))

    def read(self) -> tuple[SourceFile, ...]:
        """The rule and CSV files in name order; FolderUnreadableError for the folder itself."""
        try:
            names = self._names()
        except OSError as problem:
            missing = problem.errno in (errno.ENOENT, errno.ENOTDIR)
            error = FolderMissingError if missing else FolderUnreadableError
            raise error(_folder_words(self._path, problem)) from None
        return tuple(
            read_file(os.path.join(self._path, name), shown=os.path.join(self._path, name))
            for name in names
        )

    def others(self) -> tuple[str, ...]:
        """The names of all other files, as shown, in order; () when they cannot be had.

        Folders are not among them, nor names that begin with `.` or `_`.
        """
        try:
            with os.scandir(self._path) as entries:
                names = [entry.name for entry in entries if _is_other(entry)]
        except OSError:
            return ()
        return tuple(_shown(os.path.join(self._path, name)) for name in sorted(names))

    def _names(self) -> list[str]:
        return sorted(name for name in os.listdir(self._path) if _counts(name))

    def _file_fingerprint(self, name: str) -> _Fingerprint:
        path = os.path.join(self._path, name)
        try:
            return (name, *_identity(os.stat(path)))
        except OSError as problem:
            return (name, "unreadable", problem.errno)


def read_file(path: str, shown: str) -> SourceFile:
    r"""Read one file; what keeps it from being read becomes its `problem`.

    `shown` is the name for people; bytes in it that are no text are written as `\xNN`.
    """
    name = _shown(shown)
    try:
        # Without O_NONBLOCK a named pipe in the folder would stop the program for good.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        return SourceFile(name, b"", _file_words(path, problem))
    try:
        return _content(descriptor, name)
    except OSError as problem:
        return SourceFile(name, b"", _file_words(path, problem))
    finally:
        os.close(descriptor)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_other(entry: os.DirEntry[str]) -> bool:
    aside = entry.name.startswith((".", "_"))
    return not aside and not _counts(entry.name) and entry.is_file()


def _content(descriptor: int, name: str) -> SourceFile:
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        kind = "it is a folder, not a file" if stat.S_ISDIR(mode) else "it is no ordinary file"
        return SourceFile(name, b"", kind, _OUT_OF_THE_WAY)
    with open(descriptor, "rb", closefd=False) as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        problem = f"it is larger than {MAX_FILE_BYTES // 1024**2} MB"
        return SourceFile(name, b"", problem, "split it: one file for each subject")
    return SourceFile(name, content)


def _counts(name: str) -> bool:
    return name.lower().endswith(FILE_ENDINGS) and not name.startswith((".", "_"))


def _identity(status: os.stat_result) -> _Fingerprint:
    # The change time cannot be set by hand, so it also shows a copy that kept size and mtime,
    # and a file that has become readable.
    return (
        status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns,
    )  # fmt: skip


def _folder_words(path: str, problem: OSError) -> str:
    match problem.errno:
        case errno.ENOENT:
            return f'the rules folder "{path}" does not exist'
        case errno.ENOTDIR:
            return f'"{path}" is a file: name the folder that holds the rule files'
        case errno.EACCES | errno.EPERM:
            return f'the rules folder "{path}" may not be read by this user'
        case _:
            return f'the rules folder "{path}" cannot be read: {words_of(problem)}'


def _file_words(path: str, problem: OSError) -> str:
    match problem.errno:
        case errno.ENOENT if os.path.islink(path):
            return "it is a link to a file that does not exist"
        case errno.ENOENT:
            return "it does not exist"
        case errno.EACCES | errno.EPERM:
            return "this user may not read it"
        case errno.ELOOP:
            return "it is a link that leads back to itself"
        case _:
            return words_of(problem)
