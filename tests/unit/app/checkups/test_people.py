from textwrap import dedent

import pytest

from router.app.checkups.people import people_checkup
from router.app.verdicts import Held, Refused, Taken
from router.core.checkup import Health
from router.language.source import SourceFile
from tests.fakes.doctor import MOMENT
from tests.unit.app.house import BROKEN, compile_files
from tests.unit.app.rulesets import rule_set

REAL = """\
people: {eve: +1 312 222 3333, tom: +44 7700 900123}
lists: {all: [eve, tom, +49 30 123456]}
"""
NOBODYS = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222, eve: +1 312 222 3333}
lists: {staff: [ann, eve, +1 555 000 3333]}
rotas: {desk: {starts: 2026-11-02, every: 1 day, turns: [eve, ann], swaps: {2026-12-25: bob}}}
"""


def words(head: str, *actions: str, more: str = "") -> tuple[Health, str]:
    """The checkup of a rule that does this."""
    rule = f"rules: [{{name: a, match: everything, actions: [{', '.join(actions)}]{more}}}]\n"
    taken = Taken((), rule_set(dedent(head) + rule), (), MOMENT)
    checkup = people_checkup(taken)
    assert (checkup.advice == "") == (checkup.verdict is Health.OK)
    return checkup.verdict, checkup.words


def test_numbers_that_somebody_has_are_counted_once() -> None:
    assert words(REAL, "{forward: eve}", "{multi-forward: all}") == (
        Health.OK,
        "the rules send texts to 3 numbers besides the senders",
    )


def test_rules_that_only_answer_have_nobody_to_look_at() -> None:
    assert words(NOBODYS, "{reply: Hello}") == (
        Health.OK,
        "no rule sends a text to anybody but its sender",
    )


def test_whoever_would_get_texts_at_nobodys_number_is_named() -> None:
    health, said = words(NOBODYS, "{forward: ann}", "{forward: eve}")
    assert health is Health.WARN
    assert said == (
        "ann would get texts at +1 555 000 1111: nobody has a number that begins with +1 555"
    )


def test_lists_are_looked_into_and_whoever_has_a_turn_or_a_swap() -> None:
    assert (
        "ann would get texts at +1 555 000 1111 and +1 555 000 3333:"
        in (words(NOBODYS, "{multi-forward: staff}")[1])
    )
    assert "ann and bob would get texts at" in words(NOBODYS, "{forward: desk}")[1]
    assert words(NOBODYS, "{forward: +1 555 000 3333}")[1].startswith(
        "texts would go to +1 555 000 3333:"
    )


def test_a_rule_that_is_switched_off_sends_nothing() -> None:
    assert words(NOBODYS, "{forward: ann}", more=", enabled: no")[0] is Health.OK


def test_a_folder_that_is_held_back_is_looked_at() -> None:
    rules = rule_set("rules: [{name: a, match: everything, actions: [forward: +1 555 000 1111]}]")
    assert people_checkup(Held((), rules, MOMENT)).verdict is Health.WARN


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        ("", "it is not there", "the rules cannot be read, so not who gets texts"),
        (BROKEN, "", "the rules have mistakes, so who gets texts cannot be told"),
        ("people: {ann: +1 312 222 3333}\n", "",
         "the folder has no rule in it, so nobody gets texts from it"),
    ],
)  # fmt: skip
def test_of_a_folder_that_is_refused_it_says_why_it_cannot_tell(
    content: str, reason: str, words: str
) -> None:
    files = (SourceFile("rules/a.yaml", content.encode()),)
    findings = () if reason else compile_files(files).findings
    checkup = people_checkup(Refused(files, findings, reason, MOMENT))
    assert (checkup.verdict, checkup.words) == (Health.WARN, words)
    assert checkup.advice == "see rules above"
