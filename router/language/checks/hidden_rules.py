"""Rules that an earlier one leaves nothing for."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic, Related, Severity
from router.language.lower import rule_name
from router.language.quoting import quoted
from router.language.syntax import EverythingCondition
from router.language.whole import RuleInSet, WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each enabled rule behind an enabled one that matches everything and stops."""
    taker: RuleInSet | None = None
    for rule in whole.rules:
        if not rule.rule.enabled:
            continue
        if taker:
            name = quoted(rule_name(taker.rule))
            yield Diagnostic(
                code="never-fires",
                message=f"this rule never fires: {name} takes every text and stops",
                span=rule.rule.name.span,
                severity=Severity.WARNING,
                hints=("put this rule before that one, or remove stop: true there",),
                related=(Related("the rule that takes every text", taker.rule.name.span),),
            )
        elif rule.rule.stop and _takes_everything(rule):
            taker = rule


def _takes_everything(rule: RuleInSet) -> bool:
    return rule.file.match_sound and all(
        isinstance(placed.leaf, EverythingCondition) for placed in rule.conditions
    )
