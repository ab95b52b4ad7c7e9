import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from router.core.folding import fold
from router.engine.index_letters import required_letters
from router.engine.patterns import Pattern, compile_pattern, readable
from tests.unit.engine.samples import pattern


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        (r"order\D{0,3}(\d{4,6})", ("order",)),
        ("Order No", ("order", "no")),
        ("^hours?$", ("hour",)),
        ("x*ab+c{0}d", ("ab", "d")),
        ("((a)b)c", ("c",)),
        (r"(a|b)[cd|(]e\.f", ("e", "f")),
        (r"(\)[)]x)y", ("y",)),
        (r"[]a]b[[:alpha:]]c", ("b", "c")),
        ("colou?r|farbe", ()),
        (r"\d+", ()),
    ],
)
def test_letters_that_every_text_must_have(source: str, runs: tuple[str, ...]) -> None:
    assert required_letters(pattern(source)) == runs


@pytest.mark.parametrize(
    "source", [r"\pNx", r"\Qa|b\Ex", r"(\pNa)x", r"a{,3}", "a{|}b", r"(\Q(\E)x", r"\101x"]
)
def test_nothing_is_certain_where_the_pattern_is_strange(source: str) -> None:
    assert required_letters(pattern(source)) == ()


@pytest.mark.parametrize("source", ["(x", "[x", "([x", "(", "x{2"])
def test_a_pattern_that_is_none_asks_for_nothing(source: str) -> None:
    assert required_letters(Pattern(source, False, None)) == ()


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
        assert all(run in fold(text) for run in required_letters(compiled))
