"""What the schema found wrong with a file's shape, said in words of the page."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from router.language.diagnostics import Diagnostic
from router.language.shape.keys import wrong_keys
from router.language.shape.misplaced import is_emptied
from router.language.shape.places import Step
from router.language.shape.spot import Spot, spot_at
from router.language.shape.times import is_no_csv_list
from router.language.shape.values import empty, wrong_kind, wrong_word
from router.language.source import SourceText
from router.language.tree.nodes import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing the schema found: the keyword that does not hold, and the path to the value.

    `unknown` are the keys of that value which the schema has not.
    """

    validator: str
    path: tuple[Step, ...]
    unknown: tuple[str, ...] = ()


def explain_all(
    start: str,
    root: Node,
    violations: Iterable[Violation],
    source: SourceText,
    taken: AbstractSet[str] = frozenset(),
) -> Iterator[Diagnostic]:
    """The findings for what is wrong below a file or a rule; one mistake is told once.

    `taken` are names that no finding may propose for a rule.
    """
    by_path: dict[tuple[Step, ...], set[str]] = {}
    for violation in violations:
        by_path.setdefault(violation.path, set()).add(violation.validator)
    told: set[Diagnostic] = set()
    for path, validators in by_path.items():
        if path and is_emptied(spot_at(start, root, path[:-1], source), path[-1]):
            continue
        spot = replace(spot_at(start, root, path, source), taken=taken)
        for finding in _explain(spot, validators):
            if finding not in told:
                told.add(finding)
                yield finding


def _explain(spot: Spot, validators: set[str]) -> list[Diagnostic]:
    node = spot.node
    if "type" in validators or is_no_csv_list(spot):
        return [wrong_kind(spot)]
    if isinstance(node, Scalar):
        return [wrong_word(spot, node)]
    if isinstance(node, Mapping) and node.entries:
        return wrong_keys(spot, node)
    return [empty(spot)]
