"""What can still be told of a rule whose shape is wrong somewhere: its other parts are read."""

from collections.abc import Iterable, Iterator
from typing import Final

from router.language.diagnostics import Diagnostic
from router.language.shape.complaints import Violation
from router.language.shape.places import Step
from router.language.syntax import WrittenRule
from router.language.tree.nodes import Entry, Mapping, Node, Sequence

_ABOUT_ONE_PART: Final = frozenset({
    "bad-date", "bad-length", "bad-number", "bad-pattern", "bad-prefix", "bad-sender-id",
    "duplicate-rule", "empty-phrase", "needs-number", "needs-one-number", "needs-schedule",
    "not-your-number", "unknown-name", "unknown-schedule",
})  # fmt: skip
"""Codes of findings that hold whatever stands elsewhere in the rule."""
_ABOUT_TEXT_AND_MATCH: Final = frozenset(
    {"bad-placeholder", "unfilled-placeholder", "unknown-placeholder"}
)


def sound_parts(rule: Mapping, violations: Iterable[Violation]) -> Mapping:
    """The rule without the parts that the schema does not take."""
    left_out = {path for one in violations for path in _left_out(one)}
    entries = _kept_entries(rule, left_out, ())
    return rule._replace(entries=tuple(entries))


def _left_out(violation: Violation) -> Iterator[tuple[Step, ...]]:
    if violation.unknown:
        yield from ((*violation.path, key) for key in violation.unknown)
    elif violation.validator != "required" and violation.path:
        yield violation.path


_Paths = set[tuple[Step, ...]]


def _kept(node: Node, left_out: _Paths, path: tuple[Step, ...]) -> Node | None:
    if path in left_out:
        return None
    if isinstance(node, Mapping):
        entries = tuple(_kept_entries(node, left_out, path))
        return node._replace(entries=entries) if entries else None
    if isinstance(node, Sequence):
        each = (_kept(item, left_out, (*path, place)) for place, item in enumerate(node.items))
        items = tuple(item for item in each if item is not None)
        return node._replace(items=items) if items else None
    return node


def _kept_entries(node: Mapping, left_out: _Paths, path: tuple[Step, ...]) -> Iterator[Entry]:
    for entry in node.entries:
        value = _kept(entry.value, left_out, (*path, entry.key.text))
        if value is not None:
            yield Entry(entry.key, value)


def told_of_parts(
    findings: Iterable[Diagnostic], rules: Iterable[WrittenRule]
) -> Iterator[Diagnostic]:
    """The findings without those on an incomplete rule that its missing part may have caused."""
    incomplete = {
        (rule.span.file, line): rule
        for rule in rules
        if not rule.complete
        for line in range(rule.span.line, rule.span.end_line + 1)
    }
    for finding in findings:
        rule = incomplete.get((finding.span.file, finding.span.line))
        if rule is None or finding.code in _told_of(rule):
            yield finding


def _told_of(rule: WrittenRule) -> frozenset[str]:
    return _ABOUT_ONE_PART | _ABOUT_TEXT_AND_MATCH if rule.match_complete else _ABOUT_ONE_PART
