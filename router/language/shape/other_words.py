"""Keys of other programs for which a word alone is no remedy: their value has to change, too."""

import re
from collections.abc import Mapping as Map

from router.language.diagnostics import Diagnostic
from router.language.quoting import quoted
from router.language.shape.misplaced import unknown_words
from router.language.shape.spot import Spot, replaced, written
from router.language.suggest import nearest
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

_YES = frozenset(("true", "yes", "on"))
_NO = frozenset(("false", "no", "off"))
_DATE = re.compile(r"\d{1,4}[-./]\d")

_OFF = ("enabled: no", "enabled: yes")
_SHADOW = ("stage: shadow", "stage: live")
_LIVE = ("stage: live", "stage: shadow")
_GO_ON = ("stop: no", "stop: yes")
_OF_A_RULE: Map[str, tuple[str, str]] = {
    **dict.fromkeys(("disabled", "disable", "inactive", "off", "skip", "paused"), _OFF),
    **dict.fromkeys(("shadow", "dry-run", "test-mode", "simulate"), _SHADOW),
    "live": _LIVE,
    **dict.fromkeys(("continue", "go-on", "fallthrough"), _GO_ON),
}
"""What a flag of another program says here, for yes and for no."""

_WHOLE_TEXT = frozenset(
    ("equals", "equal", "equal-to", "is", "exact", "exactly", "same-as", "whole", "full")
)
_PATTERNS = frozenset(("regex", "regexp", "pattern", "expression", "matches", "like"))
_SOMEBODY = frozenset(("number", "phone", "name", "person", "people", "list", "is", "equals"))
_RECEIVERS = frozenset(("to", "recipient", "recipients", "target"))
_PREFIXES = frozenset(("prefix", "starts-with", "begins-with", "startswith"))


def said_otherwise(spot: Spot, keys: Mapping, entry: Entry) -> tuple[Diagnostic, str] | None:
    """The finding, and the key that is meant, for a key that has its own way of being said here.

    None where its name alone can be mended, or nothing is known of it.
    """
    word = "-".join(entry.key.text.casefold().replace("_", " ").split())
    if spot.place == "rule":
        return _of_a_rule(spot, keys, entry, word)
    if spot.place == "reply" and word in _RECEIVERS:
        return _not_to_the_sender(spot, keys, entry)
    value = entry.value
    if spot.key is None or not isinstance(value, Scalar) or not value.text.strip():
        return None
    if spot.place == "match":
        return _everything(spot, keys, entry)
    # What stands there alone can go where the keys are; beside others it has no place to go to.
    span = spot.node.span
    alone = len(keys.entries) == 1 and span.line == span.end_line
    said = written(spot.source, value.span)
    if spot.place == "text" and word in _WHOLE_TEXT:
        hint = f"a whole text stands without a key: text: {said}"
        fix = replaced(spot.source, span, said) if alone else ""
    elif spot.place == "text" and word in _PATTERNS:
        hint = f"a pattern stands beside text, under regex: regex: {said}"
        fix = _in_place_of(spot, f"regex: {said}") if alone and not _has(spot, "regex") else ""
    elif spot.place == "address" and word in _SOMEBODY:
        hint = f"a number or name stands without a key: {said}"
        fix = replaced(spot.source, span, said) if alone else ""
    elif spot.place == "address" and word in _PREFIXES:
        prefix = f"{value.text.strip().rstrip('*')}*"
        hint = f"a prefix is its first digits and a *: {prefix}"
        fix = replaced(spot.source, span, prefix) if alone else ""
    else:
        return None
    message = unknown_words(spot, entry.key.text)
    return spot.finding("unknown-key", message, entry.key.span, (hint,), fix), ""


def _of_a_rule(spot: Spot, keys: Mapping, entry: Entry, word: str) -> tuple[Diagnostic, str] | None:
    value = entry.value
    said = value.text.strip().casefold() if isinstance(value, Scalar) else ""
    ways = _OF_A_RULE.get(word)
    if word == "end" and _DATE.match(said):
        meant = f"until: {written(spot.source, value.span)}"
    elif ways and said in _YES | _NO:
        meant = ways[said in _NO]
    elif ways:
        meant = ways[0]
    else:
        return None
    key = meant.partition(":")[0]
    span = entry.key.span
    at = spot.line(span.line)
    clear = word == "end" or said in _YES | _NO
    fix = ""
    if clear and keys.get(key) is None and span.line == value.span.end_line:
        fix = (at[: span.column - 1] + meant + at[value.span.end_column - 1 :]).rstrip()
    message = unknown_words(spot, entry.key.text)
    return spot.finding("unknown-key", message, span, (f"did you mean {meant}?",), fix), key


def _not_to_the_sender(spot: Spot, keys: Mapping, entry: Entry) -> tuple[Diagnostic, str] | None:
    """`reply: {to: ann, text: …}`: an action for somebody else, in whose line that is mended."""
    key, said = spot.key, entry.key
    if key is None or key.text != "reply" or keys.get("to") not in (None, entry.value):
        return None
    meant = "multi-forward" if isinstance(entry.value, Sequence) else "forward"
    span = said.span if said.span.line == key.span.line else key.span
    line = spot.line(span.line)
    if span is said.span:
        line = f"{line[: span.column - 1]}to{line[span.end_column - 1 :]}"
    fix = f"{line[: key.span.column - 1]}{meant}{line[key.span.end_column - 1 :]}".rstrip()
    if span is not said.span and said.text != "to":
        fix = ""
    message = f"a reply goes to the sender, and has no {quoted(said.text)}"
    hints = (f"to send a text to somebody else, write {meant} in place of reply",)
    return spot.finding("unknown-key", message, span, hints, fix), ""


def _everything(spot: Spot, keys: Mapping, entry: Entry) -> tuple[Diagnostic, str] | None:
    """`match: {always: yes}`."""
    if len(keys.entries) > 1 or not nearest(entry.key.text, ("everything",)):
        return None
    if "everything" not in spot.takes.words:
        return None
    message = unknown_words(spot, entry.key.text)
    fix = replaced(spot.source, keys.span, "everything") if spot.is_flow() else ""
    hints = ("to match every text, write match: everything",)
    return spot.finding("unknown-key", message, entry.key.span, hints, fix), ""


def _has(spot: Spot, key: str) -> bool:
    around: Node = spot.nodes[-2]
    return isinstance(around, Mapping) and around.get(key) is not None


def _in_place_of(spot: Spot, new: str) -> str:
    """The line with another key and value in place of the whole `text: {…}`."""
    key, span = spot.key, spot.node.span
    if key is None or key.span.line != span.line:
        return ""
    line = spot.line(span.line)
    return line[: key.span.column - 1] + new + line[span.end_column - 1 :].rstrip()
