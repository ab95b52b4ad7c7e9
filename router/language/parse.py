"""The tree of one file into its syntax.

Shape has its own findings (`schema`): a part of the wrong kind is passed over here, and only the
rules that are told sound are read.
"""

from collections.abc import Iterable, Iterator

from router.language.parsing.actions import read_actions
from router.language.parsing.match import read_match
from router.language.parsing.nodes import entries, is_set, scalar, scalars
from router.language.parsing.ruletests import read_examples, read_tests
from router.language.parsing.times import read_csv, read_rotas, read_schedules, read_stage
from router.language.syntax import NamedList, Person, RuleFile, WrittenRule
from router.language.tree.nodes import Entry, Mapping, Node, Scalar, Sequence


def read_rule_file(
    root: Mapping,
    name: str,
    rules: Iterable[Node],
    match_sound: bool = True,
    parts: Iterable[tuple[Mapping, bool]] = (),
) -> RuleFile:
    """One file's syntax.

    `rules` are its sound rules, in order; `parts` what is sound of the others, each with whether
    its match is whole.
    """
    match, under_rules = root.get("match"), root.get("rules")
    return RuleFile(
        name=name,
        rules_span=under_rules.span if under_rules else None,
        country=scalar(root.get("country")),
        match=None if match is None else read_match(match),
        match_sound=match_sound,
        people=tuple(
            Person(entry.key, entry.value)
            for entry in entries(root.get("people"))
            if isinstance(entry.value, Scalar)
        ),
        lists=tuple(
            NamedList(entry.key, scalars(entry.value), read_csv(entry.value))
            for entry in entries(root.get("lists"))
            if isinstance(entry.value, Scalar | Sequence) or read_csv(entry.value)
        ),
        schedules=read_schedules(root.get("schedules")),
        rotas=read_rotas(root.get("rotas")),
        rules=tuple(sorted(_read_rules(rules, parts), key=lambda rule: rule.span)),
        tests=read_tests(root.get("tests")),
    )


def _read_rules(
    rules: Iterable[Node], parts: Iterable[tuple[Mapping, bool]]
) -> Iterator[WrittenRule]:
    told: list[tuple[Node, bool, bool]] = [(node, True, True) for node in rules]
    told.extend((_with_name_and_match(part), False, whole) for part, whole in parts)
    for node, complete, match_complete in told:
        if rule := _read_rule(node, complete, match_complete):
            yield rule


def _with_name_and_match(part: Mapping) -> Mapping:
    """The part of a rule with something in place of a name or a match that it lacks."""
    span = part.span
    needed: dict[str, Node] = {
        "name": Scalar(f"the rule in line {span.line}", span),
        "match": Mapping((), span),
    }
    missing = [Entry(Scalar(key, span), needed[key]) for key in needed if part.get(key) is None]
    return part._replace(entries=(*part.entries, *missing))


def _read_rule(node: Node, complete: bool, match_complete: bool) -> WrittenRule | None:
    if not isinstance(node, Mapping):
        return None
    # Of all that may stand there, a rule has a few keys.
    written = {key.text: value for key, value in node.entries}
    name, match = scalar(written.get("name")), written.get("match")
    if name is None or match is None:
        return None
    return WrittenRule(
        span=node.span,
        name=name,
        match=read_match(match),
        actions=read_actions(written.get("actions")),
        stop=is_set(written.get("stop")),
        enabled=is_set(written.get("enabled"), default=True),
        stage=read_stage(written.get("stage")),
        since=scalar(written.get("since")),
        until=scalar(written.get("until")),
        examples=read_examples(written.get("examples")),
        complete=complete,
        match_complete=match_complete,
    )
