"""Recorded messages once more, with the rules of a changed folder."""

from collections import Counter

from router.core.decision import Decision
from router.core.journal import Change, JournalRow, ReplaySums, SentMessage, ShadowSums
from router.core.message import OutboundMessage
from router.core.segments import measure
from router.engine.evaluate import decide
from router.engine.index.rule_index import RuleIndex
from router.engine.ruleset import RuleSet


class Backtest:
    """Replays rows, one by one, and keeps the sums. Each is decided at the time it came."""

    def __init__(self, candidate: RuleSet) -> None:
        self._index = RuleIndex(candidate)
        self._messages = self._changed = self._sends = self._before = self._after = 0
        self._shadowed: Counter[str] = Counter()
        self._shadow_segments: Counter[str] = Counter()

    def replay(self, row: JournalRow) -> Change | None:
        """What the candidate changes for this message; None for nothing."""
        message = row.message
        after = decide(self._index, message)
        self._messages += 1
        self._before += row.segments
        self._after += sum(map(_segments, after.messages))
        self._shadowed.update(after.shadowed)
        for one in after.shadow_messages:
            self._shadow_segments[one.rule] += _segments(one)
        change = _change(row, after)
        if change is not None:
            self._changed += 1
            self._sends += change.sends
        return change

    def sums(self) -> ReplaySums:
        """The sums over all that was replayed so far; the busiest shadow comes first."""
        return ReplaySums(
            self._messages,
            self._changed,
            self._sends,
            self._before,
            self._after,
            tuple(
                ShadowSums(rule, count, self._shadow_segments[rule])
                for rule, count in self._shadowed.most_common()
            ),
        )


def _change(row: JournalRow, after: Decision) -> Change | None:
    sends = list(map(_what_people_get, row.messages)) != list(map(_what_people_get, after.messages))
    if not sends and row.fired == after.fired:
        return None
    return Change(row, after, sends)


def _what_people_get(sent: SentMessage | OutboundMessage) -> tuple[object, ...]:
    """A message apart from which rule sends it, and in which order its destinations stand."""
    return sent.src, frozenset(sent.dst), sent.text


def _segments(sent: OutboundMessage) -> int:
    return measure(sent.text).count * len(sent.dst)
