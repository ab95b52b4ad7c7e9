"""Two rules with one name: logs, traces and metrics could not tell them apart."""

from collections.abc import Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.quoting import quoted
from router.language.syntax import rule_name
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each rule after the first of its name, in whichever file."""
    first: dict[str, Span] = {}
    for rule in whole.rules:
        name, span = rule_name(rule.rule), rule.rule.name.span
        if name in first:
            yield Diagnostic(
                code="duplicate-rule",
                message=f"another rule is called {quoted(name)}, too",
                span=span,
                hints=("give this one a name of its own: logs and traces speak of rules by name",),
                related=(Related("first used here", first[name]),),
            )
        else:
            first[name] = span
