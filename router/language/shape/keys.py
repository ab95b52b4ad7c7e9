"""Keys that are unknown, misplaced, missing, or one too many."""

import re
from collections.abc import Iterable

from router.language.diagnostics import Diagnostic
from router.language.lines import EVERYDAY_KEYS, KEYS_OF, KNOWN_KEYS, in_quotes
from router.language.quoting import listed, quoted
from router.language.shape.misplaced import misplaced, unknown_words
from router.language.shape.nameless import without_name
from router.language.shape.names_as_items import LONGEST_FIX
from router.language.shape.other_words import said_otherwise
from router.language.shape.places import NAMES, OF_A_NAME, REQUIRED, TAKES
from router.language.shape.spot import Spot, has_colon, replaced, written
from router.language.shape.strays import stray_rule
from router.language.shape.values import no_match
from router.language.spoils.colons import with_colon
from router.language.suggest import nearest
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence

_WHO = {
    "rule": "this rule",
    "test": "this test",
    "example": "this example",
    "message": "this message",
    "sent": "this message",
}

_SMALL_WORD = re.compile("[a-z]+(?:[-_][a-z]+)*")

_AROUND = frozenset(("rule", "test"))
"""Places whose keys stand nowhere below them."""

MOST_GUESSED = 200
"""Unknown keys at one place that get a guess: beyond that, it is another kind of file."""


def wrong_keys(spot: Spot, keys: Mapping) -> list[Diagnostic]:
    """Everything that is wrong with the keys that stand together at a spot."""
    allowed = KEYS_OF[spot.place]
    unknown = [entry for entry in keys.entries if entry.key.text not in allowed]
    whole = _no_keys(spot, keys, unknown[0]) or stray_rule(spot, keys) if unknown else None
    if whole:
        return [whole]
    present = {entry.key.text for entry in keys.entries}
    free = [key for key in allowed if key not in present]
    explained = [
        _unknown(spot, keys, entry, free if number < MOST_GUESSED else None)
        for number, entry in enumerate(unknown)
    ]
    if spot.place == "file":
        explained = _once_for_a_rule(explained)
    findings = [finding for finding, _ in explained]
    present |= {meant for _, meant in explained}
    missing = [key for key in REQUIRED.get(spot.place, ()) if key not in present]
    if spot.place == "test" and present.isdisjoint(("message", "messages")):
        missing.insert(0, "message")
    missing = [key for key in missing if spot.place not in _AROUND or not _is_below(keys, key)]
    # What is missing is most likely what the one strange key was meant to be.
    is_strange = unknown and len(keys.entries) == 1 and present <= {unknown[0].key.text, ""}
    if missing and not (unknown and spot.place == "stage") and not is_strange:
        findings.append(without_name(spot, keys, missing) or _missing(spot, keys, missing))
    known = [entry for entry in keys.entries if entry.key.text in allowed]
    if spot.place in ("action", "address") and len(known) > 1:
        findings.append(_several(spot, keys, known))
    if spot.place == "test" and present.issuperset(("message", "messages")):
        findings.append(_message_and_messages(spot, keys))
    return findings


def _is_below(node: Node, key: str) -> bool:
    """Whether a key stands deeper than it should: it has its finding there."""
    if isinstance(node, Sequence):
        return any(_is_below(item, key) for item in node.items)
    if not isinstance(node, Mapping):
        return False
    return node.get(key) is not None or any(_is_below(one.value, key) for one in node.entries)


def _once_for_a_rule(explained: list[tuple[Diagnostic, str]]) -> list[tuple[Diagnostic, str]]:
    """The keys of one rule that stands outside `rules` are one mistake."""
    of_rule = [told for told in explained if told[1] == "rules"]
    return [told for told in explained if told not in of_rule[1:]]


def _no_keys(spot: Spot, keys: Mapping, first: Entry) -> Diagnostic | None:
    """What stands there was not meant as keys at all."""
    if _joined(spot, first):
        return None
    if spot.is_flow() and not any(has_colon(entry, spot.source) for entry in keys.entries):
        return _words_in_braces(spot, keys)
    key = first.key.text
    known_elsewhere = key in KNOWN_KEYS - EVERYDAY_KEYS
    if len(keys.entries) > 1 or known_elsewhere or nearest(key, KEYS_OF[spot.place]):
        return None
    may_be_text = spot.takes.words.startswith(("a text", "one text"))
    # `text: {is: hello}`: a word in small letters below `text` rather names a way to compare.
    names_a_test = spot.place == "text" and _SMALL_WORD.fullmatch(key)
    return _text_with_colon(spot, keys) if may_be_text and not names_a_test else None


def _words_in_braces(spot: Spot, keys: Mapping) -> Diagnostic:
    """`reply: {name}` or `text: {hours, open}`: braces that hold no keys."""
    whole = written(spot.source, keys.span)
    if spot.place == "match":
        return no_match(spot, Scalar(whole[1:-1].strip(), keys.span, plain=True))
    if spot.place in ("text", "address", "multi-forward"):
        fix = replaced(spot.source, keys.span, f"[{whole[1:-1]}]")
        message = f"{quoted(whole)} holds no keys: a list is written in brackets"
        return spot.finding("wrong-kind", message, keys.span, ("write [ ] instead of { }",), fix)
    fix = replaced(spot.source, keys.span, in_quotes(whole))
    message = f'{quoted(whole)} starts with "{{": it needs quotes'
    hints = ("between quotes every character is read as it stands",)
    return spot.finding("needs-quotes", message, keys.span, hints, fix)


def _unknown(
    spot: Spot, keys: Mapping, entry: Entry, free: list[str] | None
) -> tuple[Diagnostic, str]:
    """The finding, and the key of this place that was meant ("" for none), a free one rather.

    Without `free`, what was meant is not guessed at.
    """
    key = entry.key.text
    if joined := _joined(spot, entry):
        return joined
    if not has_colon(entry, spot.source) and (cut := _cut_by_comma(spot, keys, entry)):
        return cut, ""
    if elsewhere := said_otherwise(spot, keys, entry) or misplaced(spot, entry):
        return elsewhere
    meant = ""
    if free is not None:
        meant = nearest(key, free) or nearest(key, KEYS_OF[spot.place]) or ""
    hint = _allowed(spot)
    fix = ""
    entries = keys.entries if meant else ()
    if there := next((one.key for one in entries if one.key.text == meant), None):
        at = there.span.line
        hint = f'did you mean "{meant}"? it is in line {at} already: put all below one of the two'
    elif meant:
        hint = f'did you mean "{meant}"? {hint}'
        fix = replaced(spot.source, entry.key.span, meant)
    return spot.finding(
        "unknown-key", unknown_words(spot, key), entry.key.span, (hint,), fix
    ), meant


def _allowed(spot: Spot) -> str:
    keys = KEYS_OF[spot.place]
    if spot.place == "action":
        return f"an action is {listed(keys)}"
    if spot.place == "address" and spot.key:
        return f"in braces {spot.key.text} has {listed(keys)}"
    return f"{NAMES[spot.place]} has {listed(keys, 'and')}"


def _joined(spot: Spot, entry: Entry) -> tuple[Diagnostic, str] | None:
    """`-name: Hello`, or `{keyword:hours}`: a blank is missing within what was read as a key."""
    key = entry.key.text
    if key.startswith("-") and key[1:] in KNOWN_KEYS:
        fix = replaced(spot.source, entry.key.span, f"- {key[1:]}")
        message = f"{quoted(key)} has no blank behind its dash"
        hints = ("each item of a list starts with a dash and a blank",)
        return spot.finding("missing-space", message, entry.key.span, hints, fix), key[1:]
    fixed = with_colon(key, KEYS_OF[spot.place])
    word = fixed[2].split(":")[0] if fixed else ""
    if fixed is None or word not in KEYS_OF[spot.place] or has_colon(entry, spot.source):
        return None
    code, lack, text = fixed
    fix = replaced(spot.source, entry.key.span, text)
    hints = ("a key is followed by a colon and a blank, then comes its value",)
    message = f"{quoted(key)} has no {lack}"
    return spot.finding(code, message, entry.key.span, hints, fix), word


def _cut_by_comma(spot: Spot, keys: Mapping, entry: Entry) -> Diagnostic | None:
    """`{text: Hi, there}` or `{keyword: hours, open}`: the comma ends the value."""
    at = keys.entries.index(entry)
    before = keys.entries[at - 1] if at else None
    if before is None or not isinstance(before.value, Scalar) or not before.value.plain:
        return None
    line = spot.line(entry.key.span.line)
    start, end = before.value.span.column - 1, entry.key.span.end_column - 1
    if before.value.span.line != entry.key.span.line:
        return None
    value = line[start:end]
    words = (
        TAKES[spot.place, before.key.text].words if before.key.text in KEYS_OF[spot.place] else ""
    )
    if "list" in words:
        fix = f"{line[:start]}[{value}]{line[end:]}".rstrip()
        hint = "several values stand in brackets"
    else:
        fix = f"{line[:start]}{in_quotes(value)}{line[end:]}".rstrip()
        hint = "a text with a comma needs quotes here"
    message = f"{quoted(entry.key.text)} is cut off by the comma before it"
    return spot.finding("needs-quotes", message, entry.key.span, (hint,), fix)


def _text_with_colon(spot: Spot, keys: Mapping) -> Diagnostic:
    """A text that became a key and its value because it holds a colon and a blank."""
    entry = keys.entries[0]
    whole = written(spot.source, keys.span)
    text = whole.strip("{}").strip() if spot.is_flow() else whole
    fix = replaced(spot.source, keys.span, in_quotes(text))
    message = f"{quoted(text)} holds a colon and a blank: it needs quotes"
    hints = ("between quotes every character is read as it stands",)
    span = keys.span if keys.span.line == keys.span.end_line else entry.key.span
    return spot.finding("needs-quotes", message, span, hints, fix)


def _missing(spot: Spot, keys: Mapping, missing: list[str]) -> Diagnostic:
    lacks = " and ".join(f'no "{key}"' for key in missing)
    first = keys.entries[0].key
    who, span = _WHO.get(spot.place, f'"{spot.place}"'), first.span
    name = keys.get("name") if spot.place in ("rule", "test") else None
    if spot.place in OF_A_NAME and spot.key:
        who, span = f"the {OF_A_NAME[spot.place]} {quoted(spot.key.text)}", spot.key.span
    if isinstance(name, Scalar) and name.text.strip():
        who, span = f"the {spot.place} {quoted(name.text)}", name.span
    indent = " " * (first.span.column - 1)
    added = [indent + line for key in missing for line in _lines(spot.place, key)]
    fix = "" if spot.is_flow() else "\n".join(added)
    hints = tuple(
        f"add the key {key}, which takes {TAKES[spot.place, key].words}"
        + ("" if fix else f"; for example: {TAKES[spot.place, key].example}")
        for key in missing
    )
    if missing == ["sends"]:
        message = f"{who} asserts nothing: it has {lacks}"
        return spot.finding(
            code="asserts-nothing", message=message, span=span, hints=hints, fix=fix
        )
    return spot.finding("missing-key", f"{who} has {lacks}", span, hints, fix)


def _message_and_messages(spot: Spot, keys: Mapping) -> Diagnostic:
    second = next(e for e in reversed(keys.entries) if e.key.text.startswith("message"))
    message = 'a test has "message" or "messages", not both'
    hints = ("message is for one text that comes in, messages for a list of several",)
    return spot.finding("several-keys", message, second.key.span, hints)


def _lines(place: str, key: str) -> Iterable[str]:
    if key == "actions":
        return ("actions:", "  - reply: We are open 9-17.")
    return (TAKES[place, key].example,)


def _several(spot: Spot, keys: Mapping, known: list[Entry]) -> Diagnostic:
    names = [entry.key.text for entry in known]
    second = known[1].key.span
    if spot.place == "address":
        message = f"{spot.what} has {listed(names, 'and')} in one pair of braces"
        hint = f"give each its own: [{{{names[0]}: …}}, {{{names[1]}: …}}]"
        return spot.finding("several-keys", message, second, (hint,))
    message = f"one list item holds {len(known)} actions: {listed(names, 'and')}"
    if not spot.is_flow():
        hints = ("start each action on a line of its own, with a dash",)
        return spot.finding("several-actions", message, second, hints, _with_dashes(spot, known))
    hints = ("give each action braces of its own",)
    if any(entry.key.span.line != entry.value.span.end_line for entry in known):
        return spot.finding("several-actions", message, second, hints)
    items = [f"{{{entry.key.text}: {written(spot.source, entry.value.span)}}}" for entry in known]
    fix = replaced(spot.source, keys.span, ", ".join(items))
    return spot.finding("several-actions", message, second, hints, fix)


def _with_dashes(spot: Spot, known: list[Entry]) -> str:
    """The lines from the second action to the last, with a dash before each; few of them."""
    numbers = {entry.key.span.line for entry in known[1:]}
    first, last = known[1].key.span.line, known[-1].key.span.line
    column = known[1].key.span.column - 1
    lines = {number: spot.line(number).rstrip() for number in range(first, last + 1)}
    if len(lines) > LONGEST_FIX or len(numbers) < len(known[1:]):
        return ""
    for number in numbers:
        lines[number] = f"{' ' * max(0, column - 2)}- {lines[number][column:]}"
    return "\n".join(lines.values())
