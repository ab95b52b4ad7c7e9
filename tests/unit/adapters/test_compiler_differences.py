from dataclasses import replace

import pytest

from router.adapters.compiler.differences import difference, got_files, joined, sent_files
from router.language.source import SourceFile
from tests.unit.adapters.compiled_files import compiled, files
from tests.unit.app.house import compile_files


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, 2), (3, 1), (4, 1, 2, 3), ()])
def test_a_difference_and_its_base_are_the_set(numbers: tuple[int, ...]) -> None:
    base = compiled(1, 2, 3)
    new = compiled(*numbers) if numbers else replace(base, rules=())
    assert joined(base, difference(base, new)) == new


def test_rules_that_are_the_same_are_sent_as_their_places() -> None:
    base = compiled(1, 2, 3)
    sent = difference(base, compiled(1, 2, 4))
    assert sent.rules[0] == range(2)
    assert len(sent.rules) == 2
    assert joined(base, sent).rules[0] is base.rules[0]


def test_names_are_sent_when_they_are_others() -> None:
    base = compiled(1, 2)
    assert difference(base, compiled(2)).beside is None
    named = compile_files(files(1, people="people: {ann: +1 555 000 1111}\n")).rule_set
    assert named is not None
    sent = difference(base, named)
    assert sent.beside is not None
    assert joined(base, sent) == named


def test_files_that_are_the_same_are_sent_as_their_places() -> None:
    one, other = SourceFile("a.yaml", b"1"), SourceFile("b.yaml", b"2")
    edited, gone = replace(other, content=b"3"), replace(one, content=b"", problem="it is gone")
    assert sent_files((one, other), (one, edited)) == (0, edited)
    assert sent_files((one, other), (other, one)) == (1, 0)
    for files_now in ((one, edited), (other,), (gone, other), (edited, one)):
        assert got_files((one, other), sent_files((one, other), files_now)) == files_now
