"""Messages: one that came in, and those that go out in answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from router.core.actions import OWN_REPORTS, Reports
from router.core.address import Address


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One text that arrived at one of the account's numbers.

    `received_at` is an aware UTC time; `text` is as received, untouched; `fields` keeps every
    posted (name, value) pair, known or not, in the order of the request.
    """

    uuid: str
    sender: Address
    recipient: Address
    text: str
    received_at: datetime
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One `<Message>` of the answer: never longer than Plivo takes, at most 1,000 destinations.

    `rule` is the name of the rule that sends it.
    """

    src: Address
    dst: tuple[Address, ...]
    text: str
    rule: str
    reports: Reports = OWN_REPORTS


@dataclass(frozen=True, slots=True)
class Captures:
    """What a rule's match took out of a text, for its placeholders.

    `groups` maps regex group names and decimal group numbers ("1") to what they held ("" when
    the group took no part).
    """

    keyword: str = ""
    rest: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
