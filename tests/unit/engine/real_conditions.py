"""Rules at random whose words, letters and regexes are those of real texts, so that they meet."""

import re

from hypothesis import strategies as st

from router.core.message import InboundMessage
from router.engine.matchers import (
    All,
    AnyOf,
    HasKeyword,
    HasWord,
    Matcher,
    Not,
    TextContains,
    TextEnds,
    TextIs,
    TextMatches,
    TextStarts,
)
from router.engine.phrases import phrase
from router.engine.regexes.patterns import Pattern, compile_pattern
from router.engine.ruleset import Rule
from tests.real_texts import real_texts
from tests.unit.engine import conditions
from tests.unit.engine.samples import NOON, rule

MESSAGES = tuple(
    InboundMessage(
        f"u-{number}",
        conditions.PEOPLE[number % len(conditions.PEOPLE)],
        conditions.PEOPLE[number // 7 % len(conditions.PEOPLE)],
        text,
        NOON,
    )
    for number, text in enumerate(real_texts())
)
"""Every real text, from and to different people."""

_WORDS = sorted({word for text in real_texts() for word in text.split()})


def _word(number: int) -> str:
    return _WORDS[number]


def _text(number: int) -> str:
    return real_texts()[number]


# By number, since hypothesis would write thousands of texts into what it prints.
_words = st.integers(0, len(_WORDS) - 1).map(_word)
_texts = st.integers(0, len(MESSAGES) - 1).map(_text)


@st.composite
def _pieces(draw: st.DrawFn) -> str:
    """Some characters in a row of a text, in the middle of words or not."""
    text = draw(_texts)
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 20))]


@st.composite
def _openings(draw: st.DrawFn) -> str:
    """What a text begins with."""
    return draw(_texts)[: draw(st.integers(1, 24))]


_literals = _words | _words.map(str.upper) | _pieces()
_phrases = st.lists(_literals.map(phrase), min_size=1, max_size=3, unique=True).map(tuple)
_opening_phrases = st.lists(_openings().map(phrase), min_size=1, max_size=2, unique=True).map(tuple)
_whole_phrases = st.lists(_texts.map(phrase), min_size=1, max_size=2, unique=True).map(tuple)

_regex_parts = st.one_of(
    _literals.map(re.escape),
    _literals.map(re.escape).map("(?:{})?".format),
    st.tuples(_literals.map(re.escape), _literals.map(re.escape)).map("({0[0]}|{0[1]})".format),
    _literals,
    st.sampled_from(
        [r"\d+", r"\s*", r"\w+", r"\W", ".", ".*", "^", "$", r"\b", "(?i)", "[aeiou]", "[^a-y ]",
         r"\pL+", "a{2}", "s?", "(o|e+)", "|", "{2}", "*", "+", r"\QT&C\E", r"\x41", "(?P<n>k*)"]
    ),
)  # fmt: skip


@st.composite
def _patterns(draw: st.DrawFn) -> Pattern:
    """A regex that RE2 takes; one it does not becomes the same characters, verbatim."""
    source = draw(st.lists(_regex_parts, min_size=1, max_size=5).map("".join))
    made = compile_pattern(source, draw(st.booleans()))
    if not isinstance(made, Pattern):
        made = compile_pattern(re.escape(source))
    assert isinstance(made, Pattern)
    return made


_on_texts: st.SearchStrategy[Matcher] = st.one_of(
    *(st.builds(kind, _phrases) for kind in (TextIs, TextEnds, TextContains, HasWord)),
    *(st.builds(kind, _opening_phrases) for kind in (HasKeyword, TextStarts)),
    st.builds(HasKeyword, _phrases),
    st.builds(TextIs, _whole_phrases),
    st.builds(TextMatches, _patterns()),
    st.builds(TextMatches, _patterns()),
)
_real_conditions: st.SearchStrategy[Matcher] = st.recursive(
    st.one_of(_on_texts, _on_texts, _on_texts, conditions.single),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: All(tuple(some))),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: AnyOf(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=5,
)


@st.composite
def real_rules(draw: st.DrawFn, most: int = 10) -> tuple[Rule, ...]:
    """Some rules, few of which stop, so that those behind them are asked too."""
    matches = draw(st.lists(_real_conditions, min_size=1, max_size=most))
    return tuple(
        Rule(f"rule {number}", rule("r", match).span, match, (), stop=draw(st.integers(0, 4)) == 4)
        for number, match in enumerate(matches)
    )
