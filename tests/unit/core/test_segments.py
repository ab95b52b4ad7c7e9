import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from router.core.segments import (
    MAX_GSM_UNITS,
    MAX_UCS2_UNITS,
    Encoding,
    Segments,
    first_ucs2_character,
    measure,
    plain_twin,
    split_message,
)
from tests.laws import tries

EMOJI = "\U0001f600"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1fa\U0001f1f8"


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        ("", Encoding.GSM7, 0, 0),
        ("a", Encoding.GSM7, 1, 1),
        ("a" * 160, Encoding.GSM7, 160, 1),
        ("a" * 161, Encoding.GSM7, 161, 2),
        ("a" * 306, Encoding.GSM7, 306, 2),
        ("a" * 307, Encoding.GSM7, 307, 3),
        ("é" * 160, Encoding.GSM7, 160, 1),
        ("Δ\n\rÅ¿", Encoding.GSM7, 5, 1),
        ("€" * 80, Encoding.GSM7, 160, 1),
        ("€" * 81, Encoding.GSM7, 162, 2),
        ("\f^{}\\[~]|€", Encoding.GSM7, 20, 1),
        ("я" * 70, Encoding.UCS2, 70, 1),
        ("я" * 71, Encoding.UCS2, 71, 2),
        ("я" * 134, Encoding.UCS2, 134, 2),
        ("я" * 135, Encoding.UCS2, 135, 3),
        (EMOJI * 35, Encoding.UCS2, 70, 1),
        (EMOJI * 36, Encoding.UCS2, 72, 2),
        (EMOJI * 66, Encoding.UCS2, 132, 2),
        (EMOJI * 67, Encoding.UCS2, 134, 3),
        ("a" * 159 + EMOJI, Encoding.UCS2, 161, 3),
        ("\ud800", Encoding.UCS2, 1, 1),
    ],
)
def test_a_text_costs_what_the_standard_says(
    text: str, encoding: Encoding, units: int, count: int
) -> None:
    assert measure(text) == Segments(encoding, units, count)


@pytest.mark.parametrize("char", list("`ç\t‘’“”–…•ÁáêΑ\x1b\u00a0"))
def test_these_are_not_gsm_although_they_look_it(char: str) -> None:
    assert measure(char).encoding is Encoding.UCS2


def test_an_extension_character_is_never_split_over_two_segments() -> None:
    # 152 + 1: the euro does not fit into the first segment and leaves a gap of one unit there.
    text = "a" * 152 + "€" + "a" * 152
    assert measure(text).units == 306
    assert measure(text).count == 3
    assert measure("a" * 151 + "€" + "a" * 153).count == 2


def test_a_pair_of_surrogates_is_never_split_over_two_segments() -> None:
    assert measure("я" * 66 + EMOJI + "я" * 66).count == 3
    assert measure("я" * 65 + EMOJI + "я" * 67).count == 2


def units_of(text: str) -> int:
    """Units by the letter of the standard, found in another way than the module does."""
    if first_ucs2_character(text) is None:
        return sum(2 if char in "\f^{}\\[~]|€" else 1 for char in text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str) -> bool:
    plain = first_ucs2_character(text) is None
    return units_of(text) <= (MAX_GSM_UNITS if plain else MAX_UCS2_UNITS)


short = st.text(
    st.one_of(
        st.sampled_from("a €{é\n"),
        st.characters(),
        st.sampled_from([EMOJI, "\u200d", "\ufe0f", "\u0301", "\U0001f1fa"]),
    ),
    max_size=12,
)
long = st.builds(lambda parts: "".join(p * n for p, n in parts), st.lists(
    st.tuples(short, st.integers(1, 200)), max_size=4))  # fmt: skip


@given(short)
def test_units_are_septets_or_utf16_code_units(text: str) -> None:
    assert measure(text).units == units_of(text)


@given(long)
@settings(max_examples=tries(40), deadline=None)
def test_a_text_never_costs_less_with_more_behind_it(text: str) -> None:
    counts = [measure(text[:end]).count for end in range(0, len(text), 97)]
    units = measure(text).units
    assert counts == sorted(counts)
    assert measure(text).count >= -(-units // 153) if units > 160 else True


@given(long)
@settings(max_examples=tries(40), deadline=None)
def test_the_pieces_join_to_the_text_and_each_fits(text: str) -> None:
    pieces = split_message(text)
    assert "".join(pieces) == text
    assert all(fits(piece) and piece for piece in pieces)


@given(long)
@settings(max_examples=tries(40), deadline=None)
def test_there_are_no_more_pieces_than_the_greediest_cut_makes(text: str) -> None:
    greedy, start = 0, 0
    while start < len(text):
        end = min(start + MAX_UCS2_UNITS // 2, len(text))
        while end < len(text) and fits(text[start : end + 1]):
            end += 1
        greedy, start = greedy + 1, end
    assert len(split_message(text)) == greedy


def test_an_empty_text_has_no_piece() -> None:
    assert split_message("") == ()


@pytest.mark.parametrize("text", ["a" * 1600, "я" * 737, EMOJI * 368, "€" * 800])
def test_the_longest_text_plivo_takes_stays_in_one_piece(text: str) -> None:
    assert split_message(text) == (text,)
    assert len(split_message(text + text[-1])) == 2


def test_1600_emoji_come_through_in_five_pieces() -> None:
    assert [len(piece) for piece in split_message(EMOJI * 1600)] == [368, 368, 368, 368, 128]


def test_a_cut_comes_after_white_space_where_that_costs_no_piece() -> None:
    first, second = split_message("word " * 321)
    assert (first, second) == ("word " * 320, "word ")
    first, second = split_message("longer word " * 150)
    assert first.endswith("longer word ")
    assert second.startswith("longer")


def test_a_cut_after_white_space_is_not_worth_another_piece() -> None:
    text = "a" * 1599 + " " + "b" * 1600
    assert split_message(text) == ("a" * 1599 + " ", "b" * 1600)
    text = "a " + "b" * 3198
    assert [len(piece) for piece in split_message(text)] == [1600, 1600]


@pytest.mark.parametrize("one", [FAMILY, "e\u0301", "\U0001f44d\U0001f3fd", "❤\ufe0f", FLAG])
def test_what_reads_as_one_character_is_not_cut_apart(one: str) -> None:
    for shift in range(8):
        lead = "я" * shift
        pieces = split_message(lead + one * 500)
        assert len(pieces) > 1
        for piece in pieces[:-1]:
            assert piece.removeprefix(lead).replace(one, "") == ""


def test_a_line_end_is_not_cut_apart() -> None:
    first, second = split_message("\n" + "\r\n" * 1000)
    assert (len(first), second[0]) == (1599, "\r")


def test_what_cannot_be_cut_well_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 1000
    assert [len(piece) for piece in split_message(text)] == [737, 264]


@pytest.mark.parametrize(
    ("text", "found"),
    [("plain {text} €", None), ("", None), ("ab’cd…", (2, "’")), (EMOJI, (0, EMOJI))],
)
def test_the_first_character_that_costs_ucs2_is_found(
    text: str, found: tuple[int, str] | None
) -> None:
    assert first_ucs2_character(text) == found


@pytest.mark.parametrize(
    ("char", "twin"),
    [("’", "'"), ("“", '"'), ("–", "-"), ("…", "..."), ("ç", "c"), ("á", "a"), ("\u00a0", " "),
     ("\t", " "), ("`", "'"), ("ł", "l"), ("\u200b", ""), ("漢", None), (EMOJI, None), ("я", None)],
)  # fmt: skip
def test_a_character_has_a_plain_twin_or_none(char: str, twin: str | None) -> None:
    assert plain_twin(char) == twin


@given(st.characters())
def test_a_plain_twin_is_always_gsm(char: str) -> None:
    twin = plain_twin(char)
    if twin is not None and first_ucs2_character(char) is not None:
        assert first_ucs2_character(twin) is None, unicodedata.name(char, "?")
