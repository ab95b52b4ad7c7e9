from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.plivo.fingerprint import fingerprint_of, fingerprint_of_bytes
from router.plivo.form import read_pairs
from router.plivo.request import PlivoRequest

POST = PlivoRequest("POST", "/receive_sms/", "ref=u-1.0", b"From=1555&Text=a+b%21&To=1666", {})


def of(request: PlivoRequest) -> bytes:
    return fingerprint_of(request, read_pairs(request))


@pytest.mark.parametrize(
    "body",
    [
        b"From=1555&Text=a%20b!&To=1666",
        b"%46rom=%31555&Text=a+b%21&To=1666",
        b"To=1666&From=1555&Text=a+b%21",
        b"&From=1555&&Text=a+b%21&To=1666&",
    ],
)
def test_the_same_fields_otherwise_encoded_are_the_same_request(body: bytes) -> None:
    again = replace(POST, body=body)
    assert of(again) == of(POST)
    assert fingerprint_of_bytes(again) != fingerprint_of_bytes(POST)


@pytest.mark.parametrize(
    "other",
    [
        replace(POST, body=b"From=1555&Text=a+b&To=1666"),
        replace(POST, body=b"From=1555&Text=a+b%21&To=1666&More="),
        replace(POST, body=b"From=1555&Text=a+b%21&To=1666&To=1666"),
        replace(POST, body=b"from=1555&Text=a+b%21&To=1666"),
        replace(POST, body=b"From=1666&Text=a+b%21&To=1555"),
        replace(POST, body=b"From=1555&Text=a%2Bb%21&To=1666"),
        replace(POST, body=b"FromText=1555a+b%21&To=1666"),
        replace(POST, query="", body=POST.body + b"&ref=u-1.0"),
        replace(POST, query="ref=u-2.0"),
        replace(POST, path="/receive_sms"),
        replace(POST, path="/sms_status/"),
        replace(POST, method="GET", query=f"{POST.query}&{POST.body.decode()}", body=b""),
    ],
)
def test_whatever_else_differs_makes_another_request(other: PlivoRequest) -> None:
    assert of(other) != of(POST)


FIELDS = st.lists(st.tuples(st.text("a =&1", max_size=3), st.text("a =&1", max_size=3)))


@given(FIELDS, FIELDS)
def test_two_lists_of_fields_are_one_request_only_where_they_are_the_same_fields(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    def posted(fields: list[tuple[str, str]]) -> PlivoRequest:
        body = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields)
        return replace(POST, body=body.encode())

    assert (of(posted(one)) == of(posted(other))) == (sorted(one) == sorted(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"Text=%FF", b"Text=%FE"),
        (b"Text=%FF", "Text=\ufffd".encode()),
        (b"&" * 2000, b""),
    ],
)
def test_what_cannot_be_read_goes_by_its_bytes(one: bytes, other: bytes) -> None:
    spoiled = replace(POST, body=one)
    assert of(spoiled) != of(replace(POST, body=other))
    assert of(spoiled) == of(replace(spoiled, headers={"x-other": "1"}))


def test_no_request_has_the_fields_of_another_for_its_bytes() -> None:
    assert of(POST) != fingerprint_of_bytes(POST)
    assert fingerprint_of_bytes(POST) == bytes.fromhex(
        "46cf6f99373ced3d066306500adf74b4d33813fd9ab72688281aacdf9d85c8ea"
    )
