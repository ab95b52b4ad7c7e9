"""A forward back to the number that was texted."""

from collections.abc import Iterator

from router.core.address import Address
from router.language.diagnostics import Diagnostic, Severity
from router.language.names.addressbook import One
from router.language.numbers import grouped
from router.language.syntax import ForwardAction
from router.language.whole import RuleInSet, WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each forward whose target is the only number, or one of those, that the text came to."""
    for rule in whole.rules:
        for action in rule.rule.actions:
            if isinstance(action, ForwardAction):
                yield from _findings(action, rule, whole)


def _findings(action: ForwardAction, rule: RuleInSet, whole: WholeSet) -> Iterator[Diagnostic]:
    found = whole.book.find(action.to.text, rule.country)
    if not isinstance(found, One):
        return
    target = found.target.address
    if whole.texted_numbers(rule) == frozenset({target}):
        yield _finding(action, target, Severity.ERROR)
    elif target in (whole.possible(rule, "to") or ()):
        yield _finding(action, target, Severity.WARNING)


def _finding(action: ForwardAction, target: Address, severity: Severity) -> Diagnostic:
    number = grouped(target)
    if severity is Severity.ERROR:
        message = f"{number} is the number that was texted, so nothing is forwarded to it"
        hint = "forward to another number"
    else:
        message = (
            f"{number} is one of the texted numbers, and its own texts are not forwarded to it"
        )
        hint = "take it out of to, or forward to another number"
    return Diagnostic("forward-to-itself", message, action.to.span, severity, hints=(hint,))
