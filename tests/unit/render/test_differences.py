from hypothesis import given
from hypothesis import strategies as st

from router.render.differences import SHOWN, difference


def test_the_mark_stands_below_the_first_character_that_differs() -> None:
    assert difference("We are open 9-18.", "We are open 9-17.") == (
        'want "We are open 9-18."',
        'got  "We are open 9-17."',
        "                     ^ different from here on",
    )


def test_a_text_that_ends_early_lacks_the_rest_or_has_too_much() -> None:
    assert difference("Hello you", "Hello")[2] == "           ^ the rest is missing"
    assert difference("Hello", "Hello you")[2] == "           ^ too much from here on"
    assert difference("", "Hello")[2].strip() == "^ there should be nothing"
    assert difference("Hello", "")[2].strip() == "^ there is nothing"


def test_long_texts_are_shown_around_the_difference() -> None:
    same = "All work and no play makes Jack a dull boy. " * 3
    want, got, mark = difference(f"{same}x {same}", f"{same}y {same}")
    assert want.startswith('want "…')
    assert want.endswith('…"')
    assert want[mark.index("^")] == "x"
    assert got[mark.index("^")] == "y"


def test_wide_characters_and_line_ends_keep_the_mark_in_place() -> None:
    want, _, mark = difference("早\nx", "早\ny")
    assert want == 'want "早·x"'
    assert mark.index("^") == len('want "') + 3


@given(st.text("ab 早\n👍", max_size=90), st.text("ab 早\n👍", max_size=90))
def test_three_printable_lines_of_bounded_length(want: str, got: str) -> None:
    lines = difference(want, got)
    assert all(line.isprintable() for line in lines)
    assert all(len(line) <= 2 * SHOWN + 40 for line in lines)
