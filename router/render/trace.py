"""A decision to read: the object that `try --format json` prints, and a page for people."""

from collections.abc import Collection, Iterator, Sequence
from textwrap import wrap
from typing import Any, Final

from router.core.address import Address
from router.core.decision import Decision, TraceEntry
from router.core.message import InboundMessage, OutboundMessage
from router.core.segments import measure
from router.engine.wording import counted, visible

WIDTH: Final = 100
"""Columns of a page."""
_MAX_NAME: Final = 28
_MAX_NUMBERS: Final = 4


def decision_as_json(decision: Decision, xml: str) -> dict[str, Any]:
    """The decision as the JSON object of `try --format json`; `xml` is the answer that goes out.

    Keys: `fired`, `shadowed` (rules that would have fired but are in shadow), `messages` (`src`
    and `dst` without `+`, `text`, `segments`), `notes`, `trace`, `xml` and `rule_set`. Not the
    message: whoever asks has it.
    """
    return {
        "fired": list(decision.fired),
        "shadowed": list(decision.shadowed),
        "messages": [
            {
                "src": sent.src.wire,
                "dst": [address.wire for address in sent.dst],
                "text": sent.text,
                "segments": measure(sent.text).count,
            }
            for sent in decision.messages
        ],
        "notes": [{"rule": note.rule, "text": note.text} for note in decision.notes],
        "trace": [
            {
                "rule": entry.rule,
                "file": entry.file,
                "line": entry.line,
                "fired": entry.fired,
                "why": entry.why,
            }
            for entry in decision.trace
        ],
        "xml": xml,
        "rule_set": decision.rule_set,
    }


def decision_as_text(message: InboundMessage, decision: Decision) -> str:
    """The decision as a page of lines, each ended: the message, each rule, what goes out.

    A text keeps its lines; control characters show as `·`, so that no text can steer a terminal.
    """
    lines = [
        f"from {visible(message.sender.value)} to {visible(message.recipient.value)}",
        *text_lines(message.text, "  "),
    ]
    lines += ["", *trace_lines(decision)] if decision.trace else []
    lines += ["", *message_lines("messages", decision.messages)]
    if decision.shadowed:
        lines += ["", *message_lines("in shadow, not sent", decision.shadow_messages)]
    # With a trace, each note already stands beside its rule.
    if decision.notes and not decision.trace:
        notes = (f"{visible(note.rule)}: {visible(note.text)}" for note in decision.notes)
        lines += ["", "notes", *(f"  {note}" for note in notes)]
    return "".join(f"{line}\n" for line in lines)


def trace_lines(decision: Decision) -> Iterator[str]:
    """How many rules fired, and a line or more for each of them."""
    fired = len(decision.fired)
    shadow = f", {len(decision.shadowed)} in shadow" if decision.shadowed else ""
    yield f"rules: {fired} of {len(decision.trace)} fired{shadow}"
    room = min(_MAX_NAME, max(len(visible(entry.rule)) for entry in decision.trace))
    for entry in decision.trace:
        yield from _rule_lines(entry, _mark(entry, decision.shadowed), room)


def _mark(entry: TraceEntry, shadowed: Collection[str]) -> str:
    """`✓` fired, `○` would have but is in shadow, `≈` a near miss, `·` did not fire."""
    if entry.fired:
        return "✓"
    if entry.rule in shadowed:
        return "○"
    return "≈" if entry.near_miss else "·"


def _rule_lines(entry: TraceEntry, mark: str, room: int) -> Iterator[str]:
    """The mark and the name, and beside them (or under a long name) why."""
    name = visible(entry.rule)
    head = f"  {mark} {name:{room}}  "
    indent = " " * (room + 6)
    if len(name) > room:
        yield head.rstrip()
        head = indent
    why = wrap(
        ("near miss: " if entry.near_miss else "") + visible(entry.why),
        WIDTH - len(indent),
        break_on_hyphens=False,
    ) or [""]
    yield f"{head}{why[0]}".rstrip()
    yield from (f"{indent}{more}" for more in why[1:])


def message_lines(heading: str, messages: tuple[OutboundMessage, ...]) -> Iterator[str]:
    """The messages under a heading, each with its destinations, cost, rule and text."""
    if not messages:
        yield f"{heading}: none"
        return
    segments = sum(measure(sent.text).count * len(sent.dst) for sent in messages)
    yield f"{heading}: {len(messages)} ({counted(segments, 'segment')} in all)"
    for number, sent in enumerate(messages, 1):
        cost = measure(sent.text)
        billed = f"{counted(cost.count, 'segment')}, {cost.encoding.value}"
        yield from wrapped(f"to {numbers(sent.dst)}", f"  {number}. ")
        yield from wrapped(f"from {sent.src} · {billed} · {visible(sent.rule)}", "     ")
        yield from text_lines(sent.text, "     ")


def numbers(addresses: Sequence[Address]) -> str:
    """The destinations; of many the first few and how many more."""
    shown = [address.value for address in addresses]
    if len(shown) > _MAX_NUMBERS + 1:
        shown[_MAX_NUMBERS:] = [f"and {len(shown) - _MAX_NUMBERS} more"]
    return ", ".join(shown)


def text_lines(text: str, indent: str) -> Iterator[str]:
    """A text behind a bar, so that its own blanks and empty lines can be seen."""
    for line in text.splitlines() or [""]:
        pieces = wrap(visible(line), WIDTH - len(indent) - 2, drop_whitespace=False) or [""]
        yield from (f"{indent}│ {piece}".rstrip() for piece in pieces)


def wrapped(words: str, head: str) -> Iterator[str]:
    """The words behind a head, with the lines after the first indented as far."""
    indent = " " * len(head)
    lines = wrap(words, WIDTH - len(head))
    yield from (f"{indent if number else head}{line}" for number, line in enumerate(lines))
