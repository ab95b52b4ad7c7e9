"""The published schema, as the loader goes by it."""

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from router.core.position import Span
from router.language import schema
from router.language.key_places import NEXT
from router.language.lines import KEYS_OF
from router.language.schema import check_shape, kind_of, load_schema
from router.language.shape.places import ITEMS, NAMED, REQUIRED, TAKES, Takes
from router.language.source import SourceFile, SourceText, decode
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence
from router.language.yamltree import read_tree
from tests.cases import ERRORS, GOOD, cases

SCHEMA = load_schema()
HERE = Span("a.yaml", 1, 1, 1, 2)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the schema together with what it refers to."""
    reference = part.get("$ref")
    return part if reference is None else {**SCHEMA["$defs"][reference.split("/")[-1]], **part}


def with_properties(part: object) -> Iterator[dict[str, Any]]:
    """Every part of the schema that describes keys."""
    if isinstance(part, dict):
        if "properties" in part:
            yield part
        for inner in part.values():
            yield from with_properties(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from with_properties(inner)


def place(*steps: str) -> dict[str, Any]:
    """The part of the schema for a place, from the file on.

    `[]` is an item of a list, `*` what stands under a name that the author gave.
    """
    part = SCHEMA
    for step in steps:
        inner = {"[]": "items", "*": "additionalProperties"}.get(step)
        part = resolved(part[inner] if inner else resolved(part)["properties"][step])
    return part


PLACES = {
    "file": place(),
    "rule": place("rules", "[]"),
    "match": place("rules", "[]", "match"),
    "text": place("match", "text"),
    "regex": place("match", "regex"),
    "address": place("match", "from"),
    "schedule": place("schedules", "*"),
    "rota": place("rotas", "*"),
    "csv-list": place("lists", "*"),
    "stage": place("rules", "[]", "stage"),
    "action": place("rules", "[]", "actions", "[]"),
    **{key: place("rules", "[]", "actions", "[]", key) for key in KEYS_OF["action"]},
    "example": place("rules", "[]", "examples", "[]"),
    "test": place("tests", "[]"),
    "message": place("tests", "[]", "messages", "[]"),
    "sent": place("tests", "[]", "sends", "[]"),
    "sender": place("rules", "[]", "examples", "[]", "from"),
}


def test_variants_are_single_keys_so_that_findings_can_be_exact() -> None:
    text = json.dumps(SCHEMA)

    assert "oneOf" not in text
    assert "anyOf" not in text


@pytest.mark.parametrize("name", KEYS_OF)
def test_the_findings_know_the_same_keys_as_the_schema(name: str) -> None:
    assert tuple(PLACES[name]["properties"]) == KEYS_OF[name]
    assert tuple(PLACES[name].get("required", ())) == REQUIRED.get(name, ())
    assert PLACES[name]["additionalProperties"] is False


def test_the_findings_know_what_every_key_takes() -> None:
    wanted = {(name, key) for name, keys in KEYS_OF.items() for key in keys}

    assert TAKES.keys() == wanted | {(name, "") for name in NAMED}
    assert NEXT.keys() < wanted


def plain(node: Node) -> object:
    match node:
        case Scalar():
            # Python's `$` lets one line break pass, an editor's does not.
            text = node.text.replace("\n", "\n\n")
            return text if text or not node.plain else ()  # what is no value at all
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}


@pytest.mark.parametrize("case", [*cases(GOOD), *cases(ERRORS)], ids=lambda case: case.stem)
def test_rule_by_rule_finds_the_same_files_wrong_as_the_whole_schema(case: Any) -> None:
    source = decode(SourceFile(case.name, case.read_bytes() if case.is_file() else b""))
    tree = read_tree(source) if isinstance(source, SourceText) else None
    if not isinstance(source, SourceText) or tree is None or tree.root is None:
        return

    shape = check_shape(tree.root, source)

    assert Draft202012Validator(SCHEMA).is_valid(plain(tree.root)) == (shape.findings == ())


def test_sound_rules_and_keys_are_kept_beside_wrong_ones() -> None:
    text = (
        "description: x\ncountry: nowhere\npeople: {ann: +1}\ncolour: red\n"
        "rules:\n- {name: A, match: everything, actions: nothing}\n- {name: B}\n- C\n"
    )
    source = decode(SourceFile("a.yaml", text.encode()))
    assert isinstance(source, SourceText)
    root = read_tree(source).root
    assert root is not None

    shape = check_shape(root, source)

    assert [plain(rule.entries[0].value) for rule in shape.sound_rules] == ["A"]
    assert shape.sound == {"description", "people"}
    assert [f.span.line for f in shape.findings] == [2, 4, 7, 8]


TEXTS = st.sampled_from(
    ["", " ", "x", "yes", "No", "maybe", "12", "everything", "Everything", "nothing", "+1 555",
     "https://example.com/r", "HTTP://x", "https:// x", "https://", "1 2", "true "]
)  # fmt: skip
KEYS = st.sampled_from(sorted({key for keys in KEYS_OF.values() for key in keys}))
NODES: st.SearchStrategy[Node] = st.recursive(
    st.builds(lambda text, plain: Scalar(text, HERE, plain), TEXTS, st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: Sequence(tuple(items), HERE)),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda entries: Mapping(
                tuple(Entry(Scalar(key, HERE), value) for key, value in entries.items()), HERE
            )
        ),
    ),
    max_leaves=8,
)
ON_RULE = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": SCHEMA["$defs"]})


def rule_with(match: Node, actions: Node, stop: Node) -> Mapping:
    named = {"name": Scalar("x", HERE), "match": match, "actions": actions, "stop": stop}
    return Mapping(tuple(Entry(Scalar(key, HERE), node) for key, node in named.items()), HERE)


@given(st.lists(st.builds(rule_with, NODES, NODES, NODES), max_size=6))
def test_rules_of_one_kind_are_all_sound_or_all_not(rules: list[Mapping]) -> None:
    verdicts: dict[object, bool] = {}
    for rule in rules:
        verdict = ON_RULE.is_valid(plain(rule))
        assert verdicts.setdefault(kind_of(rule), verdict) == verdict


@given(TEXTS, TEXTS, st.sampled_from(["match", "actions", "stop", "name"]))
def test_texts_of_one_kind_are_the_same_to_every_pattern(one: str, two: str, key: str) -> None:
    first, second = Scalar(one, HERE, plain=False), Scalar(two, HERE, plain=False)
    if kind_of(first) != kind_of(second):
        return
    for part in with_properties(SCHEMA):
        for about in part["properties"].values():
            if "pattern" in about and about.get("title") != "Country":
                validator = Draft202012Validator({"pattern": about["pattern"]})
                assert validator.is_valid(one) == validator.is_valid(two), (key, one, two)


def test_only_so_many_kinds_of_rules_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MOST_KINDS", 1)
    schema._validators.cache_clear()
    written = """\
rules:
  - {name: one, match: everything, actions: nothing}
  - {name: two, match: {text: x}, actions: nothing}
  - {name: three, match: {text: y}, actions: nothing, stop: yes}
  - {name: four, match: {text: y}, actions: nothing, stop: 7}
"""
    try:
        for _ in range(2):
            source = decode(SourceFile("a.yaml", written.encode()))
            assert isinstance(source, SourceText)
            root = read_tree(source).root
            assert root is not None
            shape = check_shape(root, source)
            assert len(shape.sound_rules) == 3
            assert [finding.span.line for finding in shape.findings] == [5]
            assert len(schema._validators()[2]) == 1
    finally:
        schema._validators.cache_clear()


def test_an_installed_package_has_the_schema_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "rules.schema.json").write_text('{"title": "inside"}')
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)

    assert load_schema() == {"title": "inside"}


@pytest.mark.parametrize("takes", [*TAKES.values(), *ITEMS.values()])
def test_what_a_key_takes_leaves_room_for_a_whole_message(takes: Takes) -> None:
    longest = 'an item of "multi-forward" takes , not keys in braces'

    assert len(longest) - len("an item of ") * (" or " in takes.words) + len(takes.words) <= 100
