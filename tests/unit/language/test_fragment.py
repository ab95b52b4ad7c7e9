"""Where a part of a value stands in its file."""

from router.core.position import Span
from router.language.fragment import LONGEST_LINE, mended_line, place_in, place_of
from tests.unit.language.rulefiles import source

LINES = source("a: one two two\nb: [two,\n  two]\n")
FIRST = Span("a.yaml", 1, 4, 1, 15)
BOTH = Span("a.yaml", 2, 4, 3, 7)


def test_a_part_is_found_for_the_nth_time_inside_the_span() -> None:
    assert place_of("two", 0, FIRST, LINES) == Span("a.yaml", 1, 8, 1, 11)
    assert place_of("two", 1, FIRST, LINES) == Span("a.yaml", 1, 12, 1, 15)
    assert place_of("two", 1, BOTH, LINES) == Span("a.yaml", 3, 3, 3, 6)


def test_a_part_that_is_not_there_gives_the_whole_span() -> None:
    assert place_of("two", 2, FIRST, LINES) == FIRST
    assert place_of("a:", 0, FIRST, LINES) == FIRST
    assert place_in("one", 0, 0, FIRST, LINES) == FIRST


def test_a_span_beyond_the_file_is_left_as_it_is() -> None:
    beyond = Span("a.yaml", 9, 1, 9, 5)
    assert place_of("x", 0, beyond, LINES) == beyond


def test_an_offset_is_translated_by_counting() -> None:
    assert place_in("one two two", 8, 3, FIRST, LINES) == Span("a.yaml", 1, 12, 1, 15)


def test_a_line_is_mended_at_the_first_place_inside_the_span() -> None:
    assert mended_line("two", "2", FIRST, LINES) == "a: one 2 two"


def test_a_line_is_not_mended_when_the_part_is_not_there_as_such() -> None:
    assert not mended_line("three", "3", FIRST, LINES)
    assert not mended_line("elevenchars", "x", FIRST, LINES)
    assert not mended_line("", "x", FIRST, LINES)
    assert not mended_line("two", "2", BOTH, LINES)


def test_a_line_beyond_all_measure_is_not_mended() -> None:
    for more, mended in ((0, True), (1, False)):
        long = "two" + " " * (LONGEST_LINE - 3 + more)
        assert bool(mended_line("two", "2", Span("a.yaml", 1, 1, 1, 4), source(long))) is mended
