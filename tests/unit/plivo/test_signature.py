import base64
import hashlib
import hmac
from collections.abc import Mapping

import plivo.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plivo.utils.signature_v3 import (
    construct_get_url,
    construct_post_url,
    get_signature_v3,
)

from router.plivo.form import RequestPairs, read_pairs
from router.plivo.request import PlivoRequest
from router.plivo.signature import PublicUrl, Unverified, Verified, Verifier, read_public_url
from router.plivo.signing import V2, V3, SigningKey, sign, v2_tail, v3_tail

PUBLIC = "https://sms.example.com"
URL = PUBLIC + "/receive_sms/"
TOKEN, OTHER = "token-of-the-account", "token-of-the-sub-account"
NONCE = "05429567804466091622"
BODY = b"From=15551230000&To=15557654321&Text=caf%C3%A9+%2B&Type=sms&MessageUUID=u-1&Extra="
FORM = {
    "From": "15551230000",
    "To": "15557654321",
    "Text": "café +",
    "Type": "sms",
    "MessageUUID": "u-1",
    "Extra": "",
}


def v2_of_plivo(url: str, nonce: str = NONCE, token: str = TOKEN) -> str:
    """A V2 signature that Plivo's own library takes for right."""
    signature = base64.b64encode(
        hmac.new(token.encode(), (url + nonce).encode(), hashlib.sha256).digest()
    ).decode()
    assert plivo.utils.validate_signature(url, nonce, signature, token)
    return signature


def v3_of_plivo(method: str, url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """A V3 signature made by Plivo's own library."""
    signed = construct_get_url(url, form) if method == "GET" else construct_post_url(url, form)
    made: bytes = get_signature_v3(token.encode(), signed.decode(), NONCE.encode().decode())
    return made.decode()


def request(
    headers: Mapping[str, str],
    method: str = "POST",
    path: str = "/receive_sms/",
    query: str = "",
    body: bytes = BODY,
) -> PlivoRequest:
    return PlivoRequest(method, path, query, body, headers)


def verify(
    sent: PlivoRequest,
    tokens: tuple[str, ...] = (TOKEN,),
    public_url: str = PUBLIC,
    require: str = "any",
) -> Verified | Unverified:
    verifier = Verifier(public_url, tokens, require)  # type: ignore[arg-type]
    return verifier.verify(sent, read_pairs(sent))


def v2_headers(signature: str, nonce: str = NONCE) -> dict[str, str]:
    return {"x-plivo-signature-v2": signature, "x-plivo-signature-v2-nonce": nonce}


def v3_headers(signature: str, nonce: str = NONCE) -> dict[str, str]:
    return {"x-plivo-signature-v3": signature, "x-plivo-signature-v3-nonce": nonce}


def test_the_vector_that_all_sdks_share_holds() -> None:
    signature = "ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc="
    assert SigningKey("my_auth_token").sign(b"https://answer.url" + v2_tail("12345")).decode() == (
        signature
    )
    sent = request(v2_headers(signature, "12345"), path="")
    assert verify(sent, ("my_auth_token",), "https://answer.url") == Verified("V2", 0, "12345")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("family", ["V2", "Ma-V2", "V3", "Ma-V3"])
def test_every_family_is_taken_on_both_methods(family: str, method: str) -> None:
    query, body = (BODY.decode(), b"") if method == "GET" else ("", BODY)
    version = family[-2:].lower()
    signature = v2_of_plivo(URL) if version == "v2" else v3_of_plivo(method, URL, dict(FORM))
    headers = {
        f"x-plivo-signature-{family.lower()}": signature,
        f"x-plivo-signature-{version}-nonce": NONCE,
    }
    assert verify(request(headers, method, query=query, body=body)) == Verified(family, 0, NONCE)


@pytest.mark.parametrize("query", ["", "ref=7", "b=2&a=1&a=0&c", "x=1+2%2B3"])
@pytest.mark.parametrize("form", [FORM, {}])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_v3_signs_query_and_form_as_plivos_library_does(
    method: str, form: dict[str, str], query: str
) -> None:
    signed = v3_of_plivo(method, URL + ("?" + query if query else ""), dict(form))
    sent = sign(URL + ("?" + query if query else ""), method, tuple(form.items()), TOKEN, NONCE)
    assert sent["x-plivo-signature-v3"] == signed
    if method == "POST":
        body = BODY if form else b""
        assert verify(request(v3_headers(signed), query=query, body=body)) == Verified(
            "V3", 0, NONCE
        )


def test_v3_joins_the_values_of_a_repeated_field_in_their_order() -> None:
    pairs = RequestPairs((("q", "2"), ("q", "1")), (("b", "2"), ("a", "x"), ("b", "10")))
    assert v3_tail("POST", pairs, "n") == b"?q=1&q=2.axb10b2.n"
    assert v3_tail("GET", pairs, "n") == b"?a=x&b=10&b=2&q=1&q=2.n"
    assert v3_tail("POST", RequestPairs((), ()), "n") == b".n"
    assert v3_tail("GET", RequestPairs((), ()), "n") == b".n"


names = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=4)
forms = st.dictionaries(names, st.text(max_size=8), max_size=5)


@given(forms, st.dictionaries(names, st.text(st.characters(codec="ascii"), max_size=5), max_size=3))
def test_any_form_is_signed_as_plivos_library_does(
    form: dict[str, str], query: dict[str, str]
) -> None:
    asked = "&".join(f"{k}={''.join(f'%{ord(c):02X}' for c in v)}" for k, v in query.items())
    url = URL + ("?" + asked if asked else "")
    ours = sign(url, "POST", tuple(form.items()), TOKEN, NONCE)
    assert ours["x-plivo-signature-v3"] == v3_of_plivo("POST", url, dict(form))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/receive_sms/", BODY + b"x"),
        ("POST", "/receive_sms/", BODY.replace(b"Extra=", b"")),
        ("POST", "/receive_sms", BODY),
        ("GET", "/receive_sms/", BODY),
    ],
)
def test_v3_does_not_fit_when_anything_signed_is_different(
    method: str, path: str, body: bytes
) -> None:
    sent = request(v3_headers(v3_of_plivo("POST", URL, dict(FORM))), method, path, body=body)
    assert isinstance(verify(sent), Unverified)


def test_v2_signs_neither_body_nor_query_nor_method() -> None:
    sent = request(v2_headers(v2_of_plivo(URL)), "GET", query="a=1", body=b"")
    assert verify(sent) == Verified("V2", 0, NONCE)


@pytest.mark.parametrize("path", ["/receive_sms", "/receive_sms//", "/Receive_sms/", "/"])
def test_v2_counts_every_byte_of_the_path(path: str) -> None:
    assert isinstance(verify(request(v2_headers(v2_of_plivo(URL)), path=path)), Unverified)


def test_a_path_is_signed_as_sent_and_not_decoded() -> None:
    signature = v2_of_plivo(PUBLIC + "/receive%5Fsms/")
    assert isinstance(verify(request(v2_headers(signature), path="/receive%5Fsms/")), Verified)
    assert isinstance(verify(request(v2_headers(signature))), Unverified)


def test_the_token_that_fits_is_named_by_its_index() -> None:
    sent = request(v2_headers(v2_of_plivo(URL, token=OTHER)))
    assert verify(sent, (TOKEN, OTHER)) == Verified("V2", 1, NONCE)
    assert isinstance(verify(sent, (TOKEN,)), Unverified)
    assert isinstance(verify(sent, ()), Unverified)


@pytest.mark.parametrize("joined", ["{junk},{right}", "{right},{junk}", "{junk}, {right} ,é"])
def test_one_right_signature_of_several_in_a_header_is_enough(joined: str) -> None:
    right = v3_of_plivo("POST", URL, dict(FORM))
    headers = v3_headers(joined.format(junk="A" * 44, right=right))
    assert verify(request(headers)) == Verified("V3", 0, NONCE)


def test_a_header_is_not_searched_without_end() -> None:
    right = v3_of_plivo("POST", URL, dict(FORM))
    assert isinstance(verify(request(v3_headers("A," * 30 + right))), Unverified)


def test_the_strongest_family_that_fits_is_named() -> None:
    v2, v3 = v2_of_plivo(URL), v3_of_plivo("POST", URL, dict(FORM))
    headers = v2_headers(v2) | v3_headers(v3)
    assert verify(request(headers)) == Verified("V3", 0, NONCE)
    headers["x-plivo-signature-v3"] = "A" * 44
    assert verify(request(headers)) == Verified("V2", 0, NONCE)
    headers["x-plivo-signature-ma-v3"] = v3
    assert verify(request(headers)) == Verified("Ma-V3", 0, NONCE)


def test_the_nonce_of_a_second_signature_that_fits_is_told() -> None:
    v3 = v3_headers(v3_of_plivo("POST", URL, dict(FORM)))
    headers = v3 | v2_headers(v2_of_plivo(URL, "777"), "777")
    assert verify(request(headers)) == Verified("V3", 0, NONCE, "777")
    headers = v3 | v2_headers("A" * 44, "777")
    assert verify(request(headers)) == Verified("V3", 0, NONCE)


def test_v2_is_not_enough_when_v3_is_required() -> None:
    v2 = v2_headers(v2_of_plivo(URL))
    refused = verify(request(v2), require="v3")
    assert isinstance(refused, Unverified)
    assert "require-signature is v3" in refused.reason
    both = v2 | v3_headers(v3_of_plivo("POST", URL, dict(FORM)))
    assert verify(request(both), require="v3") == Verified("V3", 0, NONCE)


@pytest.mark.parametrize("prefix", ["", "/sms", "/a/b"])
def test_the_prefix_of_the_public_url_counts_once_kept_by_the_proxy_or_not(prefix: str) -> None:
    headers = v2_headers(v2_of_plivo(PUBLIC + prefix + "/receive_sms/"))
    for path in ("/receive_sms/", prefix + "/receive_sms/"):
        sent = request(headers, path=path)
        assert isinstance(verify(sent, public_url=PUBLIC + prefix + "/"), Verified)


@pytest.mark.parametrize(
    "public_url", ["http://sms.example.com", "https://sms.example.com:443", "https://other.example"]
)
def test_the_public_url_counts_byte_for_byte(public_url: str) -> None:
    headers = v2_headers(v2_of_plivo(URL)) | {
        "host": "sms.example.com",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "sms.example.com",
    }
    assert isinstance(verify(request(headers), public_url=public_url), Unverified)
    right = v2_headers(v2_of_plivo(public_url + "/receive_sms/")) | {"host": "evil.example"}
    assert isinstance(verify(request(right), public_url=public_url), Verified)


@pytest.mark.parametrize(
    ("url", "origin", "prefix"),
    [
        ("https://a.example", "https://a.example", ""),
        ("https://A.example:8443/", "https://A.example:8443", ""),
        ("http://a.example/x/y//?q=1#f", "http://a.example", "/x/y"),
        ("", "", ""),
    ],
)
def test_the_setting_is_taken_apart(url: str, origin: str, prefix: str) -> None:
    assert read_public_url(url) == PublicUrl(origin, prefix)


def test_bytes_of_a_path_stay_as_they_are() -> None:
    assert PublicUrl("https://bücher.example", "/é").address_of("/\xff") == (
        "https://bücher.example/é".encode() + b"/\xff"
    )


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (
            {},
            "no signature header; Plivo sends X-Plivo-Signature-V3 (or X-Plivo-Signature-Ma-V3) "
            "with X-Plivo-Signature-V3-Nonce or X-Plivo-Signature-V2 (or X-Plivo-Signature-Ma-V2) "
            "with X-Plivo-Signature-V2-Nonce",
        ),
        ({"x-plivo-signature-v2-nonce": NONCE}, "no signature header; Plivo sends "),
        (
            {"x-plivo-signature-v2": "A" * 44},
            "the header X-Plivo-Signature-V2-Nonce is missing",
        ),
        (
            {"x-plivo-signature-ma-v3": "A" * 44, "x-plivo-signature-v3-nonce": ""},
            "the header X-Plivo-Signature-V3-Nonce is missing",
        ),
        (v2_headers("A" * 44), "no V2 signature fits the public URL with any of 1 token(s)"),
        (
            v2_headers("A" * 44) | v3_headers("A" * 44),
            "no V3 or V2 signature fits the public URL with any of 1 token(s)",
        ),
    ],
)
def test_the_reason_says_what_is_missing_or_wrong(headers: dict[str, str], reason: str) -> None:
    refused = verify(request(headers))
    assert isinstance(refused, Unverified)
    assert refused.reason.startswith(reason)


def test_without_a_public_url_nothing_fits_and_the_setting_is_named() -> None:
    refused = verify(request(v2_headers(v2_of_plivo(URL))), public_url="")
    assert isinstance(refused, Unverified)
    assert "public-url" in refused.reason


@pytest.mark.parametrize("junk", ["é", "\xff\x00", "\ud800", "😀", ",,,", " ", "=" * 5000])
def test_junk_in_a_header_is_refused_and_nothing_else(junk: str) -> None:
    for name in [header for scheme in (V2, V3) for _, header in scheme.families]:
        headers = {name: junk, V2.nonce_header: junk, V3.nonce_header: junk}
        assert isinstance(verify(request(headers)), Unverified)


def test_a_reason_never_shows_a_secret_or_the_right_signature() -> None:
    refused = verify(request(v2_headers("A" * 44)))
    assert isinstance(refused, Unverified)
    assert TOKEN not in refused.reason
    assert v2_of_plivo(URL) not in refused.reason
    assert TOKEN not in repr(SigningKey(TOKEN))


def test_a_signature_over_bad_utf8_is_checked_over_the_lenient_reading() -> None:
    form = {"Text": "\ufffd"}
    sent = request(v3_headers(v3_of_plivo("POST", URL, form)), body=b"Text=%FF")
    assert isinstance(verify(sent), Verified)


def test_signing_makes_every_header_of_plivo() -> None:
    headers = sign(URL, "POST", tuple(FORM.items()), TOKEN, NONCE)
    assert set(headers) == {
        "x-plivo-signature-v2", "x-plivo-signature-ma-v2", "x-plivo-signature-v2-nonce",
        "x-plivo-signature-v3", "x-plivo-signature-ma-v3", "x-plivo-signature-v3-nonce",
    }  # fmt: skip
    assert headers["x-plivo-signature-ma-v2"] == v2_of_plivo(URL)
    assert headers["x-plivo-signature-ma-v3"] == v3_of_plivo("POST", URL, dict(FORM))
    assert (
        sign(URL + "?a=%FF#f", "GET", (), TOKEN, NONCE)["x-plivo-signature-v2"]
        == (headers["x-plivo-signature-v2"])
    )
