"""Items that dashes have cut in several: most files have none, and are left as they are."""

import pytest

from router.language.diagnostics import Diagnostic
from router.language.shape.split_items import rejoined
from router.language.tree.nodes import Mapping, Node, Scalar, Sequence
from router.language.yamltree import read_tree
from tests.unit.language.rulefiles import source

WHOLE = """\
rules:
  - name: one
    match: everything
    actions: nothing
    examples:
      - text: hi
      - {text: ho, from: ann}
  - match: everything
    name: two
    actions: nothing
tests:
  - name: three
    message: {text: hi}
    sends:
      - {to: ann, text: ho}
"""


def mended(text: str) -> tuple[Mapping, Mapping, list[Diagnostic]]:
    """The tree as read, as put together again, and what was found."""
    read = source(text)
    root = read_tree(read).root
    assert root is not None
    findings: list[Diagnostic] = []
    return root, rejoined(root, read, findings), findings


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("rules:", "rulse:"),
        "rules: nothing\n",
        "rules:\n  - everything\n  - name: one\n",
        "rules:\n  - name: one\n  - name: two\n",
        "rules:\n  - {match: x}\n  - {match: y}\n",
    ],
)
def test_a_file_without_such_items_is_the_very_same(text: str) -> None:
    root, made, findings = mended(text)
    assert made is root
    assert findings == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            "    actions: nothing\n    examples",
            "  - actions: nothing\n    examples",
            "misplaced-dash",
        ),
        ("  - name: one\n", "  - name: one\n  - name: one\n", "duplicate-key"),
        ("      - {to: ann, text: ho}", "      - to: ann\n      - text: ho", "misplaced-dash"),
    ],
)
def test_what_is_put_together_again_is_as_it_was_meant(old: str, new: str, code: str) -> None:
    assert old in WHOLE
    whole, _, _ = mended(WHOLE)
    root, made, findings = mended(WHOLE.replace(old, new))
    assert made is not root
    assert [finding.code for finding in findings] == [code]
    assert texts(made) == texts(whole)


def texts(node: Node) -> object:
    """Everything that is written, without its places."""
    match node:
        case Mapping(entries):
            return [(entry.key.text, texts(entry.value)) for entry in entries]
        case Sequence(items):
            return [texts(item) for item in items]
        case Scalar(text):
            return text
