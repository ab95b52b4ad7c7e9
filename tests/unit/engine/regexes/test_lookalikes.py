"""Signs of other programs' regexes that are taken as they stand."""

import pytest

from router.engine.regexes.lookalikes import lookalike
from router.engine.regexes.patterns import Pattern, compile_pattern


@pytest.mark.parametrize(
    ("source", "part", "meant"),
    [
        ("/order/i", "/order/i", "order"),
        ("/order/", "/order/", "order"),
        ("/a\\/b/gs", "/a\\/b/gs", "(?s)a/b"),
        ("/(/)/", "/(/)/", "(/)"),
        (r"\d{3", "{3", r"\d{3}"),
        (r"\d{3 ", "{3", r"\d{3} "),
        ("x{1, 2}", "{1, 2}", "x{1,2}"),
        ("x{ 2 }y", "{ 2 }", "x{2}y"),
        ("x{,3}", "{,3}", "x{0,3}"),
        ("x{4,", "{4,", "x{4,}"),
        ("[a{2}]{2", "{2", "[a{2}]{2}"),
        ("x{9, 2}", "{9, 2}", ""),
        ("k{2 times}", "{2", ""),
        ("/*x/", "/*x/", ""),
        ("(a{2)", "{2", "(a{2})"),
    ],
)
def test_what_is_taken_as_it_stands_is_found_with_what_is_meant(
    source: str, part: str, meant: str
) -> None:
    assert isinstance(compile_pattern(source), Pattern)
    found = lookalike(source)
    assert found is not None
    assert found.part == part
    assert source[found.offset :].startswith(part)
    assert found.meant == meant


@pytest.mark.parametrize(
    "source",
    [
        *("order", "/help", "a/b", "/a/b", "//", r"\d{3}", "x{1,}", "x{1,2}", "x{}", "x{a}"),
        *(r"x\{3", "[{3]", "{3", "(?:{3)", "a|{3", r"\x{41}", r"\pL{2}", r"\p{L}", r"\Qx{2\E"),
    ],
)
def test_all_is_as_it_looks(source: str) -> None:
    assert isinstance(compile_pattern(source), Pattern)
    assert lookalike(source) is None
