"""Checks of single files, on the parts of a set."""

from collections import Counter
from pathlib import Path

import pytest

from router.language import checks
from router.language.checks import OF_A_FILE, OF_THE_SET
from router.language.parse import read_rule_file
from router.language.parsing.nodes import items
from router.language.source import SourceFile, SourceText, decode
from router.language.syntax import RuleFile
from router.language.whole import CompileOptions, WholeSet, part_of
from router.language.yamltree import read_tree
from tests.unit.language.rulefiles import make_whole

CASES = Path(__file__).parents[2] / "cases"
FOLDERS = sorted(
    case
    for kind in ("errors", "good")
    for case in (CASES / kind).iterdir()
    if case.is_dir() and len([*case.glob("*.yaml")]) > 1
)


def set_of(folder: Path) -> tuple[list[RuleFile], WholeSet]:
    files, sources = [], {}
    for path in sorted(folder.glob("*.yaml")):
        source = decode(SourceFile(path.name, path.read_bytes()))
        if isinstance(source, SourceText) and (tree := read_tree(source)).root:
            sources[path.name] = source
            rules = items(tree.root.get("rules"))
            files.append(read_rule_file(tree.root, path.name, rules))
    tables = [SourceFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    return files, make_whole(files, CompileOptions(), sources, csv_files=tables)


def test_every_check_is_of_a_file_or_of_the_set() -> None:
    every = [*OF_A_FILE, *OF_THE_SET]
    assert len({*every}) == len(every)
    folder = Path(checks.__file__).parent
    modules = {path.stem for path in folder.glob("*.py") if "\ndef check(" in path.read_text()}
    assert {check.__module__.rpartition(".")[2] for check in every} == modules


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_check_of_a_file_finds_in_the_parts_what_it_finds_in_the_whole(folder: Path) -> None:
    files, whole = set_of(folder)
    for check in OF_A_FILE:
        in_parts = [one for file in files for one in check(part_of(file, whole))]
        assert Counter(in_parts) == Counter(check(whole)), check.__module__
