"""Work that other processors take up, and what is the same in spite of it."""

import pickle
from collections.abc import Callable
from textwrap import dedent
from typing import TypeVar

import pytest

from router.app import side_work
from router.app.gate import Gate
from router.app.ruletests import run as run_ruletests
from router.app.side_work import OneProcessor, read_together, shares
from router.language.compile import CompileOptions
from router.language.readings import read_each
from router.language.source import SourceFile

Made = TypeVar("Made")
PEOPLE = "people: {ann: +1 555 000 1111}\nlists: {staff: [ann]}\n"
RULE = """\
rules:
  - name: Rule {n}
    match: {{text: {{keyword: word{n}}}}}
    actions: [reply: "Answer {n}"]
    examples: [{{text: word{n} please, reply: {answer}}}, {{text: other, fires: false}}]
"""


class Others:
    """Other processors that do work when it is begun, and send copies back."""

    def __init__(self, spare: int = 2) -> None:
        self.spare = spare
        self.begun = 0

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        self.begun += 1
        made = pickle.dumps(work())
        return lambda: pickle.loads(made)


def of_sizes(*sizes: int) -> list[SourceFile]:
    return [SourceFile(f"{at}.yaml", b"#" * size) for at, size in enumerate(sizes)]


def rules(*numbers: int, wrong: int = -1) -> tuple[SourceFile, ...]:
    """A file of names, and one for each rule; the example of one expects something else."""
    each = [
        SourceFile(
            f"{n}.yaml",
            RULE.format(n=n, answer="Nothing" if n == wrong else f"Answer {n}").encode(),
        )
        for n in numbers
    ]
    return (SourceFile("0.yaml", PEOPLE.encode()), *each)


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Others:
    """Processors that take up the smallest work, too."""
    monkeypatch.setattr(side_work, "LEAST_BYTES", 0)
    monkeypatch.setattr(run_ruletests, "MOST_RUN_HERE", 0)
    return Others()


@pytest.mark.parametrize("spare", [0, 1, 2, 3, 9])
@pytest.mark.parametrize("sizes", [(), (5,), (1, 1, 1, 1, 1, 1), (9, 1, 1, 1), (1, 1, 9), (0, 0)])
def test_shares_are_all_files_in_their_order(sizes: tuple[int, ...], spare: int) -> None:
    files = of_sizes(*sizes)
    cut = shares(files, spare)
    assert [file for share in cut for file in share] == files
    assert 1 <= len(cut) <= spare + 1
    assert all(cut) or not files


def test_the_first_share_is_the_largest_and_the_others_are_alike() -> None:
    own, *others = [len(share) for share in shares(of_sizes(*[10] * 250), 2)]
    assert own == 100
    assert others == [75, 75]


def test_a_large_folder_is_read_by_several_and_a_small_one_by_nobody_else() -> None:
    small = of_sizes(side_work.LEAST_BYTES // 2)
    several = of_sizes(*[side_work.LEAST_BYTES // 3] * 4)
    for files, begun in ((small, 0), (several, 2)):
        processors = Others()
        assert read_together(processors, files) == read_each(files)
        assert processors.begun == begun


def test_without_other_processors_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_work, "LEAST_BYTES", 0)
    files = rules(1, 2, 3)
    assert read_together(OneProcessor(), files) == read_each(files)


def test_a_gate_says_the_same_whoever_helps_it(others: Others) -> None:
    helped = Gate(CompileOptions(), advise=True, processors=others)
    for files in (
        rules(1, 2, 3),
        rules(1, 2, 3, wrong=2),
        rules(1, 2, 3, 4),
        rules(4, 3, 2, 1),
        (*rules(1, 2), SourceFile("9.yaml", b"rules: [")),
        rules(2),
        (),
    ):
        assert helped(files) == Gate(CompileOptions(), advise=True)(files)
    assert others.begun > 4


def test_what_others_ran_is_not_run_again(others: Others) -> None:
    gate = Gate(CompileOptions(), processors=others)
    assert gate(rules(1, 2, 3)).rule_set
    before = others.begun
    assert gate(rules(1, 2, 3)).rule_set
    assert others.begun == before


def test_tests_are_run_although_a_later_check_refuses_the_set(others: Others) -> None:
    """That conditions exclude each other is found while the tests run, and is an error."""
    at_odds = dedent("""\
    rules:
      - name: Both
        match: {all: [{text: {keyword: hours}}, {text: {keyword: open}}]}
        actions: [reply: B]
        examples: [{text: open, fires: false}]
    """)
    files = (SourceFile("a.yaml", at_odds.encode()),)
    refused = Gate(CompileOptions(), processors=others)(files)
    assert refused.rule_set is None
    assert [finding.code for finding in refused.findings] == ["contradiction"]
    assert others.begun == 1
    assert refused == Gate(CompileOptions())(files)
