"""Actions that stand in their rule twice, as after a line that was pasted once too often."""

from collections.abc import Iterator

from router.language.diagnostics import Diagnostic, Severity
from router.language.syntax import ForwardAction, ReplyAction, WrittenAction
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each action that does what an earlier one of its rule has done."""
    for rule in whole.rules:
        lines: dict[tuple[object, ...], int] = {}
        for action in rule.rule.actions:
            line = lines.setdefault(_does(action), action.key.line)
            if line != action.key.line:
                yield _finding(action, line)


def _does(action: WrittenAction) -> tuple[object, ...]:
    options = (_text(action.options.source), _text(action.options.reports))
    if isinstance(action, ReplyAction):
        return "reply", _text(action.text), options
    if isinstance(action, ForwardAction):
        return "forward", _text(action.text), options, action.to.text
    to = tuple(one.text for one in action.to)
    return "multi-forward", _text(action.text), options, to, action.include_sender


def _text(written: Scalar | None) -> str | None:
    return None if written is None else written.text


def _finding(action: WrittenAction, line: int) -> Diagnostic:
    kind = _does(action)[0]
    return Diagnostic(
        code="same-action",
        message=f"this {kind} stands in line {line} already: it goes out twice",
        span=action.key,
        severity=Severity.WARNING,
        hints=("take one of the two out",),
    )
