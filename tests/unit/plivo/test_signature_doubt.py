import pytest

from router.plivo.form import read_pairs
from router.plivo.request import PlivoRequest
from router.plivo.signature import Unverified, Verifier
from router.plivo.signature_doubt import explain_refusal
from router.plivo.signing import sign

PUBLIC = "https://sms.example.com"
FORM = (("From", "15551230000"), ("To", "15557654321"), ("Text", "hi"), ("MessageUUID", "u-1"))
BODY = b"From=15551230000&To=15557654321&Text=hi&MessageUUID=u-1"
NO_TOKEN = (
    "the signature fits no likely address with any of 2 token(s): check that PLIVO_AUTH_TOKEN is "
    "that of the account (or sub-account) that owns the number"
)


def advice(
    signed_url: str,
    public_url: str = PUBLIC,
    *,
    path: str = "/receive_sms/",
    families: str = "v2",
    token: str = "two",
    require: str = "any",
    **claims: str,
) -> tuple[str, ...]:
    """What is said when Plivo signed `signed_url`, and the request arrived like this."""
    headers = {
        name: value
        for name, value in sign(signed_url, "POST", FORM, token, "123").items()
        if families in name
    }
    headers |= {name.replace("_", "-"): value for name, value in claims.items()}
    request = PlivoRequest("POST", path, signed_url.partition("?")[2], BODY, headers)
    pairs = read_pairs(request)
    verifier = Verifier(public_url, ("one", "two"), require)  # type: ignore[arg-type]
    assert isinstance(verifier.verify(request, pairs), Unverified)
    return explain_refusal(request, pairs, verifier)


def set_to(url: str, family: str = "V2") -> tuple[str, ...]:
    return (
        f"the {family} signature fits with token 2 when public-url is {url}: "
        "set public-url to that",
    )


def test_v3_counts_the_query_in_its_own_way() -> None:
    right = "http://sms.example.com"
    assert advice(right + "/receive_sms/?a=1", families="v3") == set_to(right, "V3")


@pytest.mark.parametrize("families", ["v2", "v3"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("https://sms.example.com", "http://sms.example.com"),
        ("http://sms.example.com", "https://sms.example.com"),
        ("https://sms.example.com:443", "https://sms.example.com"),
        ("http://sms.example.com:80", "http://sms.example.com"),
        ("https://sms.example.com", "https://sms.example.com:443"),
        ("https://sms.example.com", "http://sms.example.com:8080"),
        ("https://sms.example.com", "https://SMS.example.com"),
        ("https://sms.example.com", "https://sms.example.com/prefix"),
    ],
)
def test_a_public_url_that_is_nearly_right_is_put_right(
    right: str, wrong: str, families: str
) -> None:
    assert advice(right + "/receive_sms/", wrong, families=families) == set_to(
        right, families.upper()
    )


@pytest.mark.parametrize("public_url", ["", "https://old.example.com"])
@pytest.mark.parametrize(
    ("right", "claims"),
    [
        ("https://new.example.com", {"host": "new.example.com"}),
        ("http://new.example.com:8080", {"host": "new.example.com:8080"}),
        ("https://new.example.com", {"host": "127.0.0.1", "x_forwarded_host": "new.example.com"}),
        (
            "https://new.example.com:8443",
            {"x_forwarded_host": "new.example.com, proxy.internal", "x_forwarded_port": "8443"},
        ),
        ("http://[2001:db8::1]:8080", {"host": "[2001:db8::1]:8080"}),
    ],
)
def test_what_the_headers_claim_is_tried_and_said_but_not_accepted(
    right: str, claims: dict[str, str], public_url: str
) -> None:
    assert advice(right + "/receive_sms/", public_url, **claims) == set_to(right)


def test_a_prefix_that_the_proxy_cut_is_found_in_its_header_alone() -> None:
    url = PUBLIC + "/hooks/receive_sms/"
    assert advice(url, x_forwarded_prefix="/hooks/") == set_to(PUBLIC + "/hooks")
    assert advice(url) == (NO_TOKEN,)
    assert advice(url, x_forwarded_prefix='/ho"oks') == (NO_TOKEN,)


@pytest.mark.parametrize(
    ("signed", "path", "word"),
    [("/receive_sms", "/receive_sms/", "without"), ("/receive_sms/", "/receive_sms", "with")],
)
def test_a_slash_too_many_or_too_few_is_found(signed: str, path: str, word: str) -> None:
    (only,) = advice(PUBLIC + signed, path=path)
    assert only == (
        f"the V2 signature fits with token 2 when the path ends {word} a slash: make the URL told "
        f"to Plivo end as the request arrives here, {path}"
    )


def test_a_wrong_host_and_a_wrong_slash_are_both_told() -> None:
    first, second = advice("http://sms.example.com/receive_sms")
    assert "set public-url to that" in first
    assert "without a slash" in second


def test_a_query_counted_by_v2_is_found() -> None:
    headers = sign(PUBLIC + "/receive_sms/%3Fa=1", "POST", FORM, "two", "123")
    assert headers  # the SDKs drop the query; a signer that counts it signs these very bytes:
    from_bytes = (
        Verifier(PUBLIC, ("two",)).keys[0].sign((PUBLIC + "/receive_sms/?a=1" + "123").encode())
    )
    request = PlivoRequest(
        "POST",
        "/receive_sms/",
        "a=1",
        BODY,
        {"x-plivo-signature-v2": from_bytes.decode(), "x-plivo-signature-v2-nonce": "123"},
    )
    said = explain_refusal(request, read_pairs(request), Verifier(PUBLIC, ("one", "two")))
    assert said == (
        "the V2 signature fits with token 2 when the query is counted: take the query off the URL "
        "told to Plivo",
    )


def test_a_query_that_v3_did_not_count_is_found() -> None:
    headers = sign(PUBLIC + "/receive_sms/", "POST", FORM, "two", "123")
    v3 = {name: value for name, value in headers.items() if "v3" in name}
    request = PlivoRequest("POST", "/receive_sms/", "a=1", BODY, v3)
    said = explain_refusal(request, read_pairs(request), Verifier(PUBLIC, ("one", "two")))
    (one,) = said
    assert one.startswith("the V3 signature fits with token 2 when the query is left out: ")


def test_a_right_v2_signature_is_told_when_v3_is_required() -> None:
    assert advice(PUBLIC + "/receive_sms/", require="v3") == (
        "the V2 signature fits, but the setting require-signature is v3",
    )


def test_a_wrong_token_is_the_last_explanation() -> None:
    assert advice(PUBLIC + "/receive_sms/", token="three") == (NO_TOKEN,)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-plivo-signature-v2": "A" * 44},
        {"x-plivo-signature-v2-nonce": "1"},
        {"x-plivo-signature-v2": " , ", "x-plivo-signature-v2-nonce": "1"},
    ],
)
def test_a_request_without_a_whole_signature_needs_no_explanation(
    headers: dict[str, str],
) -> None:
    request = PlivoRequest("POST", "/receive_sms/", "", BODY, headers)
    assert explain_refusal(request, read_pairs(request), Verifier(PUBLIC, ("one",))) == ()


@pytest.mark.parametrize("host", ["", "é", "a b", "x" * 5000, "evil.example/path", "\ud800", ":1"])
def test_junk_in_the_headers_is_left_out(host: str) -> None:
    assert advice(PUBLIC + "/receive_sms/", token="three", host=host, x_forwarded_port="99999999")
