"""Texts that no rule took: the commonest first, and a rule that would take them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from router.app.gate import Gate
from router.core.address import Address
from router.core.folding import fold, strip_punctuation
from router.core.journal import JournalRow, TextGroup
from router.core.message import InboundMessage
from router.engine.evaluate import decide
from router.engine.ruleset import RuleSet
from router.language.compile import CompileOptions
from router.language.source import SourceFile
from router.render.paste import value

KEYWORD_WORDS: Final = 3
"""A text of up to so many words becomes a keyword; a longer one is looked for as a whole."""
MAX_TEXT: Final = 160
MAX_NAME: Final = 40
TRIED: Final = 20
"""Messages of a group that a rule must fire for, the newest ones."""
GROUPS_TRIED: Final = 10
"""Groups that a rule is sought for; each costs a run of the compiler or two."""
ANSWER: Final = "Write your answer here."
_FILE: Final = "suggested.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of texts with the newest of its messages, newest first."""

    texts: TextGroup
    newest: tuple[InboundMessage, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Lines of YAML for under `rules:`, that were compiled and take the texts of a group."""

    texts: TextGroup
    rule: str


def groups_of(rows: Iterable[JournalRow]) -> tuple[Group, ...]:
    """The texts of these rows (newest first), by folded text; the commonest group first."""
    counts: Counter[str] = Counter()
    senders: dict[str, set[Address]] = {}
    newest: dict[str, list[InboundMessage]] = {}
    for row in rows:
        key = _key(row.text)
        counts[key] += 1
        senders.setdefault(key, set()).add(row.sender)
        kept = newest.setdefault(key, [])
        if len(kept) < TRIED:
            kept.append(row.message)
    return tuple(
        Group(
            TextGroup(
                key, newest[key][0].text, count, len(senders[key]), newest[key][0].received_at
            ),
            tuple(newest[key]),
        )
        for key, count in counts.most_common()
    )


def _key(text: str) -> str:
    """What texts that one literal rule takes have in common."""
    folded = fold(text)
    return strip_punctuation(folded) or folded


def taken_by_now(groups: Iterable[Group], rule_set: RuleSet) -> Iterator[Group]:
    """The groups, each with the rule of today that takes its newest message."""
    for group in groups:
        fired = decide(rule_set, group.newest[0]).fired
        yield replace(group, texts=replace(group.texts, taken_by=fired[0] if fired else ""))


def suggest(
    groups: Iterable[Group], files: Sequence[SourceFile], options: CompileOptions
) -> Suggestion | None:
    """A rule for the commonest group that nothing takes and one can be written for.

    Each is tried behind today's files, with its example, on the recorded messages; where today's
    files cannot be served it stands alone. None when there is none that does.
    """
    gate = Gate(options)
    today = gate(tuple(files)).rule_set
    before = () if today is None else tuple(files)
    names = frozenset(rule.name.casefold() for rule in today.rules) if today else frozenset()
    open_ones = (one for one in groups if one.texts.folded and not one.texts.taken_by)
    for group in islice(open_ones, GROUPS_TRIED):
        for rule in _rules_for(group.texts, names):
            if _proved(rule, group.newest, before, gate):
                return Suggestion(group.texts, rule)
    return None


def _rules_for(texts: TextGroup, names: Collection[str]) -> Iterator[str]:
    if len(texts.folded) > MAX_TEXT:
        return
    name = _name(texts, names)
    if len(texts.folded.split()) <= KEYWORD_WORDS:
        yield _rule(name, f"{{keyword: {value(texts.folded)}}}", texts.example)
    yield _rule(name, value(texts.folded), texts.example)


def _name(texts: TextGroup, taken: Collection[str]) -> str:
    words = " ".join(re.findall(r"[^\W_]+", texts.folded))[:MAX_NAME].strip() or "A new rule"
    name = words[0].upper() + words[1:]
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one.casefold() not in taken)


def _rule(name: str, text: str, example: str) -> str:
    return (
        f"  - name: {value(name)}\n"
        f"    match: {{text: {text}}}\n"
        "    actions:\n"
        f"      - reply: {ANSWER}\n"
        "    examples:\n"
        f"      - {{text: {value(example)}}}\n"
    )


def _proved(
    rule: str, messages: Sequence[InboundMessage], before: tuple[SourceFile, ...], gate: Gate
) -> bool:
    """Whether it compiles without a finding, its example holds, and it takes the messages."""
    compiled = gate((*before, SourceFile(_FILE, f"rules:\n{rule}".encode("utf-8", "replace"))))
    rule_set = compiled.rule_set
    if rule_set is None or any(found.span.file == _FILE for found in compiled.findings):
        return False
    name = rule_set.rules[-1].name
    return all(name in decide(rule_set, message).fired for message in messages)
