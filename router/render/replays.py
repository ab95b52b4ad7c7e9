"""What other rules change for recorded messages: before and after, and the sums."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from difflib import SequenceMatcher
from typing import Any

from router.core.address import Address
from router.core.journal import Change, ReplaySums, SentMessage
from router.core.message import OutboundMessage
from router.core.segments import measure
from router.engine.wording import counted, counted_many, visible
from router.render.covering import covered_digits, covered_number
from router.render.moments import clock, instant
from router.render.trace import text_lines

Sent = SentMessage | OutboundMessage
Piece = tuple[str, ...]


def change_as_page(change: Change, zone: tzinfo, reveal: bool) -> str:
    """One message: what it says, and with `-` and `+` what goes away and what comes instead.

    Numbers are covered unless `reveal`; the texts are what this is about, and are shown.
    """
    row, after = change.row, change.after
    cover = _Cover(reveal)
    lines = [
        f"{clock(row.received_at, zone)}  {visible(row.uuid)}"
        f"  {cover.number(row.sender)} → {cover.number(row.recipient)}",
        *text_lines(cover.text(row.text), "  "),
    ]
    lines += _difference([_rules(row.fired)], [_rules(after.fired)])
    lines += _difference(
        *(_pieces(sent, _Cover(True)) for sent in (row.messages, after.messages)),
        *(_pieces(sent, cover) for sent in (row.messages, after.messages)),
    )
    return "".join(f"{line}\n" for line in (*lines, ""))


def sums_as_page(sums: ReplaySums) -> str:
    """`of 412 messages 3 change`, the segments, and what rules in shadow would have done."""
    verb = "changes" if sums.changed == 1 else "change"
    alone = sums.changed - sums.sends
    detail = f": {sums.sends:,} in what is sent, {alone:,} in the rules alone" if alone else ""
    lines = [f"of {counted_many(sums.messages, 'message')} {sums.changed:,} {verb}{detail}"]
    gap = sums.after - sums.before
    lines += [f"segments: {sums.before:,} before, {sums.after:,} after ({gap:+,})"]
    lines += [
        f"in shadow: {visible(one.rule)} would have fired for"
        f" {counted_many(one.messages, 'message')}, {counted_many(one.segments, 'segment')}"
        for one in sums.shadows
    ]
    return "".join(f"{line}\n" for line in lines)


def replay_as_fields(sums: ReplaySums, changes: Sequence[Change], reveal: bool) -> dict[str, Any]:
    """All of it for programs."""
    return {
        "messages": sums.messages,
        "changed": sums.changed,
        "sends_changed": sums.sends,
        "segments": {
            "before": sums.before,
            "after": sums.after,
            "difference": sums.after - sums.before,
        },
        "shadows": [
            {"rule": one.rule, "messages": one.messages, "segments": one.segments}
            for one in sums.shadows
        ],
        "changes": [_change_fields(change, _Cover(reveal)) for change in changes],
    }


class _Cover:
    """Covers numbers, wherever they stand, unless they are to be seen."""

    def __init__(self, reveal: bool) -> None:
        self._reveal = reveal

    def number(self, address: Address) -> str:
        return visible(address.value) if self._reveal else covered_number(address)

    def text(self, text: str) -> str:
        return text if self._reveal else covered_digits(text)

    def pieces(self, sent: Sent) -> tuple[Piece, Piece]:
        """A message as lines: whom it goes to, and its text."""
        to = [self.number(address) for address in sent.dst[:_MAX_NUMBERS]]
        if more := len(sent.dst) - len(to):
            to.append(f"and {more} more")
        cost = counted(measure(sent.text).count * len(sent.dst), "segment")
        head = f"to {', '.join(to)} from {self.number(sent.src)}, {cost}"
        return (head,), tuple(text_lines(self.text(sent.text), "  "))


_MAX_NUMBERS = 5


def _rules(names: Sequence[str]) -> Piece:
    return (f"rules: {', '.join(map(visible, names)) or 'none'}",)


def _pieces(messages: Sequence[Sent], cover: _Cover) -> list[Piece]:
    pieces = [piece for sent in messages for piece in cover.pieces(sent)]
    return pieces or [("sends nothing",)]


def _difference(
    before: Sequence[Piece], after: Sequence[Piece], shown_before: Sequence[Piece] = (),
    shown_after: Sequence[Piece] = (),
) -> Iterator[str]:  # fmt: skip
    """Lines that only the one has behind `-`, that only the other has behind `+`.

    What is compared may be shown otherwise: covered numbers look alike that are not.
    """
    shown_before, shown_after = shown_before or before, shown_after or after
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, start, end, other_start, other_end in blocks:
        if kind == "equal":
            yield from _marked(" ", shown_before[start:end])
            continue
        gone, come = shown_before[start:end], shown_after[other_start:other_end]
        # The texts of a message whose first line both have, before whole messages that differ.
        first = start % 2 if gone and come else 0
        yield from _marked("-", gone[:first])
        yield from _marked("+", come[:first])
        yield from _marked("-", gone[first:])
        yield from _marked("+", come[first:])


def _marked(mark: str, pieces: Sequence[Piece]) -> Iterator[str]:
    yield from (f"  {mark} {line}".rstrip() for piece in pieces for line in piece)


def _change_fields(change: Change, cover: _Cover) -> dict[str, Any]:
    row, after = change.row, change.after
    return {
        "message_uuid": row.uuid,
        "received_at": instant(row.received_at),
        "from": cover.number(row.sender),
        "to": cover.number(row.recipient),
        "text": cover.text(row.text),
        "before": {"fired": list(row.fired), "messages": _sent_fields(row.messages, cover)},
        "after": {"fired": list(after.fired), "messages": _sent_fields(after.messages, cover)},
    }


def _sent_fields(messages: Sequence[Sent], cover: _Cover) -> list[dict[str, Any]]:
    return [
        {
            "src": cover.number(sent.src).removeprefix("+"),
            "dst": [cover.number(address).removeprefix("+") for address in sent.dst],
            "text": cover.text(sent.text),
            "segments": measure(sent.text).count,
        }
        for sent in messages
    ]
