"""Where messages go, and which rules get their turn."""

import pytest

from router.language.checks import broadcasts, forward_loops, otherwise
from tests.unit.language.rulefiles import found, rules, whole

US = "+1 555 765 4321"
NAMES = """
    people: {ann: +1 555 000 1111, desk: +1 555 765 4321}
    lists: {staff: [ann, +1 555 000 2222], loop: [loop], desks: [desk], broken: [carl]}
    """


@pytest.mark.parametrize(
    "match",
    [
        f"match: {{to: {US}}}",
        "match: {to: desk}",
        "match: {to: [desk, +15557654321]}",
        "match: {to: desks, text: hi}",
        "match: {to: [desk, desks]}",
        f"match: {{all: [{{to: [{US}, ann]}}, {{to: desk}}]}}",
        f"match: {{any: [{{to: {US}}}]}}",
    ],
)
def test_a_forward_to_the_only_number_that_was_texted_is_an_error(match: str) -> None:
    text = rules(f"{match}\nactions: [{{forward: desk}}]")
    assert [line.partition(": ")[2] for line in found(forward_loops.check, whole(text, NAMES))] == [
        "error: +1 555 765 4321 is the number that was texted, so nothing is forwarded to it "
        "[forward-to-itself]"
    ]


def test_a_files_match_and_the_only_own_number_say_what_was_texted() -> None:
    text = rules("actions: [{forward: desk}]")
    assert found(forward_loops.check, whole(f"match: {{to: {US}}}\n{text}", NAMES))
    assert found(forward_loops.check, whole(text, NAMES, numbers=(US,)))
    assert not found(forward_loops.check, whole(text, NAMES, numbers=(US, "+15557654322")))


def test_a_forward_to_one_of_several_texted_numbers_is_a_warning() -> None:
    text = rules(f"match: {{to: [{US}, ann]}}\nactions: [{{forward: desk}}]")
    (line,) = found(forward_loops.check, whole(text, NAMES))
    assert "warning: +1 555 765 4321 is one of the texted numbers" in line


@pytest.mark.parametrize(
    "body",
    [
        "actions: [{forward: desk}]",
        f"match: {{to: {US}}}\nactions: [{{forward: ann}}, {{reply: x}}]",
        f"match: {{not: {{to: {US}}}}}\nactions: [{{forward: desk}}]",
        f"match: {{any: [{{to: {US}}}, {{text: x}}]}}\nactions: [{{forward: desk}}]",
        "match: {to: +1*}\nactions: [{forward: desk}]",
        "match: {to: {sender-id: X}}\nactions: [{forward: desk}]",
        f"match: {{to: {US}}}\nactions: [{{forward: carl}}]",
    ],
)
def test_other_forwards_are_fine(body: str) -> None:
    assert not found(forward_loops.check, whole(rules(body), NAMES))


@pytest.mark.parametrize(
    "body",
    [
        f"match: {{to: {US}}}\nactions: [{{multi-forward: [desk]}}]",
        f"match: {{to: {US}}}\nactions: [{{multi-forward: desks}}]",
        "match: {from: ann}\nactions: [{multi-forward: [ann]}]",
        f"match: {{from: ann, to: {US}}}\nactions: [{{multi-forward: [ann, desk]}}]",
    ],
)
def test_a_broadcast_whose_targets_all_drop_out_reaches_nobody(body: str) -> None:
    (line,) = found(broadcasts.check, whole(rules(body), NAMES))
    assert "error: this is sent to nobody" in line


def test_a_target_that_is_the_texted_number_is_left_out() -> None:
    body = f"match: {{to: {US}}}\nactions: [{{multi-forward: [ann, desk, staff]}}]"
    (line,) = found(broadcasts.check, whole(rules(body), NAMES))
    assert "warning: +1 555 765 4321 is the number that was texted, so it is left out" in line


@pytest.mark.parametrize(
    "body",
    [
        "match: {from: staff}\nactions: [{multi-forward: staff}, {reply: x}]",
        "match: {from: ann}\nactions: [{multi-forward: {to: ann, include-sender: yes}}]",
        f"match: {{to: {US}}}\nactions: [{{multi-forward: [ann, desks]}}]",
        "actions: [{multi-forward: broken}]",
        "actions: [{multi-forward: [carl]}]",
        "actions: [{multi-forward: [+1*]}]",
        "actions: [{multi-forward: loop}]",
    ],
)
def test_broadcasts_that_reach_somebody_or_have_another_finding_are_fine(body: str) -> None:
    assert not found(broadcasts.check, whole(rules(body), NAMES))


def test_otherwise_no_says_nothing() -> None:
    text = rules("stop: no", "match: {otherwise: no}", "match: {text: x, otherwise: off}")
    assert found(otherwise.check, whole(text)) == [
        'a.yaml:7:13: warning: "otherwise: no" changes nothing [otherwise-no]',
        'a.yaml:10:22: warning: "otherwise: no" changes nothing [otherwise-no]',
    ]


def test_otherwise_in_the_first_rule_always_holds() -> None:
    text = rules("enabled: no", "match: {otherwise: yes}", "match: everything")
    assert found(otherwise.check, whole(text)) == [
        'a.yaml:7:13: warning: no rule stands before this one, so "otherwise" always holds '
        "[otherwise-first]"
    ]


def test_a_rule_for_the_rest_before_a_rule_with_a_text_takes_its_texts() -> None:
    text = rules("match: {text: a}", "match: {otherwise: yes}", "match: {text: b}", "stop: no")
    (finding,) = otherwise.check(whole(text))
    assert finding.code == "otherwise-early"
    assert finding.message == ('this rule also takes the texts of "rule 3", which stands after it')
    assert str(finding.related[0].span) == "a.yaml:8:11"


@pytest.mark.parametrize(
    "bodies",
    [
        ("match: {text: a}", "match: {otherwise: yes}"),
        ("match: {text: a}", "match: {otherwise: yes}", "match: everything"),
        ("match: {text: a}", "match: {otherwise: yes}", "match: {from: ann}"),
        ("match: {text: a}", "match: {otherwise: yes}", "match: {text: b}\nenabled: no"),
        ("match: {text: a}", "match: {otherwise: yes, text: c}", "match: {text: b}"),
        ("match: {text: a}", "match: {otherwise: yes}", "match: {otherwise: yes, text: b}"),
        ("match: {text: a}", "match: {not: {otherwise: yes}}", "match: {text: b}"),
        ("match: {text: a}", "match: {otherwise: yes}", "match: {not: {text: b}}"),
        ("match: {text: a}", "match: {otherwise: yes, to: ann}", "match: {text: b, to: desk}"),
        ("match: {text: a}", "match: {otherwise: yes, from: ann}", "match: {text: b, from: desk}"),
        ("match: {text: a}", "match: {otherwise: no}", "match: {text: b}"),
    ],
)
def test_a_rule_for_the_rest_that_takes_no_later_rules_texts_is_fine(bodies: tuple[str]) -> None:
    lines = found(otherwise.check, whole(rules(*bodies), NAMES))
    assert not [line for line in lines if "otherwise-early" in line]


def test_files_for_different_numbers_do_not_disturb_each_other() -> None:
    texts = [
        f"match: {{to: +1555000000{n}}}\n"
        + rules("match: {text: a}", "match: {otherwise: yes}").replace("rule ", f"rule {n}-")
        for n in range(3)
    ]
    assert not found(otherwise.check, whole(*texts))


@pytest.mark.parametrize(
    "text",
    [
        rules("stop: no", "match: {text: a}"),
        rules("stop: yes\nenabled: no", "match: {text: a}"),
        rules("match: {text: b}\nstop: yes", "match: {text: a}"),
        f"match: {{to: {US}}}\n" + rules("stop: yes", "match: {text: a}"),
        rules("stop: yes"),
        "description: none",
    ],
)
def test_rules_without_otherwise_say_nothing_of_it(text: str) -> None:
    assert not found(otherwise.check, whole(text))


@pytest.mark.parametrize(
    ("body", "twin"),
    [
        (
            "match: {from: ann, text: hi}\nactions: [{multi-forward: [ann]}]",
            "people: {ann: +15550004444}",
        ),
        ("match: {from: ann}\nactions: [{multi-forward: mine}]", "people: {ann: +15550004444}"),
        ("match: {from: ann}\nactions: [{multi-forward: mine}]", "lists: {mine: [desk]}"),
        ("match: {from: mine}\nactions: [{multi-forward: [ann]}]", "lists: {mine: [desk]}"),
        ("match: {from: ann}\nactions: [{multi-forward: all}]", "lists: {mine: [desk]}"),
    ],
)
def test_a_broadcast_to_a_name_that_is_given_twice_has_no_finding_of_its_own(
    body: str, twin: str
) -> None:
    lists = "lists: {mine: [ann], all: [mine, all]}\n"
    assert found(broadcasts.check, whole(lists + rules(body), NAMES)) != []
    assert not found(broadcasts.check, whole(lists + rules(body), NAMES, twin))
