"""The compiled conditions: one small frozen class per kind."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from router.core.address import Address


class Side(Enum):
    """Which address of the message a condition looks at; the value is the rule files' word."""

    FROM = "from"
    TO = "to"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A literal text of a rule: as `written`, and `folded` for comparing."""

    written: str
    folded: str
