from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from router.app.changes import NO_CHANGES, Changes, compare, in_words
from router.engine.ruleset import RuleSet
from router.language.source import SourceFile
from tests.unit.app.house import compile_files

HOURS = "  - {name: Hours, match: {text: hours}, actions: [{reply: nine to five}]}\n"
REST = "  - {name: The rest, match: everything, actions: [{forward: ann}]}\n"
PEOPLE = "people: {ann: +1 555 000 1111}\n"


def rule_set(*rules: str, people: str = PEOPLE, name: str = "a") -> RuleSet:
    text = f"{people}rules:\n{''.join(rules)}"
    made = compile_files((SourceFile(f"rules/{name}.yaml", text.encode()),)).rule_set
    assert made is not None
    return made


BEFORE = rule_set(HOURS, REST)


def test_the_first_set_has_nothing_to_be_compared_with() -> None:
    assert compare(None, BEFORE) == Changes(first=True)


def test_the_same_rules_have_not_changed() -> None:
    assert compare(BEFORE, BEFORE) == NO_CHANGES
    assert compare(BEFORE, rule_set(HOURS, REST)) == NO_CHANGES


def test_a_rule_that_moved_to_another_line_or_file_is_the_same() -> None:
    assert compare(BEFORE, rule_set("\n\n" + HOURS, REST, name="b")) == NO_CHANGES


def test_rules_are_added_removed_and_changed_by_name() -> None:
    snow = HOURS.replace("Hours", "Snow day").replace("text: hours", "text: snow")
    after = rule_set(HOURS.replace("nine", "ten"), snow)
    assert compare(BEFORE, after) == Changes(
        added=("Snow day",), removed=("The rest",), changed=("Hours",)
    )


def test_a_rule_changes_with_the_person_it_forwards_to() -> None:
    moved = rule_set(HOURS, REST, people=PEOPLE.replace("1111", "2222"))
    assert compare(BEFORE, moved) == Changes(changed=("The rest",), beside=("people",))


def test_rules_in_another_order_are_told() -> None:
    after = rule_set(REST.replace("everything", "{text: rest}"), HOURS)
    before = rule_set(HOURS, REST.replace("everything", "{text: rest}"))
    assert compare(before, after) == Changes(reordered=True)


def test_another_time_zone_is_told() -> None:
    after = replace(BEFORE, zone=timezone(timedelta(hours=1)))
    assert compare(BEFORE, after) == Changes(beside=("the time zone",))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (NO_CHANGES, "no rule changed"),
        (Changes(first=True), "the first set kept"),
        (Changes(added=("A",)), 'added "A"'),
        (Changes(added=("A",), removed=("B", "C")), 'added "A"; removed "B", "C"'),
        (Changes(changed=tuple("ABCDE")), 'changed "A", "B", "C", "D", "E"'),
        (Changes(changed=tuple("ABCDEF")), 'changed "A", "B", "C", "D" and 2 more'),
        (Changes(reordered=True), "put the rules in another order"),
        (Changes(beside=("people", "rotas")), "changed people and rotas"),
    ],
)
def test_changes_in_words(changes: Changes, words: str) -> None:
    assert in_words(changes) == words
