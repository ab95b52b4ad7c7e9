"""Who is let in: every family and method, and each refusal."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.acceptance.conftest import OTHER_TOKEN, start
from tests.acceptance.plivo_side import (
    FAMILIES,
    Answer,
    Plivo,
    logged,
    message,
    new_nonce,
    signed_headers,
    v2_signature,
)
from tests.acceptance.running import PUBLIC_URL, Server

URL = PUBLIC_URL + "/receive_sms/"
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


def is_forbidden(answer: Answer) -> bool:
    assert (answer.status, answer.body) == (403, b"forbidden\n")
    return answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("text", ["Hours?", "hours café + ñ € 😀 &=%"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_let_in_by_both_methods(
    sms: Plivo, server: Server, family: str, method: str, text: str
) -> None:
    form = message(text)
    ask = sms.get if method == "GET" else sms.post
    answer = ask(form, family=family)
    assert ask(message(text), "/receive_sms", family=family).texts == answer.texts
    assert answer.texts == ["We are open 9-17 & <glad> to “help”."]
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    line = logged(server, "message", message_uuid=form["MessageUUID"])
    assert (line["family"], line["token"], line["rules"]) == (family, 1, ["Hours"])


def test_the_other_token_lets_in_too(server: Server) -> None:
    form = message()
    assert Plivo(server.public, token=OTHER_TOKEN).post(form).status == 200
    line = logged(server, "message", message_uuid=form["MessageUUID"])
    assert line["token"] == 0


def test_a_query_on_a_post_is_signed_by_v3_and_left_out_by_v2(sms: Plivo) -> None:
    for family in FAMILIES:
        assert sms.post(message(), "/receive_sms/?ref=1&b=%20x", family=family).status == 200


def test_one_right_signature_among_several_is_enough(sms: Plivo) -> None:
    form, nonce = message(), new_nonce()
    right = v2_signature(URL, nonce)
    headers = {
        "X-Plivo-Signature-V2": f"{'A' * 43}=, {right},x",
        "X-Plivo-Signature-V2-Nonce": nonce,
    }
    assert sms.ask("POST", "/receive_sms/", urlencode(form).encode(), headers | FORM_TYPE).texts


@pytest.mark.parametrize("path", ["/receive_sms/", "/sms_status/"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Plivo-Signature-V2": "A" * 43 + "="},
        {"X-Plivo-Signature-V2-Nonce": "1"},
        {"X-Plivo-Signature-V2": "A" * 43 + "=", "X-Plivo-Signature-V2-Nonce": "1"},
        {"X-Plivo-Signature-V3": "A" * 43 + "=", "X-Plivo-Signature-V3-Nonce": "1"},
        {"X-Plivo-Signature-Ma-V3": "\xff\xfe,é", "X-Plivo-Signature-V3-Nonce": "\xe4"},
        {"X-Plivo-Signature-V2": "", "X-Plivo-Signature-V2-Nonce": ""},
        {"X-Plivo-Signature-V2": "A" * 60_000, "X-Plivo-Signature-V2-Nonce": "1"},
    ],
)
def test_no_or_a_wrong_signature_is_forbidden(
    sms: Plivo, headers: dict[str, str], path: str
) -> None:
    body = urlencode(message()).encode()
    assert is_forbidden(sms.ask("POST", path, body, headers | FORM_TYPE))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_wrong_token_address_or_path_is_forbidden(server: Server, family: str) -> None:
    right = Plivo(server.public, family=family)
    assert is_forbidden(Plivo(server.public, token="wrong", family=family).post(message()))
    assert is_forbidden(right.post(message(), signed_path="/receive_sms"))
    assert is_forbidden(right.post(message(), signed_path="/sms_status/"))
    for public_url in ("http://sms.example.org", PUBLIC_URL + ":443", server.public):
        other = Plivo(server.public, public_url=public_url, family=family)
        assert is_forbidden(other.post(message()))


@pytest.mark.parametrize("family", ["V3", "Ma-V3"])
def test_v3_is_over_every_posted_field(sms: Plivo, family: str) -> None:
    form = message()
    for body in (
        urlencode(form | {"Text": "changed"}),
        urlencode(form) + "&Added=1",
        urlencode({name: value for name, value in form.items() if name != "Units"}),
    ):
        assert is_forbidden(sms.post(form, family=family, body=body.encode()))


def test_what_headers_claim_of_the_address_counts_for_nothing(server: Server) -> None:
    claims = {
        "Host": "sms.example.org",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example.org",
        "X-Forwarded-Port": "80",
    }
    evil = Plivo(server.public, public_url="http://evil.example.org", extra=claims)
    assert is_forbidden(evil.post(message()))
    assert Plivo(server.public, extra=claims).post(message()).status == 200


def test_the_log_says_which_setting_to_change_and_no_secret(tmp_path: Path) -> None:
    with start(tmp_path) as server:
        other = Plivo(
            server.public, "https://other.example.org", extra={"Host": "other.example.org"}
        )
        assert is_forbidden(other.post(message()))
        (advice,) = logged(server, "refused")["advice"]
        assert advice.endswith("public-url is https://other.example.org: set public-url to that")
        everything = "\n".join(server.err.all())
        assert other.token not in everything
        assert OTHER_TOKEN not in everything


def test_one_nonce_is_good_for_one_content(sms: Plivo) -> None:
    nonce, first = new_nonce(), message()
    answer = sms.post(first, nonce=nonce)
    assert answer.status == 200
    assert is_forbidden(sms.post(message(), nonce=nonce))
    assert is_forbidden(sms.post(first | {"Text": "all stolen"}, nonce=nonce))
    assert is_forbidden(sms.post(first | {"Status": "sent"}, "/sms_status/", nonce=nonce))
    assert sms.post(first, nonce=nonce).body == answer.body


def test_a_v2_nonce_beside_a_v3_signature_is_spent_too(sms: Plivo) -> None:
    form, stolen = message(), new_nonce()
    v2 = signed_headers("V2", "POST", URL, form, nonce=stolen)
    v3 = signed_headers("V3", "POST", URL, form, nonce=new_nonce())
    headers = v2 | v3 | FORM_TYPE
    assert sms.ask("POST", "/receive_sms/", urlencode(form).encode(), headers).status == 200
    replay = urlencode(message("all stolen")).encode()
    assert is_forbidden(sms.ask("POST", "/receive_sms/", replay, v2 | FORM_TYPE))


def test_only_v3_is_let_in_when_that_is_required(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("require-signature: v3\n")
    with start(tmp_path, "--settings", "settings.yaml") as server:
        sms = Plivo(server.public)
        assert is_forbidden(sms.post(message(), family="V2"))
        assert is_forbidden(sms.post(message(), family="Ma-V2"))
        assert sms.post(message(), family="V3").status == 200
        assert sms.post(message(), family="Ma-V3").status == 200


def test_a_prefix_of_the_public_url_counts_whether_the_proxy_keeps_it_or_not(
    tmp_path: Path,
) -> None:
    public_url = PUBLIC_URL + "/hooks/sms"
    with start(tmp_path, "--public-url", public_url) as server:
        for family in FAMILIES:
            cut = Plivo(server.public, public_url, family=family)
            kept = Plivo(server.public, PUBLIC_URL, family=family)
            ((attributes, _),) = cut.post(message()).messages
            assert attributes["callbackUrl"].startswith(public_url + "/sms_status/?ref=")
            assert kept.post(message(), "/hooks/sms/receive_sms/").status == 200
            assert is_forbidden(kept.post(message()))
