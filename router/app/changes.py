"""What changed from one rule set to the next: the rules by name, and in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from router.engine.ruleset import Rule, RuleSet

NAMED = 4
"""How many rules of one kind the words name before they only count."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the rules, by name and in the order of the set that has them.

    `reordered` is True when rules that both sets have are tried in another order. `beside` names
    what changed besides rules: "people", "rotas", "schedules", "the time zone". `first` is True
    where there was no set to compare with; all else is empty then.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    reordered: bool = False
    beside: tuple[str, ...] = ()
    first: bool = False


NO_CHANGES = Changes()


def compare(before: RuleSet | None, after: RuleSet) -> Changes:
    """What changed. A rule that only moved to another line or file is the same rule."""
    if before is None:
        return Changes(first=True)
    old = {rule.name: rule for rule in before.rules}
    new = {rule.name: rule for rule in after.rules}
    return Changes(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed=tuple(
            name for name, rule in new.items() if name in old and not _same(old[name], rule)
        ),
        reordered=[name for name in old if name in new] != [name for name in new if name in old],
        beside=tuple(
            words
            for words, differ in (
                ("people", before.names != after.names),
                ("schedules", before.schedules != after.schedules),
                ("rotas", before.rotas != after.rotas),
                ("the time zone", before.zone != after.zone),
            )
            if differ
        ),
    )


def in_words(changes: Changes) -> str:
    """One line: `added "Snow day"; changed "Opening hours" and 6 more`."""
    if changes.first:
        return "the first set kept"
    parts = [
        f"{verb} {_names(names)}"
        for verb, names in (
            ("added", changes.added),
            ("removed", changes.removed),
            ("changed", changes.changed),
        )
        if names
    ]
    if changes.reordered:
        parts.append("put the rules in another order")
    if changes.beside:
        parts.append(f"changed {' and '.join(changes.beside)}")
    return "; ".join(parts) or "no rule changed"


def _names(names: Sequence[str]) -> str:
    if len(names) > NAMED + 1:
        first = ", ".join(f'"{name}"' for name in names[:NAMED])
        return f"{first} and {len(names) - NAMED} more"
    return ", ".join(f'"{name}"' for name in names)


def _same(one: Rule, other: Rule) -> bool:
    # Rules that were not compiled anew are the very same objects, and most are.
    return one is other or replace(one, span=other.span) == other
