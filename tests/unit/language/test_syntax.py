"""How the leaves of a match stand in it."""

from router.core.position import Span
from router.language.syntax import AllOf, AnyPart, EverythingCondition, NotPart, leaves


def leaf(line: int) -> EverythingCondition:
    return EverythingCondition(Span("a.yaml", line, 1, line, 2))


def stood(match: AllOf | AnyPart | NotPart | EverythingCondition) -> list[tuple[int, bool, bool]]:
    """Each leaf as (line, negated, required)."""
    found = []
    for placed in leaves(match):
        assert isinstance(placed.leaf, EverythingCondition)
        found.append((placed.leaf.span.line, placed.negated, placed.required))
    return found


def test_a_leaf_by_itself_and_each_of_all_is_required() -> None:
    assert stood(leaf(1)) == [(1, False, True)]
    assert stood(AllOf((leaf(1), AllOf((leaf(2), leaf(3)))))) == [
        (1, False, True),
        (2, False, True),
        (3, False, True),
    ]


def test_one_of_several_is_not_required_but_an_only_one_is() -> None:
    assert stood(AnyPart((leaf(1), leaf(2)))) == [(1, False, False), (2, False, False)]
    assert stood(AnyPart((leaf(1),))) == [(1, False, True)]


def test_what_is_under_not_is_negated_and_not_required_however_often() -> None:
    assert stood(NotPart(AllOf((leaf(1), NotPart(leaf(2)))))) == [
        (1, True, False),
        (2, True, False),
    ]
