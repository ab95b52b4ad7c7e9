"""What can still be told of a set in which something is wrong: the rules that are sound."""

from collections.abc import Iterable
from datetime import date

from router.core.position import Span
from router.engine.matchers import Everything, Matcher
from router.engine.ruleset import Rule, RuleSet
from router.engine.stage import OnlyFor
from router.language.diagnostics import Diagnostic, Severity
from router.language.lower import match_of
from router.language.syntax import AddressCondition, Leaf, WrittenRule, rule_name
from router.language.tree.nodes import Scalar
from router.language.whole import RuleInSet, WholeSet
from router.language.written.times import ScheduleCondition

STANDS_IN = OnlyFor(frozenset(), "nobody knows whom")
"""The stage of a rule that stands in for one with an error."""


def rules_that_can_be_told(whole: WholeSet, findings: Iterable[Diagnostic]) -> RuleSet:
    """The sound rules, without their actions, and stand-ins for those that have an error.

    Of a stand-in nobody can tell what it matches: it may fire, and it never takes a message from
    others for certain. It is for finding rules out of reach, and decides nothing.
    """
    errors = [one.span for one in findings if one.severity is Severity.ERROR]
    broken = _Broken(whole, errors)
    # What is not read at all may have rules that stand before all others.
    rules = [_stand_in("", Span("", 1, 1, 1, 1))] if errors else []
    for rule in whole.rules:
        if rule in broken:
            rules.append(_stand_in(rule_name(rule.rule), rule.rule.name.span))
        else:
            rules.append(_without_actions(rule.rule, match_of(rule, whole)))
    return RuleSet("", tuple(rules))


def _stand_in(name: str, span: Span) -> Rule:
    return Rule(name, span, Everything(), (), stage=STANDS_IN)


def _without_actions(rule: WrittenRule, match: Matcher) -> Rule:
    # Whom or when it is for does not matter here, only that it is not for all.
    limited = rule.stage or rule.since or rule.until
    since = date.min if limited else None
    return Rule(rule_name(rule), rule.name.span, match, (), rule.stop, rule.enabled, since=since)


class _Broken:
    """The rules that an error stands in, or in what they need.

    An error outside the rules of a file may be about its match or its country, and so about each
    of its rules; or about a name, and so about whatever rule uses one.
    """

    def __init__(self, whole: WholeSet, errors: Iterable[Span]) -> None:
        files = {file.name: file for file in whole.files}
        self._files: set[str] = set()
        self._lines: set[tuple[str, int]] = set()
        for error in errors:
            under_rules = files[error.file].rules_span if error.file in files else None
            if under_rules and under_rules.line <= error.line <= under_rules.end_line:
                self._lines.add((error.file, error.line))
            else:
                self._files.add(error.file)

    @property
    def beside_rules(self) -> bool:
        """Whether an error stands somewhere else than under `rules`."""
        return bool(self._files)

    def __contains__(self, rule: RuleInSet) -> bool:
        name, span = rule.file.name, rule.rule.span
        if name in self._files:
            return True
        if any((name, line) in self._lines for line in range(span.line, span.end_line + 1)):
            return True
        return self.beside_rules and any(
            map(_names_something, (placed.leaf for placed in rule.conditions))
        )


def _names_something(leaf: Leaf) -> bool:
    match leaf:
        case ScheduleCondition():
            return True
        case AddressCondition(_, values):
            return any(
                isinstance(value, Scalar) and any(map(str.isalpha, value.text)) for value in values
            )
        case _:
            return False
