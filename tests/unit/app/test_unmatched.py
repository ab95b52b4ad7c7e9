from datetime import timedelta

import pytest

from router.app.unmatched import Group, groups_of, suggest, taken_by_now
from router.core.journal import TextGroup
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile
from tests.fakes.recorded import ANN, NOON, row

OPTIONS = CompileOptions()
HOURS = SourceFile(
    "rules/a.yaml",
    b"rules: [{name: Hours, match: {text: {keyword: hours}}, actions: [{reply: 9-17}]}]",
)


def groups(*texts: str) -> tuple[Group, ...]:
    rows = [
        row(text, uuid=str(place), at=NOON - timedelta(minutes=place))
        for place, text in enumerate(texts)
    ]
    return groups_of(rows)


def suggested(*texts: str, files: tuple[SourceFile, ...] = (HOURS,)) -> str | None:
    found = suggest(groups(*texts), files, OPTIONS)
    return found.rule if found else None


def test_texts_are_grouped_as_literal_rules_see_them_the_commonest_first() -> None:
    found = groups("Où?", "Parking?", "PARKING", "  parking!", "ou")
    assert [(one.texts.folded, one.texts.count) for one in found] == [("parking", 3), ("ou", 2)]


def test_a_group_has_its_newest_text_its_senders_and_its_last_time() -> None:
    rows = [row("Hi", uuid="2", sender=ANN), row("hi", uuid="1", at=NOON - timedelta(days=1))]
    (found,) = groups_of(rows)
    assert found.texts == TextGroup("hi", "Hi", 2, 2, NOON)


def test_punctuation_alone_is_a_text_too() -> None:
    assert [one.texts.folded for one in groups("?", "??")] == ["?", "??"]


def test_a_group_says_which_rule_takes_it_by_now() -> None:
    rule_set = compile_rules((HOURS,), OPTIONS).rule_set
    assert rule_set is not None
    found = taken_by_now(groups("hours", "parking"), rule_set)
    assert [one.texts.taken_by for one in found] == ["Hours", ""]


def test_a_short_text_becomes_a_keyword_with_its_example() -> None:
    assert suggested("Parking?", "parking", "else") == (
        "  - name: Parking\n"
        "    match: {text: {keyword: parking}}\n"
        "    actions:\n"
        "      - reply: Write your answer here.\n"
        "    examples:\n"
        "      - {text: Parking?}\n"
    )


def test_a_long_text_is_looked_for_as_a_whole() -> None:
    rule = suggested("Where can I park?")
    assert rule is not None
    assert "match: {text: where can i park}" in rule


@pytest.mark.parametrize(
    "text", ["yes please", "a: b # c", "“Quotes” \\ {x}", "- item", "null", "=1+1", "Ünïcödé 😀"]
)
def test_whatever_people_text_the_lines_are_taken_as_they_stand(text: str) -> None:
    rule = suggested(text)
    assert rule is not None
    compiled = compile_rules(
        (HOURS, SourceFile("rules/b.yaml", f"rules:\n{rule}".encode())), OPTIONS
    )
    assert compiled.findings == ()


def test_a_name_that_is_taken_gets_a_number() -> None:
    other = SourceFile(
        "rules/b.yaml", b"rules: [{name: parking, match: {text: zzz}, actions: nothing}]"
    )
    rule = suggested("parking", files=(other,))
    assert rule is not None
    assert rule.startswith("  - name: Parking 2\n")


def test_a_text_that_a_rule_takes_by_now_needs_no_rule() -> None:
    rule_set = compile_rules((HOURS,), OPTIONS).rule_set
    assert rule_set is not None
    found = suggest(taken_by_now(groups("hours", "hours", "fees"), rule_set), (HOURS,), OPTIONS)
    assert found is not None
    assert found.texts.folded == "fees"


@pytest.mark.parametrize("text", ["STOP", "", "   ", "x" * 200])
def test_no_rule_is_proposed_that_would_not_do_or_would_get_a_finding(text: str) -> None:
    assert suggested(text) is None
    rule = suggested(text, text, "parking")
    assert rule is not None
    assert "keyword: parking" in rule


def test_an_earlier_stop_that_takes_the_text_leaves_nothing_to_propose() -> None:
    everything = SourceFile(
        "rules/b.yaml", b"rules: [{name: All, match: everything, actions: nothing, stop: true}]"
    )
    assert suggested("parking", files=(everything,)) is None


def test_beside_rules_that_cannot_be_served_a_rule_stands_alone() -> None:
    broken = SourceFile("rules/b.yaml", b"rulez: []")
    assert suggested("parking", files=(broken,)) == suggested("parking", files=())
    assert suggested("parking", files=()) is not None
