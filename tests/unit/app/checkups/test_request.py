from urllib.parse import urlencode

import pytest

from router.app.checkups.request import examine_request
from router.core.checkup import Checkup, Health
from router.plivo.signature import Verifier
from router.plivo.signing import sign
from tests.fakes.doctor import MOMENT

URL = "https://sms.example.org"
FORM = (("From", "15551230000"), ("To", "15557654321"), ("Text", "Hi"), ("MessageUUID", "u-1"))
TOKENS = ("one", "two")


def capture(
    signed: str = URL + "/receive_sms/",
    *,
    token: str = "two",
    families: str = "v",
    method: str = "POST",
    path: str = "/receive_sms/",
    form: tuple[tuple[str, str], ...] = FORM,
    host: str = "sms.example.org",
) -> bytes:
    """A raw request whose signature is for `signed`."""
    headers = {
        name: value
        for name, value in sign(signed, method, form, token, "123").items()
        if f"-{families}" in name
    }
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "", ""]) + urlencode(form)).encode()


def examined(raw: bytes, public_url: str = URL, require: str = "any") -> dict[str, Checkup]:
    """The checkups by name; nothing secret is in any."""
    verifier = Verifier(public_url, TOKENS, require)  # type: ignore[arg-type]
    checkups = examine_request(raw, verifier, MOMENT)
    shown = "".join(one.words + one.advice for one in checkups)
    for scheme in ("V2", "V3"):
        for token in TOKENS:
            right = sign(public_url + "/receive_sms/", "POST", FORM, token, "123")
            assert right[f"x-plivo-signature-{scheme.lower()}"] not in shown
    return {one.name: one for one in checkups}


def test_a_request_that_fits_is_said_to() -> None:
    found = examined(capture())
    assert [one.verdict for one in found.values()] == [Health.OK] * 3
    assert found["request"].words == (
        "POST /receive_sms/ with 4 fields, signed V3, Ma-V3, V2, Ma-V2"
    )
    assert found["signature"].words == "it fits as it stands: V3, with token 2 of 2"
    assert found["fields"].words == "they make a message"


@pytest.mark.parametrize("families", ["v2", "v3"])
@pytest.mark.parametrize(
    ("signed", "advice"),
    [
        ("http://sms.example.org/receive_sms/", "set public-url to that"),
        ("https://sms.example.org:8443/receive_sms/", "set public-url to that"),
        ("https://other.example.org/receive_sms/", "set public-url to that"),
        ("https://sms.example.org/receive_sms", "the path ends without a slash"),
    ],
)
def test_what_would_have_fitted_is_named_with_the_setting(
    signed: str, advice: str, families: str
) -> None:
    host = signed.split("/")[2]
    found = examined(capture(signed, families=families, host=host))
    assert found["signature"].verdict is Health.FAIL
    assert "with token 2" in found["signature"].advice
    assert advice in found["signature"].advice


def test_without_a_public_url_the_one_that_fits_is_named() -> None:
    found = examined(capture(), public_url="")
    assert found["signature"].verdict is Health.FAIL
    assert "set public-url to that" in found["signature"].advice
    assert f"public-url is {URL}" in found["signature"].advice


def test_a_family_that_the_settings_refuse_is_named() -> None:
    found = examined(capture(families="v2"), require="v3")
    assert "the setting require-signature is v3" in found["signature"].advice


def test_another_token_is_said_to_be_none_of_ours() -> None:
    found = examined(capture(token="three"))
    assert found["signature"].verdict is Health.FAIL
    assert "check that PLIVO_AUTH_TOKEN" in found["signature"].advice


def test_a_request_without_a_signature_says_what_is_missing() -> None:
    found = examined(b"POST /receive_sms/ HTTP/1.1\nHost: sms.example.org\n\nFrom=1")
    assert found["request"].words.endswith("with 1 field, not signed")
    assert "no signature header" in found["signature"].words
    assert "X-Plivo-…" in found["signature"].advice


def test_a_file_without_a_request_fails() -> None:
    (found,) = examine_request(b"", Verifier(URL, TOKENS), MOMENT)
    assert (found.verdict, found.words) == (Health.FAIL, "the file is empty")


def test_what_was_guessed_is_told() -> None:
    raw = capture().partition(b"\r\n")[2]
    found = examine_request(raw, Verifier(URL, TOKENS), MOMENT)
    doubts = [one.words for one in found if one.verdict is Health.WARN]
    assert [word.partition(":")[0] for word in doubts] == [
        "there is no request line",
        "the method is not told",
    ]


@pytest.mark.parametrize(
    ("raw", "verdict", "words"),
    [
        (
            capture(form=FORM[:3]),
            Health.FAIL,
            "the field MessageUUID is missing or blank: it would",
        ),
        (capture(URL + "/sms_status/", path="/sms_status/"), Health.OK, "a delivery report"),
        (capture(URL + "/sms_status", path="/sms_status"), Health.OK, "a delivery report"),
        (capture(form=FORM[:1], path="/sms_status/"), Health.FAIL, "the field To is missing"),
        (capture(path="/other/"), Health.FAIL, "the path /other/ is answered 404"),
        (capture(path="/receive_sms//"), Health.FAIL, "the path /receive_sms// is answered 404"),
        (capture(method="PUT"), Health.FAIL, "the method PUT is answered 405"),
        (b"POST /receive_sms/\nHost: a\n\nFrom=%ff", Health.FAIL, "text that is not UTF-8"),
    ],
)
def test_what_the_router_makes_of_the_fields_is_told(
    raw: bytes, verdict: Health, words: str
) -> None:
    found = examined(raw)["fields"]
    assert found.verdict is verdict
    assert words in found.words


def test_a_path_before_the_route_is_that_of_the_public_url() -> None:
    raw = capture(URL + "/plivo/receive_sms/", path="/plivo/receive_sms/")
    found = examined(raw, public_url=URL + "/plivo")
    assert [one.verdict for one in found.values()] == [Health.OK] * 3
