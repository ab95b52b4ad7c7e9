"""Phrases, regexes, placeholders and the texts that go out."""

import pytest

from router.language.checks import (
    costly_texts,
    long_texts,
    patterns,
    phrases,
    placeholders,
    word_lists,
)
from router.language.compile import CompileOptions, compile_rules
from router.language.source import SourceFile
from tests.unit.language.rulefiles import found, rules, whole


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('"\u0301"', "there is nothing to look for here: accents alone do not count"),
        (
            '{keyword: [a, "\u0301"]}',
            "there is nothing to look for here: accents alone do not count",
        ),
        ('{has-word: "?!"}', '"?!" has no letter or digit, so it is no word'),
    ],
)
def test_a_phrase_with_nothing_in_it_is_found(text: str, problem: str) -> None:
    (finding,) = phrases.check(whole(rules(f"match: {{text: {text}}}")))
    assert finding.message == problem


@pytest.mark.parametrize(
    "text", ["hi", '"?"', '{contains: "?"}', '{keyword: "#1"}', "{has-word: ß}"]
)
def test_signs_can_be_looked_for_but_for_words(text: str) -> None:
    assert not found(phrases.check, whole(rules(f"match: {{text: {text}}}")))


@pytest.mark.parametrize(
    "match",
    [
        "{regex: '(?=x)'}",
        "{regex: ['a', '(?=x)']}",
        "{regex: {pattern: '(?=x)'}}",
        "{from: {regex: '(?=x)'}}",
        "{not: {any: [{regex: '(?=x)'}]}}",
    ],
)
def test_a_refused_regex_is_found_at_the_refused_part(match: str) -> None:
    (finding,) = patterns.check(whole(rules(f"match: {match}")))
    assert finding.code == "bad-pattern"
    assert finding.message == '"(?=" (a lookahead) is not known here'
    assert finding.span.end_column - finding.span.column == len("(?=")


def test_a_regex_that_insists_on_nothing_is_a_warning() -> None:
    assert found(patterns.check, whole(rules("match: {regex: 'x*'}"))) == [
        'a.yaml:3:20: warning: the regex "x*" is found in every text [always-matches]',
    ]


def test_an_address_regex_that_insists_on_nothing_is_found_in_every_number() -> None:
    (line,) = found(patterns.check, whole(rules("match: {to: {regex: '.*'}}")))
    assert "is found in every number" in line


def test_regexes_that_insist_on_something_are_fine() -> None:
    text = rules("match: {regex: ['^$', '\\d+', '^(hi)?$']}", "match: {from: [72975, {regex: 9}]}")
    assert not found(patterns.check, whole(text))


def test_a_files_own_regex_is_told_once_for_all_its_rules() -> None:
    text = "match: {regex: '('}\n" + rules("stop: yes", "stop: yes")
    assert len(found(patterns.check, whole(text))) == 1


def reply(match: str, text: str) -> str:
    return rules(f"match: {match}\nactions: [{{reply: {text}}}]")


@pytest.mark.parametrize(
    ("match", "text"),
    [
        ("everything", '"{text} {from} {to} {sender|you} {date} {time} {{x}}"'),
        ("{text: {keyword: a}}", '"{keyword} {rest}"'),
        ("{any: [{text: {keyword: a}}, {text: b}]}", '"{rest}"'),
        (r"{regex: '(\d)(?P<number>\d)'}", '"{1} {2} {number}"'),
        (r"{from: {regex: '(\d)$'}}", '"{1}"'),
    ],
)
def test_placeholders_that_some_message_fills_are_fine(match: str, text: str) -> None:
    assert not found(placeholders.check, whole(reply(match, text)))


def test_a_files_match_fills_placeholders_too() -> None:
    text = r"match: {regex: 'order (\d+)', text: {keyword: order}}" + "\n"
    text += reply("everything", '"{1} {rest}"')
    assert not found(placeholders.check, whole(text))


@pytest.mark.parametrize(
    ("match", "text", "problem"),
    [
        ("everything", '"{keyword}"', '{keyword} is never filled: the match has no "keyword"'),
        ("{text: hi}", '"{rest|x}"', '{rest} is never filled: the match has no "keyword"'),
        (
            "{not: {text: {keyword: a}}}",
            '"{rest}"',
            '{rest} is never filled: the keyword is under "not"',
        ),
        ("everything", '"{1}"', '{1} is never filled: the match has no "regex"'),
        ("{not: {regex: (a)}}", '"{1}"', '{1} is never filled: the regex is under "not"'),
        (
            "{regex: (a)}",
            '"{2}"',
            "{2} is never filled: the regex has too few round brackets",
        ),
        (
            "{regex: (a)}",
            '"{0}"',
            "{0} is never filled: the round brackets of a regex are counted from 1",
        ),
    ],
)
def test_a_placeholder_that_no_message_fills_is_found(match: str, text: str, problem: str) -> None:
    (finding,) = placeholders.check(whole(reply(match, text)))
    assert (finding.code, finding.message) == ("unfilled-placeholder", problem)


@pytest.mark.parametrize(
    ("match", "text", "meant"),
    [
        ("everything", "Hi {sender}}!", "Hi {sender}!"),
        ("everything", "}} {text} {date}} {time}", "}} {text} {date} {time}"),
        ("everything", "sender} at {time}: {text}", "{sender} at {time}: {text}"),
        ("everything", "{{sender}, we are open", "{sender}, we are open"),
        ("{text: {keyword: a}}", "{{rest|none} it is", "{rest|none} it is"),
        ("{text: {keyword: a}}", "For rest|none at all}", "For {rest|none at all}"),
        ("{text: {keyword: a}}", "For {rest|none at all", "For {rest|none at all}"),
        ("everything", "{sender: {text}", "{sender}: {text}"),
        ("everything", "For {sender", "For {sender}"),
        ("everything", "For { sender |us }", "For {sender|us }"),
        ("{regex: (a)}", "Order {1 is in", "Order {1} is in"),
        ("{regex: '(?P<no>a)'}", "Order no}", "Order {no}"),
        # Nobody can tell what these were to be.
        ("everything", "We are open :-}", ""),
        ("everything", "Order {no is in", ""),
        ("everything", "Order 1} is in", ""),
        ("everything", "We { are open", ""),
        ("everything", "{}", ""),
        ("everything", "{we are open}", ""),
        ("everything", "{text|from {date}}", ""),
    ],
)
def test_a_brace_too_many_or_too_few_is_mended_around_a_name_that_can_be_filled(
    match: str, text: str, meant: str
) -> None:
    rule = reply(match, f"'{text}'")
    finding = next(iter(placeholders.check(whole(rule))))
    assert finding.code == "bad-placeholder"
    assert finding.fix == (
        rule.split("\n")[finding.span.line - 1].replace(text, meant) * bool(meant)
    )
    if meant:
        assert not found(placeholders.check, whole(reply(match, f"'{meant}'")))


def test_a_text_that_is_not_written_as_it_reads_is_not_mended() -> None:
    (finding,) = placeholders.check(whole(reply("everything", '"\\x7btext"')))
    assert (finding.code, finding.fix) == ("bad-placeholder", "")


@pytest.mark.parametrize(("text", "is_mended"), [("{rest", False), ("{text", True)])
def test_what_a_wrong_match_fills_is_not_known(text: str, is_mended: bool) -> None:
    written = (
        "match: {text: {min-length: many}}\n"
        f"rules: [{{name: A, match: {{text: {{keyword: b}}}}, actions: [{{reply: '{text}'}}]}}]\n"
    )
    compiled = compile_rules([SourceFile("a.yaml", written.encode())], CompileOptions())
    (finding,) = (one for one in compiled.findings if one.code == "bad-placeholder")
    assert bool(finding.fix) is is_mended


def test_the_caret_stands_under_the_right_braces_and_a_default_is_left_out() -> None:
    text = '"{text} {rest} {rest|x}"'
    first, second = placeholders.check(whole(reply("everything", text)))
    line = f"    actions: [{{reply: {text}}}]"
    assert line[first.span.column - 1 : first.span.end_column - 1] == "{rest}"
    assert line[second.span.column - 1 : second.span.end_column - 1] == "{rest"
    assert second.span.column == line.index("{rest|") + 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sendr", "sender"),
        ("TEXT", "text"),
        ("message", "text"),
        ("name", "sender"),
        ("now", "time"),
    ],
)
def test_an_unknown_placeholder_is_told_the_likely_one(written: str, meant: str) -> None:
    (finding,) = placeholders.check(whole(reply("everything", f'"Hi {{{written}|x}}"')))
    assert finding.code == "unknown-placeholder"
    assert finding.hints == (f"did you mean {{{meant}}}?",)
    assert finding.fix == f'    actions: [{{reply: "Hi {{{meant}|x}}"}}]'


def test_a_meant_placeholder_that_this_match_cannot_fill_is_not_offered() -> None:
    (finding,) = placeholders.check(whole(reply("everything", '"{arguments}"')))
    assert finding.hints[0] == "this rule can fill {date}, {from}, {sender}, {text}, {time} or {to}"


def test_an_unknown_group_name_is_told_the_names_there_are() -> None:
    (finding,) = placeholders.check(whole(reply("{regex: '(?P<number>x)'}", '"{numbr}"')))
    assert finding.hints == ("did you mean {number}?",)


def test_groups_of_a_refused_regex_are_not_counted() -> None:
    text = reply("{regex: ['(?P<a>x)(?=y)', 'z']}", '"{a} {1} {rest}"')
    assert [finding.message for finding in placeholders.check(whole(text))] == [
        '{rest} is never filled: the match has no "keyword"'
    ]


def test_braces_that_do_not_close_are_found_at_their_place() -> None:
    (finding,) = placeholders.check(whole(reply("everything", '"Hi {text you"')))
    assert finding.code == "bad-placeholder"
    assert "“" not in finding.message + finding.hints[0]
    line = '    actions: [{reply: "Hi {text you"}]'
    assert line[finding.span.column - 1 :].startswith("{text you")


def test_texts_of_every_action_are_looked_at() -> None:
    text = rules(
        """
        actions:
          - reply: {text: "{x}"}
          - forward: {to: 72975, text: "{x}"}
          - multi-forward: {to: [72975], text: "{x}"}
          - forward: 72975
        """
    )
    assert len(found(placeholders.check, whole(text))) == 3


def test_a_text_longer_than_one_message_is_told_in_how_many_it_goes_out() -> None:
    assert not found(long_texts.check, whole(reply("everything", "x" * 1600)))
    (finding,) = long_texts.check(whole(reply("everything", "x" * 1601)))
    assert finding.message == "this text is longer than one message: it goes out as 2"
    assert finding.hints == ("it has 1,601 characters; Plivo takes 1,600 in one message",)


def test_only_the_beginning_of_a_long_text_is_pointed_at() -> None:
    (finding,) = long_texts.check(whole(reply("everything", "x" * 1601)))
    assert finding.span.end_column - finding.span.column == 40
    block = f"match: everything\nactions:\n  - reply: |\n      {'x' * 900}\n      {'y' * 900}"
    (finding,) = long_texts.check(whole(rules(block)))
    assert finding.span.end_line > finding.span.line


def test_placeholders_do_not_count_and_other_alphabets_hold_less() -> None:
    long_name = "{text|" + "x" * 1700 + "}"
    assert not found(long_texts.check, whole(reply("everything", f'"{long_name}"')))
    (finding,) = long_texts.check(whole(reply("everything", "ж" * 738)))
    assert "737" in finding.hints[0]


def test_one_character_that_makes_a_text_dearer_is_named_with_its_twin() -> None:
    text = "We’re open from nine to five on every day of the week but not on Sundays."
    (finding,) = costly_texts.check(whole(reply("everything", text)))
    assert finding.message == '"’" makes this text cost 2 segments in place of 1'
    assert finding.hints == ("write ' in its place: every segment is paid for",)
    assert finding.fix == f"    actions: [{{reply: {text.replace('’', chr(39))}}}]"
    assert finding.span.end_column - finding.span.column == 1


def test_a_short_text_costs_the_same_and_is_left_alone() -> None:
    assert not found(costly_texts.check, whole(reply("everything", "We’re open.")))


def test_a_short_text_with_a_placeholder_loses_room() -> None:
    (finding,) = costly_texts.check(whole(reply("everything", '"We’re open, {sender}."')))
    assert finding.message == '"’" leaves this text 70 characters a segment in place of 160'


def test_a_text_in_another_script_is_meant_so() -> None:
    assert not found(costly_texts.check, whole(reply("everything", "Мы открыты " * 20)))
    assert not found(costly_texts.check, whole(reply("everything", "👋 " + "Hi ’ " * 40)))


def test_a_lone_emoji_that_costs_a_segment_is_named() -> None:
    (finding,) = costly_texts.check(whole(reply("everything", "👋 " + "Hello you " * 10)))
    assert finding.message == '"👋" makes this text cost 2 segments in place of 1'
    assert finding.hints == ("leave it out, or keep it if it is worth the price",)
    assert not finding.fix
    assert not found(costly_texts.check, whole(reply("everything", '"👋 Hello {sender}"')))


def test_characters_that_cannot_be_seen_are_named_by_number() -> None:
    text = '"' + "Hello you " * 10 + '\\u200B{text}"'
    (finding,) = costly_texts.check(whole(reply("everything", text)))
    assert finding.message.startswith("the character U+200B makes")
    assert finding.hints == ("leave it out: it cannot be seen",)
    (finding,) = costly_texts.check(whole(reply("everything", text.replace("\\u200B", "\\t"))))
    assert finding.hints == ("write a blank in its place: every segment is paid for",)


@pytest.mark.parametrize(
    "text",
    ["“Open” " + "from nine to five " * 5, '"It\\x20is “open” ' + "from nine to five " * 5 + '"'],
)
def test_a_line_is_not_mended_where_quotes_would_spoil_it(text: str) -> None:
    (finding,) = costly_texts.check(whole(reply("everything", text)))
    assert not finding.fix


def test_quotes_that_would_end_the_text_are_put_between_others() -> None:
    text = "It is “open” " + "from nine to five " * 5
    (finding,) = costly_texts.check(whole(reply("everything", f'"{text}"')))
    assert finding.hints == (
        'write " in its place, and the text between quotes that do not end it',
    )
    plain = text.replace("“", '"').replace("”", '"')
    assert f"'{plain}'" in finding.fix


def test_a_text_whose_braces_do_not_close_is_not_weighed() -> None:
    text = "{’ " + "x" * 2000
    assert not found(costly_texts.check, whole(reply("everything", f'"{text}"')))
    assert not found(long_texts.check, whole(reply("everything", f'"{text}"')))


@pytest.mark.parametrize(
    ("match", "sign"),
    [
        ("text:\n  keyword: hours, open", ","),
        ("text:\n  has-word: flu; vaccine", ";"),
        ("text:\n  contains: a|b|c", "|"),
        ("text: thanks, thank you", ","),
        ("text:\n  keyword: [closed, 'a, b', hours; open]", ";"),
        ("text:\n  keyword:\n    - hours, open", ","),
    ],
)
def test_words_in_a_row_without_brackets_are_read_as_one_text(match: str, sign: str) -> None:
    text = rules("match:\n  " + match.replace("\n", "\n  "))
    (line,) = found(word_lists.check, whole(text))
    assert line.endswith(f'is looked for as one text, with its "{sign}" [one-text]')


@pytest.mark.parametrize(
    ("match", "fix"),
    [
        ("keyword: hours, open", "        keyword: [hours, open]"),
        ("contains: a%, b", ""),
        ("keyword:\n    - hours, open", ""),
        ("keyword: [hours; open]", ""),
    ],
)
def test_the_list_is_offered_where_it_can_be_pasted(match: str, fix: str) -> None:
    text = rules("match:\n  text:\n    " + match.replace("\n", "\n  "))
    (finding,) = word_lists.check(whole(text))
    assert finding.fix == fix


@pytest.mark.parametrize(
    "match",
    ["keyword: 'hours, open'", "starts-with: hello, I am", "keyword: hours,", "min-length: 3"],
)
def test_one_text_with_a_comma_may_be_meant(match: str) -> None:
    assert not found(word_lists.check, whole(rules(f"match:\n  text:\n    {match}")))
