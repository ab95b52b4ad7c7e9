"""Who sends an example, to whom and when: said only as far as it matters."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from router.core.message import InboundMessage
from router.engine.matchers import Side
from router.engine.ruleset import Rule
from router.engine.witness.taken import looks_at, looks_at_the_time
from router.language.numbers import grouped


def circumstances(message: InboundMessage, rules: Sequence[Rule], zone: tzinfo) -> str:
    """` from +1 555 000 1111 at 2026-11-22 17:05`, as far as these rules look at it; or ""."""
    return "".join(_each(message, rules, zone))


def _each(message: InboundMessage, rules: Sequence[Rule], zone: tzinfo) -> Iterator[str]:
    for side, address in ((Side.FROM, message.sender), (Side.TO, message.recipient)):
        if any(looks_at(rule.match, side) for rule in rules):
            yield f" {side.value} {grouped(address)}"
    if any(looks_at_the_time(rule.match) for rule in rules):
        yield f" at {message.received_at.astimezone(zone):%Y-%m-%d %H:%M}"
