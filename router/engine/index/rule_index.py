"""An index of the rules: which of them can possibly match a message. It never leaves one out.

Each rule is filed under keys, one of which any message that it matches must have: a word of the
text, a few letters of it, an address. A rule that asks for nothing of the kind always comes along.
"""

from collections.abc import Iterable, Sequence

from router.engine.facts import Facts
from router.engine.index.crowds import CommonKeys, common_keys
from router.engine.index.keys import (
    KINDS,
    LARGE,
    LETTERS,
    MORE_LETTERS,
    Key,
    keys_of_rule,
    texts_of_message,
)
from router.engine.ruleset import Rule, RuleSet

_Table = dict[str, tuple[Rule, ...]]
"""Rules by what they are filed under."""


class RuleIndex:
    """The rules of a set, filed. Safe for many threads once it is made, and never changed then.

    With `base`, the index of a set that was made before, rules that are the very same objects stay
    where they were filed, and an edit costs as much as the rules that it changed.
    """

    __slots__ = ("_common", "_filed", "_looked_up", "_places", "_tables", "_unfiled", "rule_set")

    def __init__(self, rule_set: RuleSet, base: "RuleIndex | None" = None) -> None:
        """Rules that are switched off are left out: they are never tried."""
        self.rule_set = rule_set
        rules = {id(rule): rule for rule in rule_set.rules if rule.enabled}
        if base is not None and sum(one in base._filed for one in rules) * 2 < len(base._filed):
            base = None  # little of it is of use: filing anew spreads rules better
        self._common: CommonKeys = (
            common_keys([*rules.values()], self._letters()) if base is None else base._common
        )
        # By identity, as below: rules are equal when their words are, and slow to compare.
        self._filed: dict[int, _Filed] = {}
        draft = _Draft(None if base is None else base._tables, self._common)
        if base is not None:
            self._filed.update(base._filed)
            for gone in base._filed.keys() - rules.keys():
                draft.remove(*self._filed.pop(gone))
        self._file([rule for one, rule in rules.items() if one not in self._filed], draft)
        self._finish(draft.finished())

    def rules_for(self, facts: Facts) -> list[Rule]:
        """Every rule whose match may hold for the message, in the order they are tried."""
        found = [*self._unfiled]
        for kind, known, lengths, table in self._looked_up:
            # Each once, however often a long text repeats what many rules stand under.
            for text in known.intersection(texts_of_message(facts, kind, lengths)):
                found += table[text]
        if len(found) < 2:
            return found  # with nothing else read: in a large set, all that is read is far apart
        in_order = {self._places[id(rule)]: rule for rule in found}
        return [in_order[place] for place in sorted(in_order)]

    def _letters(self) -> int:
        return MORE_LETTERS if len(self.rule_set.rules) >= LARGE else LETTERS

    def _file(self, rules: Iterable[Rule], draft: "_Draft") -> None:
        letters = self._letters()
        for rule in rules:
            keys = keys_of_rule(rule.match, draft.crowd, letters)
            self._filed[id(rule)] = rule, keys
            draft.add(rule, keys)

    def _finish(self, tables: dict[str, _Table]) -> None:
        self._tables = {kind: table for kind, table in tables.items() if table}
        # A large dictionary is slow to say that it lacks a text, as it lacks most of a message's:
        # it reads a key from somewhere in memory to compare. A set has their hashes in one place.
        self._looked_up = [
            (kind, frozenset(table), sorted({*map(len, table)}), table)
            for kind, table in self._tables.items()
        ]
        self._unfiled = [rule for rule, keys in self._filed.values() if keys is None]
        self._places = {id(rule): place for place, rule in enumerate(self.rule_set.rules)}


_Filed = tuple[Rule, Sequence[Key] | None]
"""A rule and what it is filed under; None when it is always tried."""


class _Draft:
    """The tables of an index that is being made, beginning with those of the one before it."""

    def __init__(self, before: dict[str, _Table] | None, common: CommonKeys) -> None:
        self._tables: dict[str, _Table] = {
            kind: dict(before[kind]) if before and kind in before else {} for kind in KINDS
        }
        self._common = common
        self._changed: dict[Key, list[Rule]] = {}

    def crowd(self, key: Key) -> float:
        """How many rules stand under a key so far, and about how many could."""
        common = self._common.rules_under(key)
        changed = self._changed.get(key)
        if changed is not None:
            return len(changed) + common
        kind, text = key
        return len(self._tables[kind].get(text, ())) + common

    def add(self, rule: Rule, keys: Sequence[Key] | None) -> None:
        """File a rule under its keys."""
        for key in dict.fromkeys(keys or ()):
            self._under(key).append(rule)

    def remove(self, rule: Rule, keys: Sequence[Key] | None) -> None:
        """Take a rule away from under its keys."""
        for key in dict.fromkeys(keys or ()):
            rules = self._under(key)
            rules[:] = [one for one in rules if one is not rule]

    def finished(self) -> dict[str, _Table]:
        """The tables with all that was changed; to be asked for once."""
        for (kind, text), rules in self._changed.items():
            if rules:
                self._tables[kind][text] = tuple(rules)
            else:
                self._tables[kind].pop(text, None)
        return self._tables

    def _under(self, key: Key) -> list[Rule]:
        if key not in self._changed:
            kind, text = key
            self._changed[key] = [*self._tables[kind].get(text, ())]
        return self._changed[key]
