"""Names of rules, people and lists: given twice, given to nobody, or where they do not fit."""

from textwrap import dedent

import pytest

from router.language.checks import known_names, list_loops, name_twins, one_number, rule_names
from router.language.whole import unread_parts
from tests.unit.language.rulefiles import found, rules, whole


def test_two_rules_of_one_name_are_told_with_both_places_even_in_two_files() -> None:
    set_of_two = whole(rules("match: everything"), rules("match: {from: ann}"))
    (finding,) = rule_names.check(set_of_two)
    assert str(finding.span) == "b.yaml:2:11"
    assert finding.message == 'another rule is called "rule 1", too'
    assert str(finding.related[0].span) == "a.yaml:2:11"


def test_rule_names_are_compared_without_their_blanks() -> None:
    text = rules("match: everything").replace("rule 1", '"rule  1 "')
    assert found(rule_names.check, whole(text, rules("match: everything")))


def test_different_rule_names_are_fine() -> None:
    assert not found(rule_names.check, whole(rules("stop: yes", "stop: yes")))


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("people: {ann: +15550001111}", "people: {ann: +15550002222}", "two people are called"),
        ("lists: {ann: [72975]}", "lists: {ann: [72975]}", "two lists are called"),
        (
            "people: {ann: +15550001111}",
            "lists: {ann: [72975]}",
            "a person and a list are both called",
        ),
    ],
)
def test_a_name_means_one_thing_in_all_files(first: str, second: str, message: str) -> None:
    (finding,) = name_twins.check(whole(first, second))
    assert finding.message == f'{message} "ann"'
    assert finding.span.file == "b.yaml"
    assert finding.related[0].span.file == "a.yaml"


@pytest.mark.parametrize("name", ["ann", "dr-lee", "front desk 2", "Übersetzer", "7 eleven"])
def test_a_name_has_a_letter_and_may_have_blanks_dashes_and_digits(name: str) -> None:
    assert not found(name_twins.check, whole(f"people: {{{name}: +15550001111}}"))


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("12345", "it has no letter"),
        ("+ann", "it begins with +, as a number does"),
        ("ann*", "it holds *, as a prefix does"),
    ],
)
def test_a_name_that_could_be_a_number_is_refused(name: str, problem: str) -> None:
    (finding,) = name_twins.check(whole(f"people: {{{name}: +15550001111}}"))
    assert finding.message == f'"{name}" cannot name a person: {problem}'


PEOPLE = """
    people: {ann: +1 555 000 1111}
    lists: {staff: [ann]}
    """


@pytest.mark.parametrize(
    "body",
    [
        "match: {from: %s}",
        "match: {from: [ann, %s]}",
        "match: {any: [{not: {to: %s}}]}",
        "actions: [{forward: %s}]",
        "actions: [{multi-forward: %s}]",
        "actions: [{multi-forward: {to: [ann, %s]}}]",
        "actions: [{reply: {text: hi, from: %s}}]",
    ],
)
def test_a_name_that_nobody_has_is_found_wherever_it_stands(body: str) -> None:
    assert not found(known_names.check, whole(rules(body % "ann"), PEOPLE))
    (line,) = found(known_names.check, whole(rules(body % "Carl Otto"), PEOPLE))
    assert 'error: no person or list is called "Carl Otto" [unknown-name]' in line


def test_an_unknown_member_of_a_list_and_an_unknown_name_in_a_files_match_are_found() -> None:
    text = """
        match: {to: front-desk}
        lists: {staff: [carl]}
        """
    assert found(known_names.check, whole(text)) == [
        'a.yaml:3:17: error: no person or list is called "carl" [unknown-name]',
        'a.yaml:2:13: error: no person or list is called "front-desk" [unknown-name]',
    ]


def test_a_likely_name_is_suggested_with_the_line_to_paste() -> None:
    (finding,) = known_names.check(whole(rules("match: {from: Staf}"), PEOPLE))
    assert finding.hints == ('did you mean "staff"?',)
    assert finding.fix == "    match: {from: staff}"


def test_without_a_likely_name_the_ways_out_are_told() -> None:
    (finding,) = known_names.check(whole(rules("match: {from: AMAZON}"), PEOPLE))
    assert "write a number such as +1" in finding.hints[0]
    assert "{sender-id: AMAZON}" in finding.hints[1]
    for body in ("actions: [{forward: AMAZON}]", "match: {to: AMAZON}", "match: {from: amazon}"):
        (finding,) = known_names.check(whole(rules(body), PEOPLE))
        assert len(finding.hints) == 1


def test_everyone_is_explained() -> None:
    (finding,) = known_names.check(whole(rules("match: {from: Everyone}"), PEOPLE))
    assert finding.hints == (
        "to mean every number, leave this line out, or write match: everything",
    )


def test_a_name_that_a_broken_file_may_give_is_not_counted() -> None:
    text = rules("match: {from: [carl, dora]}")
    broken = unread_parts(["people:\n  carl: [\n"])
    assert found(known_names.check, whole(text, unread=broken)) == [
        'a.yaml:3:26: error: no person or list is called "dora" [unknown-name]'
    ]
    assert not found(known_names.check, whole(text, unread=unread_parts([None])))


def test_a_name_whose_entry_has_a_finding_is_known() -> None:
    text = rules("match: {from: carl}")
    assert not found(known_names.check, whole(text, unread=unread_parts([], ["carl"])))


def test_forward_to_a_list_is_told_of_multi_forward() -> None:
    (finding,) = one_number.check(whole(rules("actions: [{forward: staff}]"), PEOPLE))
    assert finding.message == '"staff" is a list, and forward sends to one number'
    assert finding.fix == "    actions: [{multi-forward: staff}]"


def test_the_line_is_not_mended_when_the_list_stands_on_another() -> None:
    text = """
        rules:
          - name: x
            match: everything
            actions:
              - forward:
                  to: staff
        """
    (finding,) = one_number.check(whole(text, PEOPLE))
    assert not finding.fix


def test_a_message_goes_out_from_one_number() -> None:
    text = rules("actions: [{reply: {text: hi, from: staff}}]")
    assert found(one_number.check, whole(text, PEOPLE)) == [
        'a.yaml:4:40: error: "staff" is a list, and a message goes out from one number '
        "[needs-one-number]"
    ]


def test_lists_fit_matches_and_multi_forwards_and_people_fit_everywhere() -> None:
    text = rules(
        """
        match: {from: staff}
        actions:
          - multi-forward: staff
          - multi-forward: ann
          - forward: ann
        """
    )
    assert not found(one_number.check, whole(text, PEOPLE))


def test_a_list_that_holds_itself_is_found_and_lists_in_lists_are_fine() -> None:
    text = dedent(
        """
        lists:
          all: [staff, parents]
          staff: [staff, ann]
          parents: [teachers, staff]
          teachers: [parents]
        """
    )
    assert found(list_loops.check, whole(text)) == [
        'a.yaml:4:11: error: the list "staff" holds itself [list-in-itself]',
        'a.yaml:6:14: error: the list "parents" holds itself, through "teachers" [list-in-itself]',
    ]


def test_lists_may_hold_lists_very_deep() -> None:
    lines = [f"  l{n}: [l{n + 1}]" for n in range(3000)]
    text = "lists:\n" + "\n".join([*lines, "  l3000: [ann]"])
    deep = whole(text, PEOPLE)
    assert not found(list_loops.check, deep)
    assert [target.name for target in deep.book.members("l0").targets] == ["ann"]


def test_many_unknown_names_get_a_few_suggestions() -> None:
    people = "people: {" + ", ".join(f"name{n}: 72975" for n in range(100)) + "}"
    text = rules("match: {from: [" + ", ".join(f"nam{n}" for n in range(100)) + "]}")
    findings = list(known_names.check(whole(text, people)))
    assert len(findings) == 100
    assert findings[0].hints == ('did you mean "name0"?',)
    assert not findings[99].fix


@pytest.mark.parametrize(
    ("text", "hint", "fix"),
    [
        ("match: {from: +1*}\nactions:\n  - multi-forward: ann, bob", "[ann, bob]", "[ann, bob]"),
        ("match:\n  from: bob, ann", "[bob, ann]", "[bob, ann]"),
        ("match:\n  from: 'bob, ann'", "[bob, ann]", ""),
        (
            "match: {from: +1*}\nactions:\n  - forward: ann, bob",
            "multi-forward",
            "multi-forward: [ann, bob]",
        ),
        ("match: {from: +1*}\nactions:\n  - forward:\n      to: ann, bob", "multi-forward", ""),
    ],
)
def test_names_in_a_row_are_told_from_one_name(text: str, hint: str, fix: str) -> None:
    names = "people: {ann: +1 555 000 1111, bob: +1 555 000 2222}\n"
    (finding,) = known_names.check(whole(names, rules(text)))
    assert finding.message.endswith("is read as one name, comma and all")
    assert hint in finding.hints[0]
    assert fix in finding.fix
    assert bool(finding.fix) is bool(fix)


@pytest.mark.parametrize("names", ["ann, carl", "ann,"])
def test_names_in_a_row_that_are_not_all_known_are_one_unknown_name(names: str) -> None:
    people = "people: {ann: +1 555 000 1111}\n"
    (line,) = found(known_names.check, whole(people, rules(f"match:\n  from: {names}")))
    assert f'no person or list is called "{names}"' in line
