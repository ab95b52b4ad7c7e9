"""What is answered: elements as Plivo's library makes them, exact texts, the same to a retry."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from plivo import plivoxml

from tests.acceptance.plivo_side import DESK, STRANGER, Plivo, logged, message, new_nonce
from tests.acceptance.running import PUBLIC_URL, Server, fetch

REPORTS = PUBLIC_URL + "/sms_status/"
SECOND_NUMBER = "15557654322"
CASES = Path(__file__).parents[1] / "cases" / "plivo"


def of_plivo(*elements: plivoxml.MessageElement) -> str:
    """The canonical form of the response that Plivo's library makes of these elements."""
    response = plivoxml.ResponseElement()
    for element in elements:
        response.add(element)
    return ET.canonicalize(response.to_string(pretty=False))


def element(text: str, dst: str, callback_url: str | None = REPORTS) -> plivoxml.MessageElement:
    method = {"callback_method": "POST"} if callback_url else {}
    return plivoxml.MessageElement(
        text, src=DESK, dst=dst, type="sms", callback_url=callback_url, **method
    )


def test_a_reply_is_the_element_that_plivos_library_makes(sms: Plivo) -> None:
    form = message("hours")
    answer = sms.post(form)
    reports = f"{REPORTS}?ref={form['MessageUUID']}.0"
    reply = element("We are open 9-17 & <glad> to “help”.", STRANGER, reports)
    assert ET.canonicalize(answer.body.decode()) == of_plivo(reply)


def test_nothing_to_say_is_the_empty_response_that_plivos_library_makes(sms: Plivo) -> None:
    answer = sms.post(message("nobody listens for this"))
    assert ET.canonicalize(answer.body.decode()) == of_plivo()
    assert answer.body.endswith(b"<Response/>")


def test_messages_of_several_rules_stand_in_rule_and_action_order(sms: Plivo) -> None:
    form = message("ALL: meeting at 5")
    answer = sms.post(form)
    reports = f"{REPORTS}?ref={form['MessageUUID']}.0"
    assert ET.canonicalize(answer.body.decode()) == of_plivo(
        element(f"+{STRANGER}: meeting at 5", "15550001111<15550002222<15550003333", reports),
        element("Sent.", STRANGER, None),
        element("ALL: meeting at 5", "15550002222", "https://reports.example.org/x?a=1&b=2"),
    )


@pytest.mark.parametrize(
    "text",
    [
        '</Message></Response><Message dst="1">&amp;<![CDATA[x]]>',
        "{text} {0} {from.__class__} %s $x {{}}",
        "  padded\r\nwith\rline\nends\tand tabs  ",
        "😀" * 1600,
        "漢字かな交じり文 עברית العربية",
        "a" * 1600,
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_text_comes_through_exactly(sms: Plivo, text: str, method: str) -> None:
    form = message(text, To=SECOND_NUMBER)
    answer = (sms.get if method == "GET" else sms.post)(form)
    assert "".join(answer.texts) == text
    assert {attributes["dst"] for attributes, _ in answer.messages} == {"15550001111"}
    assert len(answer.texts) == (5 if len(text) == 1600 and text[0] != "a" else 1)


def test_what_xml_forbids_is_replaced(sms: Plivo) -> None:
    form = message("a\x00b\x0bc\ufffed", To=SECOND_NUMBER)
    assert sms.post(form).texts == ["a\ufffdb\ufffdc\ufffdd"]


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("inbound-*.form")))
def test_bodies_as_plivo_posts_them_are_answered(sms: Plivo, case: str) -> None:
    body = (CASES / f"{case}.form").read_bytes().strip()
    assert sms.post({}, body=body).status == 200


def test_an_mms_has_its_text_in_body(sms: Plivo) -> None:
    form = message("", Type="mms", Body="Look", MediaCount="1", To=SECOND_NUMBER)
    del form["Text"]
    assert sms.post(form).texts == ["Look"]


def test_a_retry_gets_the_same_bytes_with_any_nonce_and_family(sms: Plivo) -> None:
    form = message("all hands")
    first = sms.post(form)
    for family in ("V2", "Ma-V2", "V3", "Ma-V3"):
        assert sms.post(form, family=family).body == first.body


def test_twenty_copies_at_once_are_one_message(sms: Plivo, server: Server) -> None:
    form, nonce = message("all hands"), new_nonce()
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: sms.post(form, nonce=nonce), range(20)))
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    logged(server, "message", message_uuid=form["MessageUUID"])
    lines = [line for line in server.err.all() if form["MessageUUID"] in line]
    assert sum('"event": "message"' in line for line in lines) == 1


def test_many_messages_at_once_are_each_answered_with_their_own(sms: Plivo) -> None:
    def one(number: int) -> bool:
        form = message(f"text {number}", To=SECOND_NUMBER)
        answer = (sms.get if number % 2 else sms.post)(form)
        return answer.texts == [f"text {number}"]

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(one, range(300)))


def test_numbers_and_texts_are_covered_in_the_log(sms: Plivo, server: Server) -> None:
    form = message("hours of Rumpelstiltskin")
    sms.post(form)
    line = logged(server, "message", message_uuid=form["MessageUUID"])
    everything = "\n".join(server.err.all())
    assert "Rumpelstiltskin" not in everything
    assert STRANGER not in everything
    assert (line["messages"], line["segments"]) == (1, 1)


@pytest.mark.parametrize("status", ["queued", "sent", "delivered", "undelivered", "failed", "odd"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_delivery_report_is_taken(sms: Plivo, status: str, method: str) -> None:
    form = message(Status=status, Sequence="1", ErrorCode="")
    for path in ("/sms_status/", "/sms_status"):
        answer = (sms.get if method == "GET" else sms.post)(form, path)
        assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("path", ["/receive_sms/", "/sms_status/"])
@pytest.mark.parametrize("family", ["V2", "Ma-V3"])
@pytest.mark.parametrize("missing", ["From", "To", "MessageUUID"])
def test_a_signed_request_without_a_field_is_malformed(
    sms: Plivo, missing: str, family: str, path: str
) -> None:
    form = message()
    for broken in ({k: v for k, v in form.items() if k != missing}, form | {missing: " "}):
        answer = sms.post(broken, path, family=family)
        assert (answer.status, answer.body) == (400, b"malformed request\n")
        assert sms.get(broken, path, family=family).status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"", b"&&&", b"=", b"From=1555", b"\x00\xff\xfe", b"%", b"a=%FF",
        urlencode(message()).encode() + b"&From=15551230009",
        urlencode(message()).encode() + b"&Text=",
        urlencode(message()).encode() + b"&X=%C3%28",
        urlencode(message()).encode() + b"&" + b"&".join(b"f%d=1" % n for n in range(2000)),
        b'{"From": "15551230000"}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/receive_sms/", "/sms_status/"])
def test_a_signed_body_that_is_no_message_is_malformed(sms: Plivo, body: bytes, path: str) -> None:
    answer = sms.post({}, path, body=body)
    assert (answer.status, answer.body) == (400, b"malformed request\n")


def test_a_field_in_query_and_body_alike_is_there_twice(sms: Plivo) -> None:
    assert sms.post(message(), "/receive_sms/?From=15551230009").status == 400
    assert sms.post(message(), "/receive_sms/?ours=1").status == 200


def test_the_counters_tell_outcomes_and_families(sms: Plivo, server: Server) -> None:
    sms.post(message("hours"), family="Ma-V3")
    sms.post(message(From=""), family="V2")
    sms.ask("POST", "/receive_sms/")
    page = fetch(server.admin + "/metrics").body
    for labels in (
        'family="Ma-V3",outcome="answered",route="receive_sms",token="1"',
        'family="V2",outcome="malformed",route="receive_sms",token="1"',
        'family="",outcome="bad-signature",route="receive_sms",token=""',
    ):
        assert f"sms_router_requests_total{{{labels}}}" in page
    assert 'sms_router_rules_fired_total{rule="Hours"}' in page
    assert STRANGER not in page
