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
        ("{text: {keyword: start}}", "it lets texts reach the sender again"),
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
