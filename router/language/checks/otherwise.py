"""`otherwise` that says nothing, or stands before rules it should come after."""

from collections.abc import Iterator

from router.core.address import Address
from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.quoting import quoted
from router.language.syntax import (
    LengthCondition,
    OtherwiseCondition,
    PhraseCondition,
    RegexCondition,
    rule_name,
)
from router.language.whole import RuleInSet, WholeSet

_TEXT_TESTS = PhraseCondition | LengthCondition | RegexCondition


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each `otherwise: no`, one in the first rule, and each with rules behind it that it misses."""
    leaves = [leaf for leaf in whole.every_leaf if isinstance(leaf, OtherwiseCondition)]
    for leaf in leaves:
        if not leaf.flag.value:
            yield Diagnostic(
                code="otherwise-no",
                message='"otherwise: no" changes nothing',
                span=leaf.key,
                severity=Severity.WARNING,
                hints=("leave it out, or write otherwise: yes for when no earlier rule has fired",),
            )
    if leaves:
        active = [rule for rule in whole.rules if rule.rule.enabled]
        yield from _first(active)
        yield from _before_others(active, whole)


def _otherwise(rule: RuleInSet) -> Span | None:
    """Where the rule says that no earlier rule may have fired."""
    for placed in rule.conditions:
        if (
            placed.required
            and isinstance(placed.leaf, OtherwiseCondition)
            and placed.leaf.flag.value
        ):
            return placed.leaf.key
    return None


def _first(active: list[RuleInSet]) -> Iterator[Diagnostic]:
    place = _otherwise(active[0]) if active else None
    if place:
        yield Diagnostic(
            code="otherwise-first",
            message='no rule stands before this one, so "otherwise" always holds',
            span=place,
            severity=Severity.WARNING,
            hints=("put the rule behind those it is the rest of, or leave otherwise out",),
        )


def _before_others(active: list[RuleInSet], whole: WholeSet) -> Iterator[Diagnostic]:
    """A rule for the rest that answers texts which a later rule is for."""
    later = _Later(whole)
    for rule in reversed(active):
        place = _otherwise(rule)
        if place is None:
            if _tests_text(rule):
                later.add(rule)
        elif not _tests_text(rule) and rule is not active[0] and (missed := later.met_by(rule)):
            yield _finding(place, missed)


_Candidate = tuple[RuleInSet, frozenset[Address] | None]
"""A rule and everybody its messages can come from."""


class _Later:
    """The rules behind some place in the set, by the number that their texts come to."""

    def __init__(self, whole: WholeSet) -> None:
        self._whole = whole
        self._by_recipient: dict[Address | None, list[_Candidate]] = {}

    def add(self, rule: RuleInSet) -> None:
        """Take a rule in that stands before all those taken so far."""
        recipients = self._whole.possible(rule, "to")
        candidate = (rule, self._whole.possible(rule, "from"))
        for recipient in (None,) if recipients is None else recipients:
            self._by_recipient.setdefault(recipient, []).append(candidate)

    def met_by(self, rule: RuleInSet) -> RuleInSet | None:
        """One of the rules that a message of this rule can be for, as far as addresses say."""
        recipients = self._whole.possible(rule, "to")
        keys = self._by_recipient if recipients is None else (None, *recipients)
        senders = self._whole.possible(rule, "from")
        for key in keys:
            for other, others in reversed(self._by_recipient.get(key, [])):
                if senders is None or others is None or not senders.isdisjoint(others):
                    return other
        return None


def _tests_text(rule: RuleInSet) -> bool:
    return any(
        isinstance(placed.leaf, _TEXT_TESTS) and not placed.negated for placed in rule.conditions
    )


def _finding(place: Span, missed: RuleInSet) -> Diagnostic:
    name = rule_name(missed.rule)
    return Diagnostic(
        code="otherwise-early",
        message=f"this rule also takes the texts of {quoted(name)}, which stands after it",
        span=place,
        severity=Severity.WARNING,
        hints=('"otherwise" looks only at earlier rules: put this rule behind the others',),
        related=(Related("the later rule", missed.rule.name.span),),
    )
