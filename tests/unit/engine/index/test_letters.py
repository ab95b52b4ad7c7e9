import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.core.folding import fold
from router.engine.index.letters import required_letters
from router.engine.regexes.patterns import Pattern, compile_pattern, readable
from tests.unit.engine.samples import pattern


@pytest.mark.parametrize(
    ("source", "clauses"),
    [
        (r"order\D{0,3}(\d{4,6})", [{"order"}]),
        ("Order No", [{"order"}, {"no"}]),
        ("^hours?$", [{"hour"}]),
        ("x*ab+c{0}d{2}", [{"a"}, {"b"}, {"d"}]),
        (r"(a|b)[cd|(]e\.f", [{"a", "b"}, {"e"}, {"f"}]),
        ("((a)b)c", [{"abc"}]),
        ("(order|my order no|x (a)) 1", [{"order", "x"}, {"1"}]),
        ("colou?r|farbe", [{"colo", "farbe"}]),
        (r"(colour|\d+) x", [{"x"}]),
        ("(?i)STRASSE|Straße", [{"strasse", "stra"}]),
        (r"\Qa|b\E\x43", [{"a"}, {"bc"}]),
        (r"\d+", []),
        (r"\Cx", []),
    ],
)
def test_letters_that_every_text_must_have(source: str, clauses: list[set[str]]) -> None:
    assert [set(clause) for clause in required_letters(pattern(source))] == clauses


PIECES = st.sampled_from(
    ["k", "s", "ab", "1", "a?", "b*", "1+", "k{2}", "(a|b)", "(?:s)", "[ab]", r"\d", ".", "|", "é",
     "(?i)", "_", " ", "^", "$", r"\b", "(?P<n>a)?", r"\Qa|\E", "{|}", "[^|]"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map("".join), st.text("kKKsſab1éE _|{}́", max_size=8))
@example("k", "K")
@example("s1", "ſ1")
def test_a_text_in_which_it_is_found_has_the_letters(source: str, text: str) -> None:
    compiled = compile_pattern(source)
    if isinstance(compiled, Pattern) and compiled.finds(readable(text)):
        folded = fold(text)
        for clause in required_letters(compiled):
            assert any(run in folded for run in clause)
