import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.render.csv_lines import csv_line, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        "  =1",
        "\n",
        "＝1",
        "+1555-000",
        "+",
        "\u200b=1",
        "\ufeff @x",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_stands_behind_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["+15551234567", "+15551234567; +15550001111; 72975", "hours", "", "a=1", "1-2", "'=1"]
)
def test_telephone_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("\x1b]0;title\x07red\x1b[31m", "·]0;title·red·[31m"),
        ("\x9b2J", "·2J"),
        ("a\x00=1", "a·=1"),
        ("\x00=1", "·=1"),
        ("shown\rhidden", "shown·hidden"),
        ("one\r\ntwo\nthree\tfour", "one\r\ntwo\nthree\tfour"),
        ("pay \u202eolleh", "pay ·olleh"),
        ("10\xa0000 €, \u202f👩\u200d👩 öß", "10\xa0000 €, \u202f👩\u200d👩 öß"),
    ],
)
def test_nothing_in_a_cell_moves_a_terminal_or_turns_the_text_around(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


def test_a_line_is_quoted_where_csv_wants_it() -> None:
    assert csv_line(["a,b", 'say "hi"', "two\nlines", 7]) == '"a,b","say ""hi""","two\nlines",7\r\n'


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_what_is_written_is_read_back_and_never_begins_a_formula(cells: list[str]) -> None:
    (read,) = csv.reader([csv_line(cells)], strict=True)
    assert read == [safe_cell(cell) for cell in cells]
    assert not [one for one in read if one[:1] in tuple("=-@\t\r") and one]
