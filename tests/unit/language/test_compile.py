"""Whole folders: findings of every step, and a rule set exactly when none is an error."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.diagnostics import Severity, sort_key
from router.language.source import SourceFile
from tests.unit.language.rulefiles import rules

GOOD = sorted((Path(__file__).parents[2] / "cases" / "good").glob("*.yaml"))


def compiled(*texts: str | bytes, problem: str = "") -> Compiled:
    files = [
        SourceFile(f"{chr(ord('a') + at)}.yaml", text.encode() if isinstance(text, str) else text)
        for at, text in enumerate(texts)
    ]
    if problem:
        files.append(SourceFile("z.yaml", b"", problem))
    return compile_rules(files, CompileOptions())


def codes(outcome: Compiled) -> list[tuple[str, str]]:
    return [(str(finding.span), finding.code) for finding in outcome.findings]


def test_a_sound_folder_gives_a_rule_set_in_file_order() -> None:
    outcome = compiled(
        rules("match: {from: ann}"),
        "people: {ann: +1 555 000 1111}",
        rules("stop: yes").replace("rule 1", "last"),
    )
    assert outcome.findings == ()
    assert outcome.rule_set
    assert [rule.name for rule in outcome.rule_set.rules] == ["rule 1", "last"]
    assert set(outcome.sources) == {"a.yaml", "b.yaml", "c.yaml"}


def test_a_warning_does_not_keep_the_set_from_being_taken() -> None:
    outcome = compiled(rules("match: {otherwise: yes}"))
    assert [code for _, code in codes(outcome)] == ["otherwise-first"]
    assert outcome.rule_set


def test_a_broken_file_hides_no_others_findings() -> None:
    outcome = compiled(b"\xff\xfe", rules("match: {from: 12}"), "rules: [", problem="no permission")
    assert outcome.rule_set is None
    assert {finding.span.file for finding in outcome.findings} == {
        "a.yaml",
        "b.yaml",
        "c.yaml",
        "z.yaml",
    }
    assert ("b.yaml:3:19", "bad-number") in codes(outcome)


def test_names_that_an_unreadable_file_may_give_are_not_counted() -> None:
    outcome = compiled(rules("match: {from: ann}"), problem="no permission")
    assert [code for _, code in codes(outcome)] == ["unreadable"]


def test_names_that_no_broken_file_mentions_are_counted() -> None:
    broken = "people:\n  ann: [+1 555\n"
    outcome = compiled(rules("match: {from: [ann, carl]}"), broken)
    assert [place for place, code in codes(outcome) if code == "unknown-name"] == ["a.yaml:3:25"]


def test_names_under_a_misspelt_key_are_not_counted() -> None:
    outcome = compiled(rules("match: {from: ann}"), "peple: {ann: +1 555 000 1111}")
    assert [place for place, _ in codes(outcome)] == ["b.yaml:1:1"]


def test_names_whose_own_entry_is_wrong_are_not_counted_again() -> None:
    people = "people: {ann: [1, 2]}\nlists: {staff: {a: b}}"
    outcome = compiled(rules("match: {from: ann}\nactions: [{multi-forward: staff}]"), people)
    assert {place.partition(":")[0] for place, _ in codes(outcome)} == {"b.yaml"}


def test_a_files_broken_match_has_no_consequences_in_its_rules() -> None:
    text = "match: {text: {keywrd: all}}\n" + rules(
        "actions: [{reply: '{rest}'}]\nstop: yes", "actions: [{reply: '{'}]"
    )
    assert [code for _, code in codes(compiled(text))] == ["unknown-key", "bad-placeholder"]


def test_a_rule_with_a_wrong_shape_hides_no_other_rule() -> None:
    text = rules("actoins: nothing", "match: {from: 12}")
    assert len({finding.span.line for finding in compiled(text).findings}) >= 2


def test_a_folder_without_a_rule_is_an_error_with_a_place() -> None:
    assert codes(compiled("people: {ann: +1 555 000 1111}")) == [("a.yaml:1:1", "no-rules")]
    empty = compile_rules([], CompileOptions(folder="my-rules"))
    assert codes(empty) == [("my-rules:1:1", "no-rules")]
    assert empty.rule_set is None


def test_a_missing_rule_is_no_news_when_a_file_is_broken() -> None:
    assert "no-rules" not in [code for _, code in codes(compiled("rules: ["))]


def test_findings_are_sorted_by_place() -> None:
    outcome = compiled(rules("match: {from: 12, to: x}", "match: {to: 13}"), "peple: {}")
    assert list(outcome.findings) == sorted(outcome.findings, key=sort_key)


def assert_lawful(outcome: Compiled, lines: dict[str, int]) -> None:
    """A rule set or an error, and every finding with a place in its file and words that fit."""
    errors = [finding for finding in outcome.findings if finding.severity is Severity.ERROR]
    assert (outcome.rule_set is None) == bool(errors)
    for finding in outcome.findings:
        assert finding.message
        assert len(finding.message) <= 100, finding.message
        assert 1 <= finding.span.line <= lines[finding.span.file]
        assert finding.span.column >= 1


def lawful(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    lines = content.count(b"\n") + content.count(b"\r") + 2
    outcome = compile_rules([SourceFile("a.yaml", content)], CompileOptions())
    assert_lawful(outcome, {"a.yaml": lines})


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_mutations_of_a_good_file_give_a_rule_set_or_findings_with_places(path: Path) -> None:
    text = path.read_text("utf-8")
    chance = random.Random(path.stem)
    for _ in range(12):
        lawful(mutated(text, chance))


SPLINTERS = ["{", "}", "[", "]", ":", "- ", "#", '"', "'", "*", "&", "|", "\t", "\u00a0", "{1}",
             "’", "+", "0", "\n", "  ", ", ", "\\", "%", "everything", "ann", "\x00"]  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few characters lost, doubled, swapped or slipped in."""
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randrange(len(text) + 1), chance.randint(1, 6)
        part = text[at : at + length]
        text = (
            text[:at]
            + chance.choice(["", part * 2, part[::-1], chance.choice(SPLINTERS)])
            + (text[at + length :])
        )
    return text


VALUES = st.sampled_from(
    ["ann", "staff", "+1 555 000 1111", "+1555*", "*", "12", "555 000 1111", "{rest}", "{1}", "{",
     "(", "x*", "stop", "’", "", "yes", "[ann, staff]", "{text: hi, from: staff}", "\u0301"]
)  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["from", "to", "text", "regex", "otherwise", "not", "any"]),
            VALUES,
            st.sampled_from(["reply", "forward", "multi-forward"]),
            VALUES,
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_any_mixture_of_values_gives_a_rule_set_or_findings_with_places(
    mixture: list[tuple[str, str, str, str]], with_people: bool
) -> None:
    people = "people: {ann: +1 555 000 1111}\nlists: {staff: [ann, staff]}\n" if with_people else ""
    bodies = [
        f"match: {{{key}: {quote(value)}}}\nactions: [{{{action}: {quote(target)}}}]"
        for key, value, action, target in mixture
    ]
    lawful(people + rules(*bodies))


def quote(value: str) -> str:
    """Lists and long forms as they are, texts in quotes."""
    return value if value.startswith(("[", "{text")) else f'"{value}"'
