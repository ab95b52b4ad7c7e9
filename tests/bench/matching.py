"""What finding the rules for one message takes, without HTTP: ours beside others, by set size."""

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from router.adapters.folder import DirectoryRulesFolder
from router.core.address import Address
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.index.rule_index import RuleIndex
from router.language.compile import CompileOptions, compile_rules
from tests.bench.rivals import Finder, regex_loop, rule_engine_loop, zen_table
from tests.bench.rules import DESK, mixed_texts, write_rules

OURS = "sms-router"
ZEN_REGEXES = "zen-engine, with regexes"
RIVALS: dict[str, Callable[[int], Finder]] = {
    "loop of compiled regexes": regex_loop,
    "rule-engine": rule_engine_loop,
    "zen-engine": zen_table,
    ZEN_REGEXES: lambda rules: zen_table(rules, regexes=True),
}
RIVALS_UP_TO = 10_000
ZEN_REGEXES_UP_TO = 1000
TEXTS = 500
TIMES = 5
BUDGET = 8.0
"""Seconds for one measurement; what takes longer is measured on fewer messages."""
LEAST = 12
SUNDAY = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
"""Outside office hours: the rules for emergencies fire, too."""


@dataclass(slots=True)
class Matching:
    """Median microseconds per message by contender and number of rules.

    `fired` is by number of rules: how many different rules the messages fired.
    """

    medians: dict[str, dict[int, float]] = field(default_factory=dict)
    fired: dict[int, int] = field(default_factory=dict)

    def add(self, who: str, rules: int, median: float) -> None:
        """Keep one measurement, and tell of it."""
        self.medians.setdefault(who, {})[rules] = median
        print(f"{rules:7,} rules  {who:26} {median:12.1f} µs per message", flush=True)


def measure(sizes: Sequence[int]) -> Matching:
    """Measure every contender at every size; raises SystemExit when one finds another rule."""
    found = Matching()
    for rules in sizes:
        messages = [
            InboundMessage("u-1", Address(one.sender), Address(DESK), one.text, SUNDAY)
            for one in mixed_texts(rules, TEXTS)
        ]
        with _quiet_collector():
            index = _index(rules)
            fired = [decide(index, message).fired for message in messages]
            found.fired[rules] = len({name for names in fired for name in names})
            found.add(OURS, rules, _median(partial(decide, index), messages))
        expected = [_number(names) for names in fired]
        for who, make in RIVALS.items():
            if rules > (ZEN_REGEXES_UP_TO if who == ZEN_REGEXES else RIVALS_UP_TO):
                continue
            with _quiet_collector():
                find = make(rules)
                _same(who, find, messages, expected)
                found.add(who, rules, _median(_by_text(find), messages))
    return found


class _quiet_collector:  # noqa: N801 - used as a function
    """Garbage is collected before and after, not while somebody is measured."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()


def _index(rules: int) -> RuleIndex:
    with tempfile.TemporaryDirectory() as folder:
        write_rules(Path(folder), rules)
        files = DirectoryRulesFolder(folder).read()
    rule_set = compile_rules(files, CompileOptions(folder=folder)).rule_set
    assert rule_set is not None
    return RuleIndex(rule_set)


def _number(fired: Sequence[str]) -> int | None:
    return int(fired[0].rpartition(" ")[2]) if fired else None


def _same(
    who: str, find: Finder, messages: Sequence[InboundMessage], expected: Sequence[int | None]
) -> None:
    """Whoever finds something else than ours does something else, and cannot be compared."""
    for message, wanted in list(zip(messages, expected, strict=True))[:LEAST]:
        found = find(message.text)
        if found != wanted:
            raise SystemExit(f"{who} finds {found}, not {wanted}: {message.text}")


def _by_text(find: Finder) -> Callable[[InboundMessage], object]:
    return lambda message: find(message.text)


def _median(work: Callable[[InboundMessage], object], messages: Sequence[InboundMessage]) -> float:
    """Each message several times, in another order each, as long as the budget lasts."""
    taken: list[float] = []
    dice = random.Random(1)
    until = time.monotonic() + BUDGET
    for _ in range(TIMES):
        for message in dice.sample(messages, len(messages)):
            if len(taken) >= LEAST and time.monotonic() > until:
                return statistics.median(taken)
            began = time.perf_counter()
            work(message)
            taken.append((time.perf_counter() - began) * 1e6)
    return statistics.median(taken)
