"""What an erasure looks for: a number however it is written, without reading every record."""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from router.adapters.journal.numbers import finder, written
from router.adapters.journal.records import as_json
from router.core.address import Address
from tests.laws import tries

NUMBER = Address("+15558675309")
WRITTEN = written(NUMBER)
FOUND = finder(NUMBER)


def every_character() -> Iterator[str]:
    return (chr(one) for one in range(sys.maxunicode + 1) if not 0xD800 <= one <= 0xDFFF)


@cache
def scripts() -> dict[str, list[str]]:
    """The digits of every script, by the ASCII one they mean."""
    found: dict[str, list[str]] = {digit: [] for digit in "0123456789"}
    for one in every_character():
        if one.isdecimal():
            found[str(unicodedata.decimal(one))].append(one)
    return found


@cache
def signs() -> list[str]:
    """What the reading passes over between two digits: seconds to find out, so once."""
    return [one for one in every_character() if FOUND(f"1{one}5558675309")]


def spellings() -> st.SearchStrategy[str]:
    """The number, of digits of any script, with any signs between them."""
    between = st.text(st.sampled_from(signs()), max_size=2)
    parts = [part for digit in NUMBER.wire for part in (st.sampled_from(scripts()[digit]), between)]
    return st.tuples(*parts).map("".join)


@settings(max_examples=tries(300))
@given(st.deferred(spellings) | st.text(), st.text(), st.text())
@example("1 (555) 867-5309", "", "")
@example("1\\n5558675309", "", "")
def test_no_spelling_that_the_reading_finds_is_missed(
    number: str, before: str, behind: str
) -> None:
    text = f"{before}{number}{behind}"
    if FOUND({"text": [text]}):  # not with another digit before or behind it
        assert WRITTEN.search(as_json({"text": [text]}).encode())
        assert WRITTEN.search(text.encode())


@pytest.mark.exhaustive
@pytest.mark.parametrize("one", ["sign", "digit"])
def test_each_sign_and_digit_of_unicode_is_seen(one: str) -> None:
    if one == "sign":
        seen = [f"1{sign}5558675309" for sign in signs()]
    else:
        ends = (f"1555867530{digit}" for digit in every_character())
        seen = [text for text in ends if FOUND(text)]
    assert len(seen) > 40
    for text in seen:
        assert WRITTEN.search(as_json(text).encode()), ascii(text)
        assert WRITTEN.search(text.encode()), ascii(text)


@pytest.mark.parametrize("name", ["72975", "SHOP_%", "+", "Büro [1]", "x" * 500])
def test_a_name_is_looked_for_as_it_is(name: str) -> None:
    assert written(Address(name)).search(as_json({"from": name}).encode())
    assert not written(Address(name)).search(b'{"from":"somebody else"}')


def test_a_record_without_it_is_passed_over() -> None:
    assert not WRITTEN.search(b'{"at":1788220825000000,"from":"+15558675308","text":"15 5586"}')
