"""Marks between documents in the middle of a file: taken out, and the rest is read."""

import pytest

from router.language.source import SourceFile, SourceText, decode
from router.language.spoils.legible import legible
from router.language.tree.nodes import Mapping, Scalar, Sequence
from router.language.yamltree import Tree, read_tree


def source(text: str) -> SourceText:
    read = decode(SourceFile("a.yaml", text.encode()))
    assert isinstance(read, SourceText)
    return read


def tree(*lines: str) -> Tree:
    return read_tree(source("\n".join(lines)))


def told(*lines: str) -> list[tuple[str, int, str]]:
    """Code, line and first hint of each finding."""
    return [(one.code, one.span.line, one.hints[0]) for one in tree(*lines).findings]


OWN_FILE = "put what follows into a file of its own"
OUT = f'take the line "---" out, or {OWN_FILE}'


@pytest.mark.parametrize(
    "lines",
    [
        ("a: b", "---", "c: d"),
        ("---", "a: b", "---", "c: d"),
        ("a: b", "", "---  # more", "# remark", "c: d"),
        ("a: b", "---"),
    ],
)
def test_a_mark_in_the_middle_is_told_and_left_out(lines: tuple[str, ...]) -> None:
    assert [(code, hint) for code, _, hint in told(*lines)] == [("two-documents", OUT)]
    root = tree(*lines).root
    assert root is not None
    assert [entry.key.text for entry in root.entries] == ["a", "c"][: len(root.entries)]
    assert (root.get("c") is not None) == ("c: d" in lines)


@pytest.mark.parametrize(
    "lines", [("---", "a: b"), ("%YAML 1.1", "---", "a: b", "..."), ("# x", "---", "a: |", "  ---")]
)
def test_marks_around_the_file_and_inside_a_text_are_fine(lines: tuple[str, ...]) -> None:
    assert told(*lines) == []
    assert tree(*lines).root is not None


def test_a_text_may_begin_with_such_signs() -> None:
    found, lines = legible(source("a: b\n---c: d\n...e: f\n"))
    assert (found, lines) == ([], ("a: b", "---c: d", "...e: f", ""))


def test_each_mark_is_told_once_and_two_beside_each_other_are_one() -> None:
    lines = ("a: b", "...", "", "---", "c: d", "---", "e: f")
    assert [(code, line) for code, line, _ in told(*lines)] == [
        ("two-documents", 2),
        ("two-documents", 6),
    ]


def test_what_stands_behind_a_mark_is_the_line_to_paste() -> None:
    found = tree("a: b", "--- c: d")
    assert [(one.fix, one.hints[0].split(",")[0]) for one in found.findings] == [
        ("c: d", 'take the "---" out')
    ]
    assert found.root is not None
    assert found.root.get("c") is not None


def test_a_heading_behind_the_mark_that_goes_on_with_the_list_above_is_to_go_too() -> None:
    lines = ("rules:", "  - a", "---", "", "rules:", "  - b")
    assert told(*lines) == [
        (
            "two-documents",
            3,
            f"take the lines 3 and 5 out, or {OWN_FILE}",
        )
    ]
    root = tree(*lines).root
    assert isinstance(root, Mapping)
    rules = root.get("rules")
    assert isinstance(rules, Sequence)
    assert [one.text for one in rules.items if isinstance(one, Scalar)] == ["a", "b"]


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        (
            ("people:", "  ann: 1", "rules:", "  - a", "---", "people:", "  bob: 2"),
            ': "people:" stands above it, too',
        ),
        (
            ("rules:", "  - a", "---", "tests:", "  - b", "rules:", "  - c"),
            ': "rules:" stands above it, too',
        ),
        (
            ("country: US", "rules:", "  - a", "---", "country: GB", "rules:", "  - b"),
            ': "country: GB" and "rules:" stand above it, too',
        ),
        (
            ("rules:", "  - a", "---", "match: x", "---", "rules:", "  - b"),
            ': "rules:" stands above it, too',
        ),
    ],
)
def test_what_cannot_go_on_belongs_into_a_file_of_its_own(
    lines: tuple[str, ...], hint: str
) -> None:
    assert [found for _, _, found in told(*lines)][-1] == OWN_FILE + hint
    assert {code for code, _, _ in told(*lines)} == {"two-documents"}


def test_a_key_twice_on_one_side_of_a_mark_is_a_mistake_of_its_own() -> None:
    lines = ("a: b", "a: c", "---", "d: e", "d: f")
    assert [code for code, _, _ in told(*lines)] == [
        "duplicate-key",
        "two-documents",
        "duplicate-key",
    ]


def test_names_below_a_heading_that_comes_again_are_read_with_those_of_the_first() -> None:
    found = tree("people:", "  ann: 1", "rules:", "  - a", "people:", "  ann: 2", "  bob: 3")
    assert [(one.code, one.span.line, one.hints[0][:20]) for one in found.findings] == [
        ("duplicate-key", 5, "move what stands bel"),
        ("duplicate-key", 6, "keep one of the two"),
    ]
    assert found.root is not None
    people = found.root.get("people")
    assert isinstance(people, Mapping)
    assert [entry.key.text for entry in people.entries] == ["ann", "bob"]


def test_a_heading_that_comes_again_with_something_else_below_stays_as_it_stands_first() -> None:
    found = tree("rules:", "  - a", "rules:", "  b: c")
    assert [one.hints[0] for one in found.findings] == [
        "the two lines are the same: take one of them out"
    ]
    assert found.root is not None
    assert isinstance(found.root.get("rules"), Sequence)
