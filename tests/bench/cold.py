"""From the command to the first answer: what a start takes, in time and memory."""

import tempfile
from pathlib import Path

from tests.bench.rules import write_rules
from tests.bench.servers import Started, start_ours

STARTS = 3


def cold_starts(rules: int) -> list[Started]:
    """Start a server on a new data folder, journal on, so many times; nothing else is running."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "rules"
        write_rules(folder, rules)
        return [_start(folder, Path(place) / f"data-{number}") for number in range(STARTS)]


def _start(folder: Path, data: Path) -> Started:
    server = start_ours(folder, data, journal=True)
    server.stop()
    return server.started
