"""What `doctor` needs from the world, and the values it gets from there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Trouble = Literal["no-name", "refused", "unreachable", "untrusted", "unproven", "silent", "broken"]
"""Why there is no answer: the host's name is not known; nobody listens; no way there, or too long;
the certificate is wrong; it cannot be proven from here; connected, but no answer in time, or what
came is no HTTP."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP answer: `headers` have lower-case names, `body` is at most its first 64 KiB.

    It was asked for and had at these moments (aware, UTC).
    """

    status: int
    body: bytes
    headers: dict[str, str]
    asked: datetime
    answered: datetime


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No HTTP answer, with the system's words for it."""

    trouble: Trouble
    words: str


class HttpProbe(Protocol):
    """Asks over HTTP, straight and once: no proxy of the environment, no redirect followed."""

    def get(self, url: str) -> HttpAnswer | NoAnswer:
        """Ask for a page."""

    def post(self, url: str, headers: dict[str, str], body: bytes) -> HttpAnswer | NoAnswer:
        """Post a form."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder, or where it is not there the nearest one above it.

    `unreadable` and `unwritable` say why, "" where it can be; `free` is in bytes, for who is not
    root; `owner` is the name of whom it belongs to.
    """

    exists: bool
    unreadable: str
    unwritable: str
    free: int
    owner: str


class Machine(Protocol):
    """The machine that the router runs on, as this process sees it."""

    def folder(self, path: str) -> FolderState:
        """Look at a folder; what is written to try it is gone at once. Never raises."""

    def user(self) -> str:
        """The name of the user this runs as."""

    def open_files(self) -> int | None:
        """How many files a process may open at most; None for no limit."""

    def zone(self) -> str:
        """The name of this machine's own time zone, such as CET."""

    def versions(self) -> dict[str, str]:
        """Versions by name; "" for a library that is not installed as a package."""


@dataclass(frozen=True, slots=True)
class JournalState:
    """The journal: `kind` is "sqlite", "postgresql" or "none", `place` where it is, no password.

    `version` is the database's; `problem` says why it cannot be read, "" where it can be. `made`
    is whether there is one yet. `newest` is when the newest message came. `waiting` entries are in
    the spill file; `aside` are files that were moved away as damaged.
    """

    kind: str
    place: str
    version: str = ""
    problem: str = ""
    made: bool = True
    newest: datetime | None = None
    waiting: int = 0
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A place that may hold auth tokens, and how many it holds.

    `problem` says why it cannot be read; `open_to_all` that any user of this machine can read it;
    `in_quotes` that a token stands in quotes, which are then a part of it.
    """

    name: str
    count: int
    problem: str = ""
    open_to_all: bool = False
    in_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """The auth tokens to try, the places they come from, and whether they are dev mode's own."""

    values: tuple[str, ...] = field(default=(), repr=False)
    places: tuple[TokenPlace, ...] = ()
    dev: bool = False
