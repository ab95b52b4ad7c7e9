"""Texts with placeholders: how braces are read, and how they are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.actions import Placeholder, PlainText, Template
from router.engine.placeholders import (
    PlacedName,
    TemplateProblem,
    names,
    parse_template,
    placed_names,
    render_template,
    template_problems,
)
from tests.unit.engine.samples import template


def test_a_text_is_plain_stretches_and_placeholders() -> None:
    assert parse_template("Hi {sender|there}, {1}!") == Template(
        "Hi {sender|there}, {1}!",
        (
            PlainText("Hi "),
            Placeholder("sender", "there"),
            PlainText(", "),
            Placeholder("1"),
            PlainText("!"),
        ),
    )
    assert parse_template("") == Template("", ())


def test_doubled_braces_are_braces() -> None:
    assert template("{{text}} }}{{").parts == (PlainText("{text} }{"),)
    assert template("{{{text}}}").parts == (PlainText("{"), Placeholder("text"), PlainText("}"))


def test_a_default_may_hold_anything_but_braces() -> None:
    assert template("{a|b | c: «d»\n}").parts == (Placeholder("a", "b | c: «d»\n"),)
    assert template("{a|}").parts == (Placeholder("a", ""),)


def test_a_name_is_letters_digits_underscore_and_hyphen() -> None:
    assert names(template("{a-b_2}{é}{a-b_2}")) == ("a-b_2", "é")


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("{text} is fine", []),
        ("a } b } {", [(2, 1), (6, 1), (8, 1)]),
        ("{} and { }", [(0, 2), (7, 3)]),
        ("{a|{b}} then {", [(3, 1), (13, 1)]),
        ("{a|{b} then }", [(3, 1), (12, 1)]),
        ("{a|{b", [(3, 1)]),
    ],
)
def test_every_mistake_in_the_braces_of_a_text_is_told(
    source: str, places: list[tuple[int, int]]
) -> None:
    assert [(one.offset, one.length) for one in template_problems(source)] == places


def test_each_name_has_a_place() -> None:
    assert placed_names("{{ {text} {rest|x}") == (PlacedName("text", 4), PlacedName("rest", 11))
    assert [place.length for place in placed_names("{text}{rest|x}")] == [4, 4]
    assert placed_names("{text} }{to}") == (PlacedName("text", 1), PlacedName("to", 9))


@pytest.mark.parametrize(
    ("source", "offset", "length", "words", "hint"),
    [
        ("a } b", 2, 1, "lone “}”", "twice"),
        ("{text}}", 6, 1, "lone “}”", "twice"),
        ("a {text", 2, 5, "“{text” is not closed", "close it with }"),
        ("{", 0, 1, "“{” is not closed", "close it with }"),
        ("{a{b}", 0, 2, "“{a” is not closed", "close it with }"),
        ("{a|b", 0, 4, "“{a|b” is not closed", "close it with }"),
        ("{a|{b}}", 3, 1, "a default cannot hold a brace", "{a|none}"),
        ("x{}", 1, 2, "“{}” lacks a name", "twice"),
        ("{|x}", 0, 4, "“{|x}” lacks a name", "twice"),
        ("{ }", 0, 3, "“{ }” lacks a name", "twice"),
        ("{ text }", 0, 8, "“{ text }” names no placeholder", "without blanks: {text}"),
        ("{text |x}", 0, 9, "names no placeholder", "without blanks: {text|x}"),
        ("{first name}", 0, 12, "“{first name}” names no placeholder", "twice"),
        ('{"a": 1}', 0, 8, "names no placeholder", "twice"),
        ("{a.__class__}", 0, 13, "names no placeholder", "twice"),
    ],
)
def test_braces_that_go_wrong_are_shown_with_what_to_write(
    source: str, offset: int, length: int, words: str, hint: str
) -> None:
    problem = parse_template(source)
    assert isinstance(problem, TemplateProblem)
    assert (problem.offset, problem.length) == (offset, length)
    assert words in problem.words
    assert hint in problem.hint


def test_an_empty_or_missing_value_takes_the_default() -> None:
    text = template("{a|one} {b|two} {c|three} {d}.")
    assert render_template(text, {"a": "1", "b": ""}) == "1 two three ."


def test_a_filled_in_value_is_never_expanded_again() -> None:
    assert render_template(template("{text} {rest}"), {"text": "{rest}", "rest": "{{x}}"}) == (
        "{rest} {{x}}"
    )


@given(st.text())
def test_any_text_goes_through_when_its_braces_are_doubled(text: str) -> None:
    doubled = text.replace("{", "{{").replace("}", "}}")
    assert render_template(template(doubled), {}) == text


@given(st.text())
def test_any_received_text_is_repeated_exactly(text: str) -> None:
    assert render_template(template("<{text}>"), {"text": text}) == f"<{text}>"


@given(st.text(alphabet="{}|ab -"))
def test_any_source_is_read_or_its_mistake_lies_inside_it(source: str) -> None:
    parsed = parse_template(source)
    if isinstance(parsed, TemplateProblem):
        assert 0 <= parsed.offset < parsed.offset + parsed.length <= len(source)
        assert template_problems(source)[0] == parsed
    else:
        assert tuple(dict.fromkeys(place.name for place in placed_names(source))) == names(parsed)
        for place in placed_names(source):
            assert source[place.offset : place.offset + place.length] == place.name
