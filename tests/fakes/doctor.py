"""What the doctor looks through, in memory: HTTP with a router behind it, and a machine."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from router.app.checkups.ports import FolderState, HttpAnswer, NoAnswer
from router.plivo.form import read_pairs
from router.plivo.request import PlivoRequest
from router.plivo.signature import Verified, Verifier

MOMENT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NOBODY = NoAnswer("refused", "nothing listens there")

Post = Callable[[str, dict[str, str], bytes], HttpAnswer | NoAnswer]


def answer(status: int, body: bytes = b"", **headers: str) -> HttpAnswer:
    """An answer that came at once at the fakes' moment."""
    return HttpAnswer(status, body, headers, MOMENT, MOMENT)


@dataclass(frozen=True)
class FakeRouter:
    """Takes posts as the real one does: 400 where the signature fits, as it is no message."""

    public_url: str
    tokens: tuple[str, ...]

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> HttpAnswer:
        """The answer to a form that lacks all of a message."""
        path = urlsplit(url).path
        if path not in ("/receive_sms/", urlsplit(self.public_url).path + "/receive_sms/"):
            return answer(404, b"not found\n")
        request = PlivoRequest("POST", path, "", body, headers)
        verified = Verifier(self.public_url, self.tokens).verify(request, read_pairs(request))
        if isinstance(verified, Verified):
            return answer(400, b"malformed request\n")
        return answer(403, b"forbidden\n")


@dataclass
class FakeHttpProbe:
    """Answers by the URL's beginning (scheme, host, port); nobody listens anywhere else.

    `pages` are for GET, by whole URL; `posted` is every URL that was posted to.
    """

    pages: dict[str, HttpAnswer] = field(default_factory=dict)
    listeners: dict[str, Post] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)

    def get(self, url: str) -> HttpAnswer | NoAnswer:
        """The page, if there is one."""
        return self.pages.get(url, NOBODY)

    def post(self, url: str, headers: dict[str, str], body: bytes) -> HttpAnswer | NoAnswer:
        """What listens there answers."""
        self.posted.append(url)
        parts = urlsplit(url)
        listener = self.listeners.get(f"{parts.scheme}://{parts.netloc}")
        return listener(url, headers, body) if listener else NOBODY


SOUND = FolderState(exists=True, unreadable="", unwritable="", free=10**10, owner="sms")


@dataclass
class FakeMachine:
    """A sound machine, where every folder is there unless `folders` says otherwise."""

    folders: dict[str, FolderState] = field(default_factory=dict)
    user_name: str = "sms"
    limit: int | None = 4096
    zone_name: str = "UTC"
    python: str = "3.11.7"
    sqlite: str = "3.40.1"

    def folder(self, path: str) -> FolderState:
        """What was set for it."""
        return replace(self.folders.get(path, SOUND))

    def user(self) -> str:
        """Who this runs as."""
        return self.user_name

    def open_files(self) -> int | None:
        """The limit."""
        return self.limit

    def zone(self) -> str:
        """The machine's zone."""
        return self.zone_name

    def versions(self) -> dict[str, str]:
        """Those that matter."""
        return {"sms-router": "1", "Python": self.python, "falcon": "4", "SQLite": self.sqlite}
