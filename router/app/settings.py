"""The settings: what they are, and what each means when nobody says anything."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from ipaddress import ip_address
from typing import Literal

from router.core.address import Address

RECEIVE_PATH = "/receive_sms/"
STATUS_PATH = "/sms_status/"
NO_JOURNAL = "none"
TO_BE_REPLACED = "your-token"
"""What instructions say where the token goes."""
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not listened on


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to listen. `host` is a name or an address (IPv6 without brackets); port 0 is any."""

    host: str
    port: int

    def __str__(self) -> str:
        """The form of the settings, `host:port`, with brackets around an IPv6 address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach what listens there."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def from_here(self) -> "Endpoint":
        """Where this machine reaches what listens there: if everywhere, on loopback."""
        return Endpoint(_ANYWHERE.get(self.host, self.host), self.port)


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


def dev_public_url(listen: Endpoint) -> str:
    """The public URL that dev mode takes when none is set: where it listens."""
    at = listen.from_here
    return f"http://{Endpoint('127.0.0.1' if at.host == 'localhost' else at.host, at.port)}"


def report_url(settings: Settings, public_url: str) -> str | None:
    """Where Plivo is to send delivery reports: our own URL; None when not wanted or unknown."""
    if not settings.delivery_reports or not public_url:
        return None
    return public_url + STATUS_PATH
