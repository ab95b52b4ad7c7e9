"""The settings: what they are, and what each means when nobody says anything."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Literal

from router.core.address import Address

RECEIVE_PATH = "/receive_sms/"
STATUS_PATH = "/sms_status/"
NO_JOURNAL = "none"
TO_BE_REPLACED = "your-token"
"""What instructions say where the token goes."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to listen. `host` is a name or an address (IPv6 without brackets); port 0 is any."""

    host: str
    port: int

    def __str__(self) -> str:
        """The form of the settings, `host:port`, with brackets around an IPv6 address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked.

    `rules` and `data` are folders as the user would type them; `public_url` is what Plivo calls,
    without a slash at its end, "" when not known; `country` is two capital letters or "";
    `retention_days` is how long journal rows stay. `journal` is "" for SQLite in the data folder, a
    postgresql:// URL, or "none".
    """

    rules: str = "rules"
    data: str = "data"
    listen: Endpoint = Endpoint("127.0.0.1", 8080)
    admin_listen: Endpoint = Endpoint("127.0.0.1", 8081)
    public_url: str = ""
    numbers: tuple[Address, ...] = ()
    timezone: tzinfo = UTC
    country: str = ""
    require_signature: Literal["any", "v3"] = "any"
    delivery_reports: bool = True
    retention_days: int = 90
    log_text: bool = False
    journal: str = field(default="", repr=False)


def report_url(settings: Settings, public_url: str) -> str | None:
    """Where Plivo is to send delivery reports: our own URL; None when not wanted or unknown."""
    if not settings.delivery_reports or not public_url:
        return None
    return public_url + STATUS_PATH
