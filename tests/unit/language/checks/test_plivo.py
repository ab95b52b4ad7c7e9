"""Words that Plivo acts on by itself."""

import pytest

from router.language.checks import plivo_words
from tests.unit.language.rulefiles import found, rules, whole


def reply(match: str, text: str) -> str:
    return rules(f"match: {match}\nactions: [{{reply: {text}}}]")


@pytest.mark.parametrize(
    ("match", "words"),
    [
        ("{text: STOP}", 'acts on "STOP" itself: it stops all texts to the sender, and confirms'),
        ("{text: {keyword: [open, Stop All!]}}", 'acts on "Stop All!" itself: it stops'),
        ("{text: {keyword: start}}", "a sender who had stopped texts gets them again"),
        ("{any: [{text: Info}]}", 'Plivo answers "Info" itself'),
    ],
)
def test_words_that_plivo_acts_on_are_told(match: str, words: str) -> None:
    (line,) = found(plivo_words.check, whole(reply(match, "ok")))
    assert words in line
    assert "warning" in line


@pytest.mark.parametrize(
    "body",
    [
        "match: {text: stop}",
        "match: {text: stop}\nenabled: no\nactions: [{reply: x}]",
        "match: {text: {contains: stop}}\nactions: [{reply: x}]",
        "match: {not: {text: stop}}\nactions: [{reply: x}]",
        "match: {text: stop it}\nactions: [{reply: x}]",
        "match: {text: stop, to: +44 20 7946 0000}\nactions: [{reply: x}]",
    ],
)
def test_rules_that_plivos_words_do_not_trouble_are_fine(body: str) -> None:
    assert not found(plivo_words.check, whole(rules(body)))


def test_plivos_words_count_only_for_numbers_of_north_america() -> None:
    text = reply("{text: stop}", "x")
    assert found(plivo_words.check, whole(text, numbers=("+442079460000", "+15557654321")))
    assert not found(plivo_words.check, whole(text, numbers=("+442079460000",)))


def test_a_files_own_word_is_told_once() -> None:
    text = "match: {text: stop}\n" + rules("actions: [{reply: x}]", "actions: [{reply: y}]")
    assert len(found(plivo_words.check, whole(text))) == 1


PEOPLE = """\
people: {ann: +1 555 000 1111, bob: +1 555 000 2222}
lists: {staff: [ann, bob]}
rotas:
  on-call: {starts: 2026-11-02 09:00, every: 1 week, turns: [ann, bob]}
  unread: {starts: monday, every: 1 week, turns: [ann, bob]}
"""


@pytest.mark.parametrize(
    ("match", "action"),
    [
        ("{text: stop}", "forward: ann"),
        ("{text: start}", "multi-forward: [ann, bob]"),
        ("{text: help}", "forward: on-call"),
        ("{text: stop, from: bob}", "forward: ann"),
        ("{text: stop, from: +1 555 000 3333}", "forward: on-call"),
        ("{text: stop, from: ann}", "forward: unread"),
        ("{text: stop, from: ann}", "multi-forward: staff"),
        ("{text: stop, from: +1 555 000 3333}", "multi-forward: {to: staff, include-sender: yes}"),
    ],
)
def test_a_word_that_goes_to_others_alone_is_fine(match: str, action: str) -> None:
    text = PEOPLE + rules(f"match: {match}\nactions: [{{{action}}}]")
    assert not found(plivo_words.check, whole(text))


@pytest.mark.parametrize(
    ("match", "action"),
    [
        ("{text: stop}", "forward: ann}, {reply: ok"),
        ("{text: stop, from: staff}", "forward: ann"),
        ("{text: stop, from: bob}", "forward: on-call"),
        ("{text: stop}", "multi-forward: {to: staff, include-sender: yes}"),
        ("{text: stop, from: bob}", "multi-forward: {to: staff, include-sender: yes}"),
    ],
)
def test_a_word_is_told_where_something_can_go_back(match: str, action: str) -> None:
    text = PEOPLE + rules(f"match: {match}\nactions: [{{{action}}}]")
    assert len(found(plivo_words.check, whole(text))) == 1
