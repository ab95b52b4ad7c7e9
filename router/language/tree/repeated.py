"""Keys that stand a second time beside the same others, by mistake or as those of a next rule."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Map

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.lines import KEYS_OF, TEXT_KEYS
from router.language.quoting import quoted
from router.language.tree.nodes import Entry, Scalar

Repeated = tuple[int, Entry]
"""A key that stands there already, and how many keys stood there before it."""

HAS_BOTH: Map[str, frozenset[str]] = {
    "rules": frozenset(("match", "actions")),
    "tests": frozenset(("message", "sends")),
}
"""By the key of a list, what each of its items has beside its name."""


def in_order(entries: Sequence[Entry], repeated: Iterable[Repeated]) -> list[Entry]:
    """All keys in the order of the file; `entries` are those that stand there first."""
    every: list[Entry] = []
    start = 0
    for before, entry in repeated:
        every.extend(entries[start:before])
        every.append(entry)
        start = before
    return [*every, *entries[start:]]


def items_of(
    keys: Sequence[Entry], both: frozenset[str], lines: Sequence[str]
) -> Iterator[Sequence[Entry]]:
    """The keys of one rule, or of several: where match and actions come again, a rule begins.

    It begins with the same one of the two; a test has two other keys for `both`.
    Somebody took its line "- name: …" out, and with it the dash.
    """
    opening = next((entry.key.text for entry in keys if entry.key.text in both), "")
    last = {entry.key.text: at for at, entry in enumerate(keys)}
    ends = min(last.get(key, -1) for key in both)
    start, present = 0, set[str]()
    for at, entry in enumerate(keys):
        key = entry.key
        again = key.text == opening and present >= both and at <= ends
        if again and not lines[key.span.line - 1][: key.span.column - 1].strip():
            yield keys[start:at]
            start, present = at, set()
        present.add(key.text)
    yield keys[start:]


def kept(keys: Iterable[Entry], findings: list[Diagnostic]) -> tuple[Entry, ...]:
    """Each key as it stands there first; for each other a finding is added."""
    first: dict[str, Entry] = {}
    for entry in keys:
        known = first.setdefault(entry.key.text, entry)
        if known is not entry:
            findings.append(_twice(entry.key, known.key.span))
    return tuple(first.values())


def _twice(key: Scalar, first: Span) -> Diagnostic:
    hint = "keep one of the two"
    if key.text in TEXT_KEYS or key.text in ("from", "to"):
        hint = "keep one of the two, or make one list of their values"
    if key.text in KEYS_OF["action"]:
        hint = "several actions are a list: start each one with a dash of its own"
    message = f"the key {quoted(key.text)} stands here a second time"
    related = (Related("first used here", first),)
    return Diagnostic("duplicate-key", message, key.span, hints=(hint,), related=related)
