"""The published schema serves an editor as it stands: nothing good is marked wrong there.

An editor's YAML server reads YAML 1.2, so that an unquoted +15551234567 is a number to it and
`true` a flag, while rule files take every value as it is written.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.cases import GOOD, cases
from tests.docs_blocks import ROOT, blocks

SCHEMA: dict[str, Any] = json.loads((ROOT / "schemas" / "rules.schema.json").read_text("utf-8"))
EDITOR = Draft202012Validator(SCHEMA)
SCHEMA_LINE = "# yaml-language-server: $schema=../schemas/rules.schema.json"

# YAML 1.2, section 10.3.2: how the core schema reads a plain scalar. Dates and times stay texts.
INTEGER = re.compile(r"[-+]?[0-9]+")
BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def as_an_editor_sees_it(text: str) -> Any:
    """A YAML text with the types of YAML 1.2's core schema; keys are always texts."""
    return seen(yaml.compose(text, Loader=yaml.CBaseLoader))


def seen(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: seen(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [seen(item) for item in node.value]
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else typed(node.value)
    return None


def typed(plain: str) -> Any:
    if plain in WORDS:
        return WORDS[plain]
    if INTEGER.fullmatch(plain):
        return int(plain)
    if BASED.fullmatch(plain):
        return int(plain, 0)
    if FLOAT.fullmatch(plain) or SPECIAL.fullmatch(plain):
        return float(plain.replace(".inf", "inf").replace(".nan", "nan").casefold().lstrip("."))
    return plain


def complaints(text: str) -> list[str]:
    """What an editor would mark in a rule file, each with its place."""
    found = EDITOR.iter_errors(as_an_editor_sees_it(text))
    return [f"{error.json_path}: {error.message}" for error in found]


def good_files() -> Iterator[tuple[str, str]]:
    """Every rule file that has nothing to be mended: its name and its text."""
    for case in cases(GOOD):
        for path in sorted(case.glob("*.yaml")) if case.is_dir() else [case]:
            yield str(path.relative_to(GOOD)), path.read_bytes().decode("utf-8-sig")
    for path in example_rules():
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for page in ("cookbook.md", "rules.md"):
        for block in blocks(ROOT / "docs" / page):
            if block.language == "yaml" and not block.finds:
                yield str(block), block.body


def example_rules() -> list[Path]:
    return sorted((ROOT / "rules").glob("*.yaml"))


def keys(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema of every key, those that an author names (people, lists …) too."""
    for key, below in schema.get("properties", {}).items():
        yield f"{path}/{key}", below
        yield from keys(below, f"{path}/{key}")
    for name, below in schema.get("$defs", {}).items():
        yield from keys(below, f"{path}/{name}")
    if isinstance(named := schema.get("additionalProperties"), dict):
        yield f"{path}/*", named
        yield from keys(named, f"{path}/*")
    yield from keys(schema["items"], f"{path}[]") if "items" in schema else ()


def path_or_nothing(value: Any) -> str:
    """What names a case in pytest's report: its path, and not its schema or text besides."""
    return value if isinstance(value, str) and "\n" not in value else "…"


def test_the_schema_is_one_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("path", "schema"), [*keys(SCHEMA)], ids=path_or_nothing)
def test_each_key_has_a_title_a_description_and_examples_that_fit(
    path: str, schema: dict[str, Any]
) -> None:
    assert schema["title"].strip(), path
    assert schema["description"].endswith("."), path
    assert schema["examples"], path
    one = EDITOR.evolve(schema=schema)
    for example in schema["examples"]:
        assert [error.message for error in one.iter_errors(example)] == []


@pytest.mark.parametrize(("name", "text"), [*good_files()], ids=path_or_nothing)
def test_an_editor_marks_nothing_in_a_good_file(name: str, text: str) -> None:
    assert complaints(text) == [], name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("+15551234567", 15551234567), ("+1 555 123 4567", "+1 555 123 4567"), ("0123", 123),
        ("NO", "NO"), ("yes", "yes"), ("on", "on"), ("true", True), ("True", True), ("null", None),
        ("17:00", "17:00"), ("2026-12-25", "2026-12-25"), ("1_000", "1_000"), ("1.5", 1.5),
        ("0x1F", 31), (".inf", float("inf")), ('"123"', "123"), ("'true'", "true"),
    ],
)  # fmt: skip
def test_the_editor_of_these_tests_types_values_as_yaml_1_2_does(written: str, meant: Any) -> None:
    value = as_an_editor_sees_it(f"key: {written}")["key"]
    assert value == meant
    assert type(value) is type(meant)


RULE = "rules:\n  - name: Hello\n    match: {match}\n    actions: [{action}]\n{more}"


@pytest.mark.parametrize(
    ("match", "action"),
    [
        ("{from: +15551234567}", "{forward: +15551234567}"),
        ("{from: [72975, 0123456]}", "{multi-forward: [+15551234567, +442079460000]}"),
        ("{to: 15557654321}", "{reply: {text: 17, from: +15557654321}}"),
        ("{text: {keyword: [NO, 7, true, 1.5]}}", "{reply: NO}"),
        ("{text: [true, off, 24]}", "{reply: true}"),
        ("{text: {starts-with: 2026-12-25, max-length: 160}}", "{reply: 17:00}"),
        ("{text: {contains: null}}", "{reply: null}"),
        ("{text: {has-word: ~, ends-with: .5}}", "{reply: {text: null}}"),
        ("{regex: 1234}", "{reply: 1e3}"),
        ("{regex: {pattern: 12, case-sensitive: TRUE}}", "{forward: {to: 72975, text: 7}}"),
        ("{otherwise: True}", "{multi-forward: {to: 72975, include-sender: false}}"),
        ("{from: {sender-id: 3M}}", "{reply: {text: hi, delivery-reports: false}}"),
    ],
)
def test_an_editor_marks_no_number_flag_time_or_date(match: str, action: str) -> None:
    assert complaints(RULE.format(match=match, action=action, more="")) == []


@pytest.mark.parametrize(
    "more",
    [
        "    stop: True\n    enabled: off\n    since: 2026-12-01\n    until: 2026-12-24\n",
        "    stage: {only: [+15551234567, ann]}\n",
        "    stage: {only: 72975}\n",
        "    examples:\n      - {text: 7, fires: false}\n      - {text: null, from: 72975}\n",
        "    examples: [{text: NO, reply: [NO, 17, true], at: 2026-11-22 10:00}]\n",
        "people: {ann: +15551234567, 24h: 72975}\n",
        "lists: {staff: [+15551234567, ann], parents: {csv: parents.csv, column: 2}}\n",
        "schedules: {day: {open: daily 08:00-17:00, closed: 2026-12-25}}\n",
        "rotas: {duty: {starts: 2026-11-02 09:00, every: 1 week, turns: [+15551234567],"
        " swaps: {2026-12-25: 15551234567}}}\n",
        "country: NO\n",
        "description: 2026\n",
        "tests:\n  - name: 1\n    message: {text: 7, to: +15557654321}\n"
        "    sends: [{to: [+15551230000], text: true}]\n",
    ],
)
def test_an_editor_marks_no_value_that_another_program_would_type(more: str) -> None:
    assert complaints(RULE.format(match="everything", action="{reply: hi}", more=more)) == []


@pytest.mark.parametrize(
    ("match", "action", "more"),
    [
        ("{text: {keywrd: hours}}", "{reply: hi}", ""),
        ("everthing", "{reply: hi}", ""),
        ("everything", "{replly: hi}", ""),
        ("everything", "{reply: [hi]}", ""),
        ("everything", "{reply: hi, forward: ann}", ""),
        ("everything", "{reply: hi}", "    stop: maybe\n"),
        ("everything", "{reply: hi}", "    stage: test\n"),
        ("everything", "{reply: hi}", "country: United States\n"),
        ("everything", "{reply: hi}", "people: {ann: [+15551234567]}\n"),
        ("{text: {min-length: ten}}", "{reply: hi}", ""),
        ("everything", "{reply: hi}", "tests: [{name: t, message: {text: hi}}]\n"),
        (
            "everything",
            "{reply: hi}",
            "tests: [{name: t, message: {text: hi}, messages: [{text: hi}], sends: nothing}]\n",
        ),
    ],
)
def test_an_editor_marks_what_is_wrong(match: str, action: str, more: str) -> None:
    assert complaints(RULE.format(match=match, action=action, more=more))


@pytest.mark.parametrize("path", example_rules(), ids=lambda path: path.name)
def test_each_example_rule_file_tells_editors_where_the_schema_is(path: Path) -> None:
    assert path.read_text("utf-8").splitlines()[0] == SCHEMA_LINE
    assert (path.parent / SCHEMA_LINE.partition("$schema=")[2]).resolve().is_file()
