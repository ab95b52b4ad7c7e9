"""Two workers beside one, with the journal and without: `python -m tests.bench.workers`.

First as the machine is: on one of two processors the load generator and the process that writes the
journal take their part as well, so two workers never have a processor each. Then, for root, with a
share of a processor for each process that answers, so that enough is free for all: that shows
whether they hold each other up.
"""

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import report, share
from tests.bench.rounds import Contender, ours, prove, ratio, take_turns
from tests.bench.servers import Server

RULES = 10_000
SHARE = 0.4


def main() -> None:
    print(report.machine(), flush=True)
    for journal in (True, False):
        one, two = ours(RULES, journal), ours(RULES, journal, 2)
        with tempfile.TemporaryDirectory() as place, ExitStack() as ending:
            servers: dict[Contender, Server] = {}
            for contender in (one, two):
                server = servers[contender] = contender.start(Path(place))
                ending.callback(server.stop)
                prove(server, RULES)
                server.come_to_rest()
                server.pause()
            _measure(f"journal {'on' if journal else 'off'}", one, two, servers)
            if share.can_be_given():
                answering = [pid for server in servers.values() for pid in server.answering()]
                with share.given(answering, SHARE):
                    title = f"journal {'on' if journal else 'off'}, {SHARE} of a processor each"
                    _measure(title, one, two, servers)


def _measure(title: str, one: Contender, two: Contender, servers: dict[Contender, Server]) -> None:
    records = take_turns(servers)
    rates = [statistics.median(records[each].rates) for each in (one, two)]
    print(
        f"{title}: one worker {rates[0]:.0f} req/s, two {rates[1]:.0f}: "
        f"{ratio(records[two].rates, records[one].rates)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
