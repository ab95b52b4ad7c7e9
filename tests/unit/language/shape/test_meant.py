"""Misspelt keys read as what was meant, so that what stands below them is looked at, too."""

from router.language.compile import CompileOptions, compile_rules
from router.language.shape.meant import as_meant
from router.language.source import SourceFile
from router.language.tree.nodes import Mapping
from router.language.yamltree import read_tree
from tests.unit.language.rulefiles import source


def codes(text: str) -> list[str]:
    findings = compile_rules([SourceFile("a.yaml", text.encode())], CompileOptions()).findings
    return [f"{finding.span.line}:{finding.code}" for finding in findings]


def tree(text: str) -> Mapping:
    root = read_tree(source(text)).root
    assert root is not None
    return root


def test_what_stands_below_a_misspelt_key_is_told_in_the_same_run() -> None:
    text = """\
ruels:
  - name: a
    if:
      form: nobody
    then:
      - respond: Hi {sendr}
"""
    assert codes(text) == [
        "1:unknown-key", "3:unknown-key", "4:unknown-key", "5:unknown-key", "6:unknown-key",
    ]  # fmt: skip
    mended = text.replace("form:", "from:").replace("respond:", "reply:")
    assert codes(mended) == [
        "1:unknown-key", "3:unknown-key", "4:unknown-name", "5:unknown-key",
        "6:unknown-placeholder",
    ]  # fmt: skip


def test_a_key_that_stands_there_already_is_not_meant_again() -> None:
    text = "rules:\n  - name: a\n    match: everything\n    macth: {x: 1}\n    actions: nothing\n"
    assert codes(text) == ["4:unknown-key"]
    root = tree("name: a\nnmae: b\nnaem: c\n")
    assert as_meant(root, {entry.key.span for entry in root.entries}) == root


def test_of_two_keys_near_to_one_the_first_is_meant() -> None:
    root = tree("ruels: [x]\nrulse: [y]\nzzzzzz: 1\n")
    meant = as_meant(root, {entry.key.span for entry in root.entries})
    assert [entry.key.text for entry in meant.entries] == ["rules", "rulse", "zzzzzz"]
    assert meant.entries[0].key.span == root.entries[0].key.span


def test_a_key_of_another_place_stays_what_it_is() -> None:
    root = tree("actions: {reply: a}\n")
    assert as_meant(root, {entry.key.span for entry in root.entries}) == root
