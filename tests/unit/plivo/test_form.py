from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.plivo.form import MAX_FIELDS, MalformedForm, RequestPairs, parse_form, read_pairs
from router.plivo.request import PlivoRequest


def request(method: str, query: str = "", body: bytes = b"", **headers: str) -> PlivoRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return PlivoRequest(method, "/receive_sms/", query, body, named)


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        (b"", ()),
        (b"a=1&b=2", (("a", "1"), ("b", "2"))),
        (b"a=1&a=2", (("a", "1"), ("a", "2"))),
        (b"a=&b&=c&=", (("a", ""), ("b", ""), ("", "c"), ("", ""))),
        (b"&&a=1&", (("a", "1"),)),
        (b"a=b=c", (("a", "b=c"),)),
        (b"a=1+2%2B3", (("a", "1 2+3"),)),
        (b"na%20me=caf%C3%A9", (("na me", "café"),)),
        (b"a=%zz%4&b=100%", (("a", "%zz%4"), ("b", "100%"))),
        ("a=é😀".encode(), (("a", "é😀"),)),
        (b"a=%00%0D%0A", (("a", "\x00\r\n"),)),
        (b"a=1;b=2", (("a", "1;b=2"),)),
        (b"a=%26%3D%25", (("a", "&=%"),)),
        (b"a=%EF%BB%BFx", (("a", "\ufeffx"),)),
    ],
)
def test_a_form_is_read_as_browsers_write_it(
    raw: bytes, pairs: tuple[tuple[str, str], ...]
) -> None:
    assert parse_form(raw) == pairs


@pytest.mark.parametrize(
    "raw", [b"a=%FF", b"a=\xff", b"%C3=1", b"a=%C3%28", b"a=%ED%A0%80", b"a=%C0%80"]
)
def test_bad_utf8_is_malformed_and_has_the_lenient_reading_of_the_sdks(raw: bytes) -> None:
    form = parse_form(b"x=1&" + raw)
    assert isinstance(form, MalformedForm)
    assert form.reason == "text that is not UTF-8"
    assert list(form.lenient) == parse_qsl(b"x=1&".decode() + raw.decode("utf-8", "replace"))


def test_too_many_fields_are_refused_without_being_read() -> None:
    assert isinstance(parse_form(b"&".join([b"a=1"] * MAX_FIELDS)), tuple)
    form = parse_form(b"&".join([b"a=1"] * (MAX_FIELDS + 1)))
    assert form == MalformedForm("more than 1000 fields")


@given(st.lists(st.tuples(st.text(), st.text()).filter(any)))
def test_what_is_written_as_a_form_reads_back(pairs: list[tuple[str, str]]) -> None:
    def written(text: str) -> str:
        return quote_plus(text, errors="strict")

    try:
        raw = "&".join(f"{written(name)}={written(value)}" for name, value in pairs).encode()
    except UnicodeEncodeError:  # a lone surrogate cannot be written
        return
    assert parse_form(raw) == tuple(pairs)


@given(st.binary())
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parse_form(raw)


def test_a_post_has_its_fields_in_body_and_query() -> None:
    pairs = read_pairs(request("POST", "ref=1&b=2", b"From=1&To=2"))
    assert pairs == RequestPairs((("ref", "1"), ("b", "2")), (("From", "1"), ("To", "2")))
    assert pairs.fields == (("ref", "1"), ("b", "2"), ("From", "1"), ("To", "2"))


def test_a_get_has_its_fields_in_the_query_alone() -> None:
    assert read_pairs(request("GET", "From=1", b"From=2")) == RequestPairs((("From", "1"),), ())


def test_a_query_is_the_bytes_that_came() -> None:
    sent = "Text=é".encode().decode("latin-1")
    assert read_pairs(request("GET", sent)).query == (("Text", "é"),)


@pytest.mark.parametrize(
    ("content_type", "taken"),
    [
        ("application/x-www-form-urlencoded", True),
        ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", True),
        ("", True),
        ("application/json", False),
        ("multipart/form-data; boundary=x", False),
    ],
)
def test_a_body_must_be_a_form_by_its_content_type(content_type: str, taken: bool) -> None:
    pairs = read_pairs(request("POST", "", b"a=1", content_type=content_type))
    assert bool(pairs.form) is taken
    assert ("content type" in pairs.problem) is not taken


def test_a_problem_says_where_it_is() -> None:
    assert read_pairs(request("GET", "a=%FF")).problem == "the query holds text that is not UTF-8"
    assert read_pairs(request("POST", "", b"a=%FF")).problem.startswith("the body holds text")
    both = read_pairs(request("POST", "a=%FF", b"b=%FE"))
    assert both == RequestPairs(
        (("a", "\ufffd"),),
        (("b", "\ufffd"),),
        "the query holds text that is not UTF-8 and the body holds text that is not UTF-8",
    )
