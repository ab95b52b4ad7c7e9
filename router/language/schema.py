"""The published schema, applied: the only room of jsonschema.

It says where a file's shape is wrong; `shape` says it in words. Its own messages are never shown.
"""

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from router.language.collecting import uncollected
from router.language.diagnostics import Diagnostic, sort_key
from router.language.lines import KEYS_OF
from router.language.shape.complaints import Violation, explain_all
from router.language.shape.sound_parts import sound_parts
from router.language.source import SourceText
from router.language.tree.nodes import Mapping, Node, Scalar, Sequence

Schema = dict[str, Any]
Json = str | list["Json"] | dict[str, "Json"] | tuple[()] | None
# The word null is a text like any other, and an editor's null; only this is of no type at all.
_NOTHING: Final = ()

Kind = Hashable

# The texts that the schema's patterns tell apart from any other text.
_TOLD_APART = re.compile(
    r"(?i:true|false|yes|no|on|off|everything|nothing|live|shadow)"
    r"|(?P<blank>\s*)|(?P<digits>[0-9]+)|(?P<url>(?i:https?)://\S+)",
)
_NOTES = frozenset(("title", "description", "examples", "$defs"))
_CONDITIONS = "#/$defs/conditions"
_FILE = "rules.schema.json"
MOST_KINDS = 1_000
"""Kinds of sound rules that are remembered: few folders have more than some dozens."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is wrong with a file's shape, and what may be used in spite of it.

    `sound_rules` are the rules without such an error, in order; `sound` are the other keys of the
    file without one. `parts` are the rules with an error, each without what is wrong in it, and
    whether its match is whole.
    """

    findings: tuple[Diagnostic, ...]
    sound_rules: tuple[Mapping, ...]
    sound: frozenset[str]
    parts: tuple[tuple[Mapping, bool], ...] = ()


def check_shape(root: Mapping, source: SourceText) -> Shape:
    """Hold a file against the schema: unknown and missing keys, values of the wrong kind."""
    with uncollected():
        return _check(root, source)


def _check(root: Mapping, source: SourceText) -> Shape:
    on_file, on_rule, sound_kinds = _validators()
    rules = root.get("rules")
    items = rules.items if isinstance(rules, Sequence) else ()
    # The rules themselves are held against their own part of the schema, one by one.
    outline: dict[str, Json] = {
        key.text: [None] if items and value is rules else _plain(value)
        for key, value in root.entries
    }
    violations = _violations(on_file, outline)
    findings = list(explain_all("file", root, violations, source))
    sound_rules: list[Mapping] = []
    unsound_rules: list[tuple[Node, list[Violation]]] = []
    for item in items:
        kind = kind_of(item)
        wrong = [] if kind in sound_kinds else _violations(on_rule, _plain(item))
        if wrong or not isinstance(item, Mapping):
            unsound_rules.append((item, wrong))
            continue
        sound_rules.append(item)
        if len(sound_kinds) < MOST_KINDS:
            sound_kinds.add(kind)
    taken = _names(items) if unsound_rules else frozenset()
    for item, wrong in unsound_rules:
        findings.extend(explain_all("rule", item, wrong, source, taken))
    parts = [
        (sound_parts(item, wrong), _match_is_whole(item, wrong))
        for item, wrong in unsound_rules
        if isinstance(item, Mapping)
    ]
    unsound = {violation.path[0] for violation in violations if violation.path}
    known = frozenset(KEYS_OF["file"]) - {"rules"} - unsound
    sound = frozenset(entry.key.text for entry in root.entries if entry.key.text in known)
    ordered = tuple(sorted(findings, key=sort_key))
    return Shape(ordered, tuple(sound_rules), sound, tuple(parts))


def _names(rules: tuple[Node, ...]) -> frozenset[str]:
    names = (rule.get("name") for rule in rules if isinstance(rule, Mapping))
    return frozenset(name.text for name in names if isinstance(name, Scalar))


def _match_is_whole(rule: Mapping, violations: list[Violation]) -> bool:
    touched = {violation.path[0] for violation in violations if violation.path}
    return rule.get("match") is not None and "match" not in touched


def kind_of(node: Node) -> Kind:
    """What the schema can tell about a node; nodes of one kind are all sound or all not.

    Most rules are of a few kinds, and looking at a kind costs a tenth of holding it against the
    schema.
    """
    if isinstance(node, Scalar):
        if not node.text:
            return None if node.plain else ""
        told = _TOLD_APART.fullmatch(node.text)
        return "text" if told is None else told.lastgroup if told.lastgroup else node.text
    if isinstance(node, Sequence):
        return frozenset([kind_of(item) for item in node.items])
    return tuple([(key.text, kind_of(value)) for key, value in node.entries])


def load_schema() -> Schema:
    """The schema as published: inside an installed package, beside it in a checkout."""
    package = resources.files("router")
    published = package.joinpath("schemas", _FILE)
    if not published.is_file():
        published = package.joinpath("..", "schemas", _FILE)
    return cast("Schema", json.loads(published.read_text("utf-8")))


@cache
def _validators() -> tuple[Draft202012Validator, Draft202012Validator, set[Kind]]:
    """One for a file without the insides of its rules, one for a single rule.

    With them the kinds of rules that are known to be sound: they are so in every file.
    """
    schema = load_schema()
    defs = schema["$defs"]
    # Following a reference costs more than anything else, so all but the recursion is spelt out.
    inner = {"conditions": _spelt_out(defs["conditions"], defs, within=_CONDITIONS)}
    outline = {
        **schema,
        "properties": {**schema["properties"], "rules": {"type": "array", "minItems": 1}},
    }
    on_file = {**_spelt_out(outline, defs), "$defs": inner}
    on_rule = {**_spelt_out(defs["rule"], defs), "$defs": inner}
    return Draft202012Validator(on_file), Draft202012Validator(on_rule), set()


def _spelt_out(part: Any, defs: Schema, within: str = "") -> Any:  # noqa: ANN401 any JSON
    """A part of the schema with references replaced by what they refer to, and without notes."""
    if isinstance(part, list):
        return [_spelt_out(item, defs, within) for item in part]
    if not isinstance(part, dict):
        return part
    own = {
        key: {name: _spelt_out(value, defs, within) for name, value in inner.items()}
        if key == "properties"
        else _spelt_out(inner, defs, within)
        for key, inner in part.items()
        if key not in _NOTES and key != "$ref"
    }
    reference = part.get("$ref")
    if reference is None:
        return own
    if reference == within:
        return {**own, "$ref": reference}
    name = reference.rpartition("/")[2]
    inside = reference if reference == _CONDITIONS else within
    return {**_spelt_out(defs[name], defs, inside), **own}


def _violations(validator: Draft202012Validator, instance: Json) -> list[Violation]:
    return [_violation(error) for error in validator.iter_errors(instance)]


def _violation(error: ValidationError) -> Violation:
    unknown: tuple[str, ...] = ()
    if error.validator == "additionalProperties":
        known = cast("Schema", error.schema)["properties"]
        unknown = tuple(key for key in cast("Schema", error.instance) if key not in known)
    return Violation(str(error.validator), tuple(error.absolute_path), unknown)


def _plain(node: Node) -> Json:
    """A node as the schema sees it: every value a text, an empty plain one nothing at all."""
    if isinstance(node, Scalar):
        # Python's `$` lets one line break pass, as no editor's does; of two it sees the first.
        text = node.text + "\n" if node.text.endswith("\n") else node.text
        return text if text or not node.plain else _NOTHING
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}
