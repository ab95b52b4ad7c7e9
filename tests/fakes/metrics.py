"""Metrics that a test can read back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CountedRequest:
    """What one answered request was counted as."""

    route: str
    outcome: str
    family: str
    token: str
    seconds: float


class FakeMetrics:
    """Keeps every count and time as it was given, in order."""

    def __init__(self) -> None:
        self.requests: list[CountedRequest] = []
        self.fired: list[tuple[str, ...]] = []
        self.rule_sets: list[tuple[str, int, datetime]] = []
        self.reloads: list[tuple[bool, datetime]] = []
        self.journals: list[tuple[bool, int, int]] = []
        self.in_effect: list[bool] = []

    def request(self, route: str, outcome: str, family: str, token: str, seconds: float) -> None:
        """Keep one answered request."""
        self.requests.append(CountedRequest(route, outcome, family, token, seconds))

    def rules_fired(self, names: tuple[str, ...]) -> None:
        """Keep the rules that fired for one message."""
        self.fired.append(names)

    def rule_set(self, rule_set_id: str, rules: int, at: datetime) -> None:
        """Keep which rule set is served."""
        self.rule_sets.append((rule_set_id, rules, at))

    def reload(self, ok: bool, at: datetime) -> None:
        """Keep whether a changed folder was taken."""
        self.reloads.append((ok, at))

    def folder_in_effect(self, yes: bool) -> None:
        """Keep whether the folder is what is served."""
        self.in_effect.append(yes)

    def journal(self, degraded: bool, waiting: int, lost: int) -> None:
        """Keep how the journal does."""
        self.journals.append((degraded, waiting, lost))
