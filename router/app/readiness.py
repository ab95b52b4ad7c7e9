"""What the admin doors tell the operator: readiness, the metrics page, the outcome of a reload."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LastReload:
    """The latest try to take the rules folder; `error` is the first finding, "" when fine."""

    ok: bool
    at: datetime
    error: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether messages can be answered, and by what.

    `rule_set` is the id served ("" while there is none), `since` when it was taken; times are
    aware, UTC. `origin` is where the set comes from: "folder", "last good" or "rollback".
    `history` is "ok", or why accepted sets or STATUS.txt cannot be written. `journal` is one word:
    "none", "ok" or "degraded".
    """

    ready: bool
    rule_set: str
    since: datetime | None
    last_reload: LastReload | None
    journal: str = "none"
    origin: str = "folder"
    history: str = "ok"


@dataclass(frozen=True, slots=True)
class MetricsPage:
    """The page a monitoring system scrapes, with the content type it must be sent under."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class ReloadOutcome:
    """What an asked-for reload came to; `report` is for people: what is served, or findings.

    `busy`: nothing came of it, since the folder is being read for somebody else.
    """

    ok: bool
    report: str
    busy: bool = False
