"""Keys that stand a second time beside the same others, by mistake or as those of a next rule."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Map

from router.language.diagnostics import Diagnostic, Related
from router.language.lines import FIRST_KEYS, KEYS_OF, TEXT_KEYS
from router.language.quoting import quoted
from router.language.tree.nodes import Entry, Mapping, Node, Scalar
from router.language.tree.nodes import Sequence as Items

Repeated = tuple[int, Entry]
"""A key that stands there already, and how many keys stood there before it."""

HAS_BOTH: Map[str, frozenset[str]] = {
    "rules": frozenset(("match", "actions")),
    "tests": frozenset(("message", "sends")),
}
"""By the key of a list, what each of its items has beside its name."""

_BEGINS: Map[str, tuple[str, frozenset[str]]] = {
    **{listed: (kind, frozenset((first,))) for listed, (kind, first) in FIRST_KEYS.items()},
    "sends": ("message", frozenset(("to",))),
    "actions": ("action", frozenset(KEYS_OF["action"])),
}
"""By the key of a list, what its items are, and the keys that one can begin with."""

GOES_ON = "take this line out: what stands below it then goes on with what stands above"
_MOVE = "move what stands below it to the others below line {}, and take this line out"
"""What to do about a heading that stands there twice: right below its like, and elsewhere."""


def in_order(entries: Sequence[Entry], repeated: Iterable[Repeated]) -> list[Entry]:
    """All keys in the order of the file; `entries` are those that stand there first."""
    every: list[Entry] = []
    start = 0
    for before, entry in repeated:
        every.extend(entries[start:before])
        every.append(entry)
        start = before
    return [*every, *entries[start:]]


def cut_at_dashes(
    keys: Sequence[Entry],
    listed: str,
    dash: int,
    lines: Sequence[str],
    findings: list[Diagnostic],
) -> Iterator[Sequence[Entry]]:
    """The keys of one item, or of several whose dashes went away; a finding is added for each.

    `listed` is the key of the list and `dash` the column of its dashes (from 0).
    """
    kind, begins = _BEGINS.get(listed, ("", frozenset()))
    both = HAS_BOTH.get(listed, frozenset()) - {"message"}
    start, present = 0, dict[str, str]()
    for at, entry in enumerate(keys):
        key, text = entry.key, lines[entry.key.span.line - 1]
        alone = not text[: key.span.column - 1].strip()
        again = key.text in begins and key.text in present and present.keys() >= both
        typed_twice = keys[at - 1].key.text == key.text and text.strip() == present.get(key.text)
        if again and alone and not typed_twice:
            findings.append(_without_dash(key, kind, dash, text))
            yield keys[start:at]
            start, present = at, {}
        present[key.text] = _without_dashes(text)
    yield keys[start:]


def _without_dash(key: Scalar, kind: str, dash: int, text: str) -> Diagnostic:
    message = f"{quoted(key.text)} begins the next {kind} here, but has no dash"
    hints = (f"each {kind} starts with a dash and a blank, the dash in column {dash + 1}",)
    fix = f"{' ' * dash}-{text[dash + 1 :].rstrip()}"
    return Diagnostic("missing-dash", message, key.span, hints=hints, fix=fix)


def _without_dashes(line: str) -> str:
    return line.lstrip(" -").rstrip()


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


def kept(
    keys: Iterable[Entry],
    lines: Sequence[str],
    findings: list[Diagnostic],
    *,
    of_file: bool = False,
) -> tuple[Entry, ...]:
    """Each key as it stands there first, with something below it; findings are added.

    Of the keys of a file, what stands below the second `rules:` is read as if it stood below the
    first: it was pasted with its heading, and all of it is meant.
    """
    first: dict[str, Entry] = {}
    last = ""
    for entry in keys:
        key = entry.key.text
        known = first.setdefault(key, entry)
        if known is not entry:
            joined = _joined(known.value, entry.value, lines, findings) if of_file else None
            hint = ""
            if joined:
                hint = GOES_ON if key == last else _MOVE.format(known.key.span.line)
            findings.append(_twice(entry, known, lines, hint))
            if joined:
                first[key] = Entry(known.key, joined)
            elif _is_empty(known):
                first[key] = entry
        last = key
    return tuple(first.values())


def _joined(
    one: Node, other: Node, lines: Sequence[str], findings: list[Diagnostic]
) -> Node | None:
    """What stands below the same heading at two places; None where it is not of one kind."""
    span = one.span._replace(end_line=other.span.end_line, end_column=other.span.end_column)
    if isinstance(one, Items) and isinstance(other, Items):
        return Items((*one.items, *other.items), span)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return Mapping(kept((*one.entries, *other.entries), lines, findings), span)
    return None


def _is_empty(entry: Entry) -> bool:
    value = entry.value
    return isinstance(value, Scalar) and value.plain and not value.text


def _twice(entry: Entry, known: Entry, lines: Sequence[str], of_heading: str = "") -> Diagnostic:
    key, first = entry.key, known.key.span
    written = [_without_dashes(lines[line - 1]) for line in (first.line, key.span.line)]
    empty = next((one for one in (known, entry) if _is_empty(one)), None)
    hint = "keep one of the two"
    if key.text in TEXT_KEYS or key.text in ("from", "to"):
        hint = "keep one of the two, or make one list of their values"
    if key.text in KEYS_OF["action"]:
        hint = "several actions are a list: start each one with a dash of its own"
    if of_heading:
        hint = of_heading
    elif empty:
        hint = f"nothing stands below it in line {empty.key.span.line}: take that line out"
    elif first.line < key.span.line and written[0] == written[1]:
        hint = "the two lines are the same: take one of them out"
    message = f"the key {quoted(key.text)} stands here a second time"
    related = (Related("first used here", first),)
    return Diagnostic("duplicate-key", message, key.span, hints=(hint,), related=related)
