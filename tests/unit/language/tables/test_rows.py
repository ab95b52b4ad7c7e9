"""The cells of a CSV file and their places."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.language.source import SourceFile, SourceText, decode
from router.language.tables.rows import Cell, UnclosedQuote, read_rows

CELLS = st.text(alphabet='ab,;\t"\n é', max_size=6)


def source(text: str) -> SourceText:
    decoded = decode(SourceFile("a.csv", text.encode()))
    assert isinstance(decoded, SourceText)
    return decoded


def rows(text: str) -> list[object]:
    return [
        row if isinstance(row, UnclosedQuote) else tuple((c.text, c.line, c.column) for c in row)
        for row in read_rows(source(text))
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_the_first_row_has_most_of(separator: str) -> None:
    assert rows(f"a{separator}b\n1{separator}2\n") == [
        (("a", 1, 1), ("b", 1, 3)),
        (("1", 2, 1), ("2", 2, 3)),
    ]


def test_separators_in_quotes_are_not_counted() -> None:
    assert rows('"a,b,c";d\n') == [(("a,b,c", 1, 2), ("d", 1, 9))]


def test_a_line_may_name_the_separator() -> None:
    assert rows("sep=|\na|b\n") == [(("a", 2, 1), ("b", 2, 3))]


def test_blanks_around_a_cell_are_no_part_of_it() -> None:
    assert rows('  a , "b" ,c\n') == [(("a", 1, 3), ("b", 1, 8), ("c", 1, 12))]
    assert rows(' x, " b"  ,\n') == [(("x", 1, 2), ("b", 1, 7), ("", 1, 11))]
    assert rows("a, ,\n") == [(("a", 1, 1), ("", 1, 3), ("", 1, 5))]


def test_blank_lines_are_passed_over() -> None:
    assert rows("\n  \na\n\nb") == [(("a", 3, 1),), (("b", 5, 1),)]


def test_a_quoted_cell_may_hold_quotes_and_line_breaks() -> None:
    assert rows('"a ""b""\nc",d\n1,2\n') == [
        (('a "b"\nc', 1, 2), ("d", 2, 4)),
        (("1", 3, 1), ("2", 3, 3)),
    ]


def test_what_follows_a_closing_quote_belongs_to_nothing() -> None:
    assert rows('"a"x,b\n') == [(("a", 1, 2), ("b", 1, 6))]
    assert rows('"a"x\n') == [(("a", 1, 2),)]


def test_a_quote_inside_a_plain_cell_is_a_character() -> None:
    assert rows('5" pipe,b\n') == [(('5" pipe', 1, 1), ("b", 1, 9))]


def test_an_unclosed_quote_ends_the_rows() -> None:
    assert rows('a,b\n1, "2\n3,4\n') == [(("a", 1, 1), ("b", 1, 3)), UnclosedQuote(2, 4)]


def test_no_line_is_no_row() -> None:
    assert rows("") == []


def test_a_cell_is_at_least_one_and_at_most_forty_wide() -> None:
    assert (Cell("", 1, 1).width, Cell("abc", 1, 1).width, Cell("x" * 99, 1, 1).width) == (1, 3, 40)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_another_program_wrote_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    read = [[cell.text for cell in row] for row in read_rows(source(written.getvalue()))
            if not isinstance(row, UnclosedQuote)]  # fmt: skip
    assert read == [[cell.strip() for cell in row] for row in table]


@given(st.text(alphabet='a,;"\n\t \r', max_size=30))
def test_any_text_reads_as_cells_within_it(text: str) -> None:
    whole = source(text)
    for row in read_rows(whole):
        for place in [row] if isinstance(row, UnclosedQuote) else row:
            assert 1 <= place.line <= len(whole.lines)
            assert 1 <= place.column <= len(whole.lines[place.line - 1]) + 1
