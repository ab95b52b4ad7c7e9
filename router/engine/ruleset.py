"""The compiled rule set: frozen, ready to decide, the same for server, try, explain and tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from router.core.actions import Action
from router.core.address import Address
from router.core.position import Span
from router.engine.matchers import Matcher


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, compiled. `span` is the place of its name in the file; `actions` may be empty."""

    name: str
    span: Span
    match: Matcher
    actions: tuple[Action, ...]
    stop: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule in the order it is tried.

    `id` is 12 hexadecimal digits of a SHA-256 over the files' names and contents, so equal ids
    mean equal rules; `names` gives the person's name for an address ({sender}); `zone` is the
    settings' time zone ({date}, {time}).
    """

    id: str
    rules: tuple[Rule, ...]
    names: Mapping[Address, str] = field(default_factory=dict)
    zone: tzinfo = UTC
