"""Rules that never fire and words that never count, as findings of a whole set."""

from textwrap import dedent

import pytest

from router.language.compile import CompileOptions, compile_rules
from router.language.diagnostics import Diagnostic, Severity
from router.language.source import SourceFile
from tests.unit.language.rulefiles import rules, shown

NAMES = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob]}
schedules:
  office: {timezone: UTC, open: mon-fri 09:00-17:00}
"""
CODES = {"never-fires", "contradiction", "hidden-word"}


def found(*texts: str) -> list[Diagnostic]:
    """What the files (a.yaml, b.yaml, …) say of rules out of reach."""
    files = [
        SourceFile(f"{chr(ord('a') + at)}.yaml", dedent(text).encode())
        for at, text in enumerate(texts)
    ]
    findings = compile_rules(files, CompileOptions()).findings
    return [finding for finding in findings if finding.code in CODES]


def lines(*texts: str) -> list[str]:
    return [shown(finding) for finding in found(*texts)]


def stopping(*matches: str) -> str:
    """Rules 1, 2, 3 … with these matches, which all stop."""
    return rules(*(f"match: {match}\nstop: yes" for match in matches))


def hints(*texts: str) -> tuple[str, ...]:
    (finding,) = found(*texts)
    return finding.hints


def test_a_rule_behind_one_that_takes_its_texts_never_fires() -> None:
    text = stopping("{text: {keyword: [hours, open]}}", "{text: {keyword: open now}}")
    (finding,) = found(text)
    assert shown(finding) == (
        'a.yaml:6:11: warning: this rule never fires: "rule 1" takes all its texts and stops '
        "[never-fires]"
    )
    assert finding.hints == (
        'for example, "open now" goes to "rule 1", which stops',
        "put this rule before that one, or remove stop: true there",
    )
    (related,) = finding.related
    assert (related.words, str(related.span)) == ("taken here", "a.yaml:2:11")


def test_the_example_says_who_sends_it_to_whom_and_when_if_that_matters() -> None:
    text = stopping(
        "{from: staff, during: office}", "{from: ann, to: +1 555 765 4321, during: office}"
    )
    assert hints(NAMES + text)[0] == (
        'for example, "hello" from +1 555 000 1111 to +1 555 765 4321 at 2026-11-23 15:00 goes to '
        '"rule 1", which stops'
    )


def test_several_rules_may_take_all_texts_of_one_between_them() -> None:
    (finding,) = found(NAMES + stopping("{from: ann}", "{from: bob}", "{from: staff}"))
    assert '"rule 1" and "rule 2" take all its texts between them and stop' in finding.message
    assert "put this rule before those" in finding.hints[1]
    assert len(finding.related) == 2


def test_many_takers_with_long_names_are_counted() -> None:
    words = "abcdefgh"
    each = "".join(
        f"  - {{name: 'The rule for the letter {one}, and no other', match: {{text: {one}}}, "
        "actions: nothing, stop: yes}\n"
        for one in words
    )
    rest = f"  - {{name: All, match: {{text: [{', '.join(words)}]}}, actions: nothing}}\n"
    (finding,) = found("rules:\n" + each + rest)
    assert finding.message == "this rule never fires: 8 earlier rules take all its texts"
    assert len(finding.related) == 3


def test_an_otherwise_that_never_holds_is_told_with_what_fires_before() -> None:
    (finding,) = found(rules("match: everything", "match: {otherwise: yes}"))
    assert '"rule 1" always fires before it, so "otherwise" never holds' in finding.message
    assert finding.hints == (
        'for example, "hello" makes "rule 1" fire, so "otherwise" does not hold',
        "put this rule before that one, or leave otherwise out",
    )


def test_conditions_that_exclude_each_other_are_an_error() -> None:
    (finding,) = found(rules("match: {text: hours, all: [text: {keyword: open}]}"))
    assert shown(finding) == (
        'a.yaml:2:11: error: this rule never fires: no text is "hours" and starts with '
        'the word "open" [contradiction]'
    )
    assert finding.hints == (
        "every condition of a match must hold: take one of them out, or use any: […]",
    )


def test_a_contradiction_with_the_match_of_the_file_says_so() -> None:
    text = "match: {to: +1 555 765 4321}\n" + rules("match: {to: +1 555 765 4322}")
    assert "the match of the file must hold for each of its rules, too" in hints(text)


def test_a_contradiction_in_many_words_tells_them_below() -> None:
    text = rules(
        "match: {text: an opening phrase of quite some length that nobody would type,"
        " all: [text: {keyword: another long phrase which is not the beginning of the first}]}"
    )
    (finding,) = found(text)
    assert finding.message == "this rule never fires: its conditions exclude each other"
    assert finding.hints[0].startswith("no text ")


def test_what_depends_on_who_is_on_a_list_keeps_no_set_from_being_taken() -> None:
    text = NAMES + rules("match: {any: [{from: ann, not: {from: staff}}]}")
    assert [finding.severity for finding in found(text)] == [Severity.WARNING]


def test_a_rule_that_needs_an_earlier_one_and_has_none_never_fires() -> None:
    (finding,) = found(rules("match: {not: {otherwise: yes}}"))
    assert "no earlier rule can have fired when this one is tried [never-fires]" in shown(finding)
    assert finding.hints == ("put this rule behind those whose texts it is for",)


def test_a_word_that_an_earlier_rule_takes_is_marked() -> None:
    text = stopping("{text: {keyword: [hours, open]}}", "{text: {keyword: [open, times]}}")
    (finding,) = found(text)
    assert shown(finding) == (
        'a.yaml:7:30: warning: "open" never counts here: "rule 1" takes it and stops [hidden-word]'
    )
    assert [str(related.span) for related in finding.related] == ["a.yaml:2:11"]


@pytest.mark.parametrize(
    "text",
    [
        rules("match: everything", "match: {text: a}"),
        rules("stop: yes\nenabled: no", "match: {text: a}"),
        rules("stop: yes\nstage: shadow", "match: {text: a}"),
        rules("stop: yes\nuntil: 2026-12-31", "match: {text: a}"),
        stopping("{text: b}", "{text: a}"),
        stopping("{regex: 'a+'}", "{regex: 'aa+'}"),
        "match: {to: +1 555 765 4321}\n" + stopping("everything"),
    ],
)
def test_rules_that_leave_something_hide_nothing(text: str) -> None:
    assert lines(text, rules("match: {text: z}").replace("rule 1", "another rule")) == []


def test_an_example_that_could_not_be_typed_is_not_shown() -> None:
    pattern = "^a{70}$"
    text = stopping(f"{{regex: '{pattern}'}}", f"{{regex: '{pattern}', from: +1*}}")
    assert hints(text) == ("put this rule before that one, or remove stop: true there",)


def test_where_no_example_can_be_made_there_is_none() -> None:
    never = "not: {regex: '[^q]'}, regex: '..'"
    text = stopping(f"{{{never}}}", f"{{{never}, from: +1*}}")
    assert hints(text) == ("put this rule before that one, or remove stop: true there",)


def test_texts_without_words_are_described() -> None:
    text = stopping("{text: {max-length: 0}}", "{text: {max-length: 0}}")
    assert hints(text)[0] == 'for example, a text without words goes to "rule 1", which stops'


# A set with errors.


def test_an_error_in_one_rule_hides_nothing_of_the_others() -> None:
    text = stopping("{text: a}", "{text: a b, from: nobody}", "{text: a}", "{text: a}")
    assert [line.partition(":")[2][:2] for line in lines(text)] == ["10", "14"]


def test_a_rule_with_an_error_takes_nothing() -> None:
    text = stopping("{text: a, from: nobody}", "{text: a}")
    assert lines(text) == []
    assert lines(text.replace("from: nobody", "form: +1*")) == []


def test_a_rule_with_an_error_is_not_told_that_it_never_fires() -> None:
    assert lines(stopping("everything", "{text: a, from: nobody}")) == []


def test_a_rule_with_an_error_may_fire() -> None:
    text = rules("match: {text: a, from: nobody}", "match: {not: {otherwise: yes}}")
    assert lines(text) == []


def test_rules_that_use_names_are_left_alone_when_a_name_may_be_wrong() -> None:
    broken = "people: {carl: 12}\n"
    text = stopping("{from: ann}", "{from: ann}", "{text: a}", "{text: a}", "{during: office}")
    assert len(lines(NAMES, text)) == 2
    assert [line[:5] for line in lines(NAMES, text, broken)] == ["b.yam"]
    assert lines(NAMES, stopping("{during: office}", "{during: office}"), broken) == []
    numbers = stopping("{from: [+1*, {sender-id: X}]}", "{from: +1 555 000 1111}")
    assert len(lines(NAMES, numbers, broken)) == 1


def test_the_rules_of_a_file_whose_match_is_wrong_are_left_alone() -> None:
    text = stopping("{text: a}", "{text: a}")
    assert lines("match: {too: +1 555 765 4321}\n" + text) == []
    assert lines("mach: {to: +1 555 765 4321}\n" + text) == []


def test_a_rule_for_some_days_takes_nothing_beside_an_error_either() -> None:
    text = rules(
        "match: {text: a}\nstop: yes\nuntil: 2026-12-31", "match: {text: a}", "match: {form: ann}"
    )
    assert lines(text) == []


def test_a_file_that_is_no_text_hides_no_other_files_findings() -> None:
    files = [
        SourceFile("a.yaml", b"\xff\xfe\x00"),
        SourceFile("b.yaml", stopping("{text: a}", "{text: a}").encode()),
    ]
    codes = [finding.code for finding in compile_rules(files, CompileOptions()).findings]
    assert codes[-1] == "never-fires"


def test_there_are_at_most_so_many_examples() -> None:
    findings = found(stopping(*["{text: a}"] * 150))
    assert [len(finding.hints) for finding in findings] == [2] * 100 + [1] * 49
