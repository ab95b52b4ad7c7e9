"""What a rule set decided about one message, and why."""

from dataclasses import dataclass

from router.core.message import OutboundMessage


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """What became of one rule: whether it fired, and the words that say why or why not.

    `near_miss`: it did not fire although all of its conditions but one held.
    """

    rule: str
    file: str
    line: int
    fired: bool
    why: str
    near_miss: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something the author of a rule should know about what its actions did (or did not) send."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one message: rules that fired in order, and the messages they send in order.

    `rule_set` is the id of the set that decided; `trace` has an entry for every rule of the set,
    in order, when it was asked for (`explain`), and is empty otherwise. `shadowed` are the rules
    that would have fired but are in shadow for this message, `shadow_messages` what they would
    have sent, both in order; a trace says of them that they did not fire.
    """

    rule_set: str
    fired: tuple[str, ...]
    messages: tuple[OutboundMessage, ...]
    notes: tuple[Note, ...] = ()
    trace: tuple[TraceEntry, ...] = ()
    shadowed: tuple[str, ...] = ()
    shadow_messages: tuple[OutboundMessage, ...] = ()
