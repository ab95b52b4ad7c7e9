"""How few characters can hold a phrase."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.core.folding import fold
from router.engine.reach.lengths import least_length


@pytest.mark.parametrize(
    ("folded", "least"),
    [
        ("", 0),
        ("hours", 4),  # “hou₨”
        ("office", 4),  # “oﬃce”
        ("a b", 3),
        ("viii", 1),
        ("rs rs", 3),
        ("часы", 4),
        ("字字字", 1),
        ("字字字abxyz", 5),
        ("字", 1),
    ],
)
def test_a_character_that_folds_to_several_counts_once(folded: str, least: int) -> None:
    assert least_length(folded) == least


@pytest.mark.exhaustive
def test_no_character_of_unicode_holds_more_than_is_known_of() -> None:
    """Between two letters that stay as they are, so that blanks at its ends are kept."""
    together = re.compile("[\0-\x7f\u0400-\u052f]{2,}")
    unknown = [
        chr(code)
        for code in range(0x80, sys.maxunicode + 1)
        for run in together.findall(fold(f"ʬ{chr(code)}ʬ")[1:-1])
        if least_length(run) != 1
    ]
    assert unknown == []


@given(
    st.text(alphabet="hoursﬃ₨ßÅ\u0301é ⅷ…⑽𝐡ﷺя☎️ŉ½", max_size=12),
    st.integers(0, 20),
    st.integers(1, 20),
)
def test_a_text_is_never_shorter_than_what_it_holds_needs(
    text: str, start: int, length: int
) -> None:
    held = fold(text)[start : start + length]
    assert least_length(held) <= len(text)
