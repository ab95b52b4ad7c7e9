"""What a rule can do: reply, forward, multi-forward; and the texts it sends, with placeholders."""

from dataclasses import dataclass

from router.core.address import Address


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text of a template that goes out as written (`{{` and `}}` already read as braces)."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{name}` or `{name|default}` in a template. `default` is None when none was written."""

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A text to send: plain stretches and placeholders, in order; `source` is as written."""

    source: str
    parts: tuple[PlainText | Placeholder, ...]


WHOLE_TEXT = Template("{text}", (Placeholder("text"),))
"""What forward and multi-forward send when no text is given."""


@dataclass(frozen=True, slots=True)
class NumberTarget:
    """One fixed address; `name` is the person's name in the rules, "" for a bare number."""

    address: Address
    name: str = ""


@dataclass(frozen=True, slots=True)
class RotaTarget:
    """Whoever is on duty in the rota of this name when the message comes."""

    name: str


Target = NumberTarget | RotaTarget


@dataclass(frozen=True, slots=True)
class OwnReports:
    """Ask for delivery reports at the router's own URL, when the public URL is known."""


@dataclass(frozen=True, slots=True)
class NoReports:
    """Ask for no delivery report."""


@dataclass(frozen=True, slots=True)
class ReportsTo:
    """Ask for delivery reports at this absolute http(s) URL."""

    url: str


Reports = OwnReports | NoReports | ReportsTo
OWN_REPORTS = OwnReports()


@dataclass(frozen=True, slots=True)
class Reply:
    """Send a text back to the sender. `source` overrides the number that was texted."""

    text: Template
    source: Address | None = None
    reports: Reports = OWN_REPORTS


@dataclass(frozen=True, slots=True)
class Forward:
    """Send a text on to one target."""

    to: Target
    text: Template = WHOLE_TEXT
    source: Address | None = None
    reports: Reports = OWN_REPORTS


@dataclass(frozen=True, slots=True)
class MultiForward:
    """Send a text on to many targets in one message; `list_name` when a list was named alone."""

    to: tuple[Target, ...]
    text: Template = WHOLE_TEXT
    source: Address | None = None
    include_sender: bool = False
    reports: Reports = OWN_REPORTS
    list_name: str = ""


Action = Reply | Forward | MultiForward
