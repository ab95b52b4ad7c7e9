"""A log that keeps its events for a test to read."""

import sys
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """One logged event: its level, name, fields, and a bug's exception."""

    level: str
    name: str
    fields: dict[str, object] = field(default_factory=dict)
    exception: BaseException | None = None

    def __getitem__(self, key: str) -> object:
        return self.fields[key]


class FakeEventLog:
    """Keeps every event in order; unlike the real log it masks nothing."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def info(self, event: str, **fields: object) -> None:
        """Keep an ordinary event."""
        self.events.append(Event("info", event, fields))

    def warning(self, event: str, **fields: object) -> None:
        """Keep an event worth a look."""
        self.events.append(Event("warning", event, fields))

    def error(self, event: str, **fields: object) -> None:
        """Keep an event that must be looked at."""
        self.events.append(Event("error", event, fields))

    def bug(self, event: str, **fields: object) -> None:
        """Keep an event with the exception under way."""
        self.events.append(Event("error", event, fields, sys.exception()))

    def named(self, name: str) -> list[Event]:
        """The events of this name, in order."""
        return [event for event in self.events if event.name == name]
