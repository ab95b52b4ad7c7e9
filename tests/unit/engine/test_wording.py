"""How values look inside a clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.engine.wording import MAX_QUOTED, counted, counted_many, listed, quoted, visible


def test_a_text_is_quoted_on_one_line() -> None:
    assert quoted("Meeting\nat  five") == "“Meeting at five”"


def test_a_long_text_is_shortened() -> None:
    assert quoted("abcdefghij", 8) == "“abcdefg…”"
    assert quoted("abcdefgh", 8) == "“abcdefgh”"
    assert quoted("abc de fg hi", 8) == "“abc de…”"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_text_reaches_a_terminal_with_control_characters(text: str) -> None:
    shown = quoted(text)
    assert len(shown) <= MAX_QUOTED + 2
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()


def test_escape_sequences_are_shown_and_joined_emoji_stay_whole() -> None:
    assert visible("\x1b[31m") == "·[31m"
    assert visible("a\ud800b") == "a·b"
    assert visible("👩\u200d⚕\x07") == "👩\u200d⚕·"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (["a", "b", "c", "d"], "a, b, c or d"),
        (["a", "b", "c", "d", "e"], "a, b, c or 2 more"),
    ],
)
def test_values_are_listed_and_many_are_counted(words: list[str], sentence: str) -> None:
    assert listed(words) == sentence


def test_values_can_be_listed_with_another_word() -> None:
    assert listed(["a", "b"], "and") == "a and b"


def test_one_is_singular() -> None:
    assert counted(1, "character") == "1 character"
    assert counted(0, "character") == "0 characters"


def test_large_numbers_of_a_sum_are_told_in_thousands() -> None:
    told = [counted_many(number, "message") for number in (0, 1, 2_412)]
    assert told == ["0 messages", "1 message", "2,412 messages"]
