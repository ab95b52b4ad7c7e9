"""The compiled rule set: frozen, ready to decide, the same for server, try, explain and tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import assert_never

from router.core.actions import Action, NumberTarget, RotaTarget, Target
from router.core.address import Address
from router.core.position import Span
from router.engine.matchers import Matcher
from router.engine.rota import Rota
from router.engine.schedule import Schedule
from router.engine.stage import LIVE, Stage


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, compiled. `span` is the place of its name in the file; `actions` may be empty.

    `since` and `until` are the first and the last day it may fire on, in the rule set's zone;
    `schedule_zone` is the zone of the first schedule in its match ({date}, {time}), if any.
    """

    name: str
    span: Span
    match: Matcher
    actions: tuple[Action, ...]
    stop: bool = False
    enabled: bool = True
    stage: Stage = LIVE
    since: date | None = None
    until: date | None = None
    schedule_zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule in the order it is tried.

    `id` is 12 hexadecimal digits of a SHA-256 over the files' names and contents, so equal ids
    mean equal rules; `names` gives the person's name for an address ({sender}); `zone` is the
    settings' time zone. `rotas` holds every rota that a target names; `schedules` and `rotas` are
    by name.
    """

    id: str
    rules: tuple[Rule, ...]
    names: Mapping[Address, str] = field(default_factory=dict)
    zone: tzinfo = UTC
    rotas: Mapping[str, Rota] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)

    def address_of(self, target: Target, at: datetime) -> Address:
        """The address a target has at an aware time: of a rota, that of whoever is on duty."""
        match target:
            case NumberTarget(address):
                return address
            case RotaTarget(name):
                return self.rotas[name].on_duty(at).address
            case _:
                assert_never(target)
